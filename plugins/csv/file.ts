import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { fault } from './fault.js'

/** How many bytes of files are held at once, and how many files; one is held whatever its size. */
const HELD_BYTES = 8 << 20
const HELD_FILES = 64

/** A file's bytes, or the error that reading it ended in. */
export interface Read<T> {
  readonly each: T
  readonly bytes: () => Uint8Array
}

/**
 * Files read some at a time, into memory that is used again for the next ones. What could not be read throws when its bytes are asked for;
 * where there is no path, there are none.
 */
export function* readSome<T>(all: readonly T[], pathOf: (each: T) => string | undefined): Generator<Read<T>[]> {
  let room = new Uint8Array(0)
  for (let from = 0; from < all.length; ) {
    const sizes = all.slice(from, from + HELD_FILES).map((each) => sizeOf(pathOf(each)))
    let held = 0
    const count = Math.max(1, sizes.filter((size) => (held += size) <= HELD_BYTES).length)
    const total = sizes.slice(0, count).reduce((sum, size) => sum + size, 0)
    if (room.length < total) room = new Uint8Array(Math.max(total, HELD_BYTES))
    let at = 0
    yield all.slice(from, from + count).map((each, i) => {
      const path = pathOf(each)
      const part = room.subarray(at, (at += sizes[i]))
      const answer = path === undefined ? new Uint8Array(0) : attempt(() => readBytes(path, part))
      const bytes = () => {
        if (answer instanceof Uint8Array) return answer
        throw answer.error
      }
      return { each, bytes }
    })
    from += count
  }
}

function attempt<T>(work: () => T): T | { readonly error: unknown } {
  try {
    return work()
  } catch (error) {
    return { error }
  }
}

const sizeOf = (path: string | undefined): number =>
  path === undefined ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0)

/** A file's text as bytes, unzipped where its name ends in `.gz`, without a byte order mark; in `room`, where it is as long as that. */
export function readBytes(file: string, room?: Uint8Array): Uint8Array {
  const bytes = load(file, room)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw fault('DATA_FILE_UNREADABLE', { file }, 'the text is UTF-16', 'save it as UTF-8')
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

function load(file: string, room: Uint8Array | undefined): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = (room === undefined ? undefined : readInto(file, room)) ?? readFileSync(file)
  } catch (cause) {
    throw fault('DATA_FILE_UNREADABLE', { file }, `cannot be read (${(cause as Error).message})`, undefined, cause)
  }
  if (!file.endsWith('.gz')) return bytes
  try {
    return gunzipSync(bytes)
  } catch (cause) {
    const hint = 'write it again with gzip, or take `.gz` off its name'
    throw fault('DATA_FILE_UNREADABLE', { file }, 'is no whole gzip file', hint, cause)
  }
}

/** Undefined where the file is not as long as the room: it was written meanwhile, or is no ordinary one. */
function readInto(path: string, room: Uint8Array): Uint8Array | undefined {
  const file = openSync(path, 'r')
  try {
    let at = 0
    for (let read = -1; read !== 0 && at < room.length; at += read)
      read = readSync(file, room, at, room.length - at, null)
    const isWhole = at === room.length && at > 0 && readSync(file, new Uint8Array(1), 0, 1, null) === 0
    return isWhole ? room : undefined
  } finally {
    closeSync(file)
  }
}
