import { readFile as readFileByCall, stat } from 'node:fs'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { fault } from './fault.js'

const unzip = promisify(gunzip)
const readFile = promisify(readFileByCall)
const statOf = promisify(stat)

/** How many bytes of files are held at once, and how many files; one is held whatever its size. */
const HELD_BYTES = 8 << 20
const HELD_FILES = 64

/** A file's bytes, or the error that reading it ended in. */
export interface Read<T> {
  readonly each: T
  readonly bytes: () => Uint8Array
}

/** Files read some at a time, the next ones while the last ones are used. What could not be read throws when its bytes are asked for. */
export async function* readAhead<T>(
  all: readonly T[],
  pathOf: (each: T) => string | undefined,
): AsyncGenerator<Read<T>[]> {
  let next = readSome(all, 0, pathOf)
  for (let at = 0; at < all.length; ) {
    const some = await next
    at += some.length
    next = readSome(all, at, pathOf)
    yield some
  }
}

async function readSome<T>(
  all: readonly T[],
  from: number,
  pathOf: (each: T) => string | undefined,
): Promise<Read<T>[]> {
  const candidates = all.slice(from, from + HELD_FILES)
  const sizes = await Promise.all(
    candidates.map(async (each) => {
      const path = pathOf(each)
      return path === undefined ? 0 : ((await statOf(path).catch(() => undefined))?.size ?? 0)
    }),
  )
  let held = 0
  const some = candidates.filter((_, i) => (held += sizes[i]) <= HELD_BYTES || i === 0)
  const read = await Promise.allSettled(
    some.map((each) => {
      const path = pathOf(each)
      return path === undefined ? Promise.resolve(new Uint8Array(0)) : readBytes(path)
    }),
  )
  return some.map((each, i) => {
    const bytes = () => {
      const answer = read[i]
      if (answer.status === 'rejected') throw answer.reason
      return answer.value
    }
    return { each, bytes }
  })
}

/** A file's text as bytes, unzipped where its name ends in `.gz`, without a byte order mark. */
export async function readBytes(file: string): Promise<Uint8Array> {
  const bytes = await load(file)
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw fault('DATA_FILE_UNREADABLE', { file }, 'the text is UTF-16', 'save it as UTF-8')
  }
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}

async function load(file: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(file)
  } catch (cause) {
    throw fault('DATA_FILE_UNREADABLE', { file }, `cannot be read (${(cause as Error).message})`, undefined, cause)
  }
  if (!file.endsWith('.gz')) return bytes
  try {
    return await unzip(bytes)
  } catch (cause) {
    const hint = 'write it again with gzip, or take `.gz` off its name'
    throw fault('DATA_FILE_UNREADABLE', { file }, 'is no whole gzip file', hint, cause)
  }
}
