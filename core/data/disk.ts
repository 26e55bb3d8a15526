import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { RustybtError } from '../kernel/errors.js'

/** A file as a manifest remembers it. */
export interface FileSeal {
  readonly size: number
  readonly sha256: string
}

const BLOCK = 1 << 20

/** `$RUSTYBT_ROOT`, or `.rustybt` in the home folder. */
export function rootFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  return resolve(environment.RUSTYBT_ROOT || join(homedir(), '.rustybt'))
}

/** A path below a folder. */
export function below(folder: string, ...names: readonly string[]): string {
  return join(folder, ...names)
}

/** The folders in a folder, hidden ones left out, in the names' order; none where it is not there. */
export function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw diskFailure(error, folder, 'read')
  }
}

/** Undefined where there is no such file. Where it fits `into`, it is read there, and a view of it answered. */
export function readBytes(path: string, into?: Uint8Array): Uint8Array | undefined {
  try {
    return into === undefined ? readFileSync(path) : (readInto(path, into) ?? readFileSync(path))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw diskFailure(error, path, 'read')
  }
}

function readInto(path: string, into: Uint8Array): Uint8Array | undefined {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size > into.length) return undefined
    let at = 0
    for (let read = -1; read !== 0 && at < size; at += read) read = readSync(file, into, at, size - at, null)
    return into.subarray(0, at)
  } finally {
    closeSync(file)
  }
}

/** Undefined where there is no such file. */
export function fileSize(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

export const sha256 = (data: string | Uint8Array): string => sha256OfPieces([data])

/** Of text or bytes that are never in one piece. */
export function sha256OfPieces(pieces: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

/** Size and checksum of a file, read a block at a time. */
export function sealOf(path: string): FileSeal {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const hash = createHash('sha256')
    const block = Buffer.allocUnsafe(BLOCK)
    let size = 0
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
      hash.update(block.subarray(0, read))
      size += read
    }
    return { size, sha256: hash.digest('hex') }
  } catch (error) {
    throw diskFailure(error, path, 'read')
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** Writes a whole file so that whoever opens `path` finds the old one or the new one, also after a power cut. */
export function writeAtomic(path: string, bytes: Uint8Array): FileSeal {
  const beside = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(beside, 'w')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(beside, path)
    syncFolder(dirname(path))
  } catch (error) {
    rmSync(beside, { force: true })
    throw diskFailure(error, path, 'write')
  }
  return { size: bytes.length, sha256: sha256(bytes) }
}

/** As `writeAtomic`, but in the system's own time: for what may be lost in a power cut. */
export function replaceFile(path: string, bytes: Uint8Array): void {
  const beside = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(beside, bytes)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw diskFailure(error, path, 'write')
  }
}

/** The files below a folder, in no order; none where it is not there. */
export function filesBelow(
  folder: string,
): { readonly path: string; readonly size: number; readonly changed: number }[] {
  return foldersIn(folder)
    .flatMap((name) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false })
      return found === undefined ? [] : [{ path, size: found.size, changed: found.mtimeMs }]
    })
}

export function removeFile(path: string): void {
  rmSync(path, { force: true })
}

/** Gives `use` a file with these bytes that nobody else opens: SQLite locks what it reads, and may write beside it. */
export function withPrivateCopy<T>(bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'rustybt-'))
  try {
    const path = join(folder, 'copy')
    writeFileSync(path, bytes)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Folders can't be synced everywhere; where they can't, the system does it in its own time. */
export function syncFolder(folder: string): void {
  let file: number | undefined
  try {
    file = openSync(folder, 'r')
    if (fstatSync(file).isDirectory()) fsyncSync(file)
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']
const DENIED = ['EACCES', 'EPERM', 'EROFS']

/** What the system refused, as an error that names the file and says what to do. Errors that are ours pass. */
export function diskFailure(error: unknown, path: string, doing: 'read' | 'write' | 'remove'): unknown {
  if (error instanceof RustybtError) return error
  const code = codeOf(error) ?? ''
  const isFull = FULL.includes(code) || /database or disk is full|disk I\/O error/.test(messageOf(error))
  if (isFull && doing === 'write') {
    return new RustybtError(
      'DISK_FULL',
      `${path} could not be written: no room is left (${code || messageOf(error)})`,
      {
        hint: 'free some space (`rustybt clean` removes old ingestions), or set RUSTYBT_ROOT to a larger disk',
        cause: error,
      },
    )
  }
  if (DENIED.includes(code)) {
    const hint = `check the permissions of ${dirname(path)}, or set RUSTYBT_ROOT to a folder of your own`
    return new RustybtError('DISK_DENIED', `not allowed to ${doing} ${path} (${code})`, { hint, cause: error })
  }
  if (code === '') return error
  return new RustybtError('DISK_FAILED', `could not ${doing} ${path} (${code})`, { cause: error })
}

export const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code
const messageOf = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error)
