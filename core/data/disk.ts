import { createHash } from 'node:crypto'
import {
  chmodSync,
  close,
  closeSync,
  fstatSync,
  fsync,
  fsyncSync,
  linkSync,
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
import { homedir, hostname, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { RustybtError } from '../kernel/errors.js'

/** A file as a manifest remembers it. */
export interface FileSeal {
  readonly size: number
  readonly sha256: string
}

/** Hidden names are work in progress: no ingestion, and removed by whoever next holds the folder's lock. */
const DRAFT = '.draft-'
const LOCK = '.lock'
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

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
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

/**
 * Writes a file of a draft, which nobody sees before it is published. The system is asked at once to bring it to the disk, but not waited
 * for: `synced` comes when it is there, with the error where it could not be brought.
 */
export function writeDraftFile(path: string, bytes: Uint8Array): FileSeal & { readonly synced: Promise<unknown> } {
  try {
    mkdirSync(dirname(path), { recursive: true })
    const file = openSync(path, 'w')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    } catch (error) {
      closeSync(file)
      throw error
    }
    return { size: bytes.length, sha256: sha256(bytes), synced: synced(file, path) }
  } catch (error) {
    throw diskFailure(error, path, 'write')
  }
}

/** Closes the file as well. */
function synced(file: number, path: string): Promise<unknown> {
  return new Promise((done) => {
    fsync(file, (failed) =>
      close(file, (left) => done(failed || left ? diskFailure(failed ?? left, path, 'write') : undefined)),
    )
  })
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

/** Makes sure that a file which something else has written is on the disk. */
export function sealWritten(path: string): FileSeal {
  // SQLite makes files that their owner alone may read.
  chmodSync(path, 0o666 & ~process.umask())
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return sealOf(path)
}

/** A new folder for work in progress, hidden in `parent`. */
export function createDraft(parent: string, name: string): string {
  const draft = join(parent, DRAFT + name)
  try {
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { recursive: true })
    return draft
  } catch (error) {
    throw diskFailure(error, draft, 'write')
  }
}

/** The draft becomes `name`, in one step. */
export function publishDraft(draft: string, name: string): void {
  const path = join(dirname(draft), name)
  try {
    for (const name of foldersIn(draft)) syncFolder(join(draft, name))
    syncFolder(draft)
    renameSync(draft, path)
    syncFolder(dirname(draft))
  } catch (error) {
    throw diskFailure(error, path, 'write')
  }
}

/** Removes what killed processes have left behind, and answers how many things that were. Only under the folder's lock. */
export function removeLeftovers(folder: string): number {
  const left = readdirSync(folder).filter((name) => name.startsWith(DRAFT))
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true })
  return left.length
}

/** Makes a folder disappear in one step, then removes it. */
export function removeFolder(path: string): void {
  const hidden = join(dirname(path), `${DRAFT}removed-${process.pid}-${Date.now()}`)
  try {
    renameSync(path, hidden)
    rmSync(hidden, { recursive: true, force: true })
  } catch (error) {
    throw diskFailure(error, path, 'remove')
  }
}

/** Removes a folder's draft, whatever state it is in. */
export function discardDraft(draft: string): void {
  rmSync(draft, { recursive: true, force: true })
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

interface LockOwner {
  readonly pid: number
  readonly host: string
  readonly since: string
}

export interface Lock {
  /** Who had left it behind, where it was taken over. */
  readonly takenOverFrom?: string
  release(): void
}

const held = new Set<string>()

/**
 * Makes this process the only one that changes a folder (which is made if it is not there). A lock whose process is dead is taken over.
 * Throws `BUNDLE_LOCKED`, with who holds it.
 */
export function lockFolder(folder: string): Lock {
  const path = join(folder, LOCK)
  try {
    mkdirSync(folder, { recursive: true })
    let stale: string | undefined
    while (!claim(path)) {
      const text = readText(path)
      if (text === undefined) continue
      const owner = parseOwner(text)
      if (owner === undefined || isAlive(owner, path)) throw locked(path, owner)
      stale = `process ${owner.pid}, which had held it since ${owner.since} and is gone`
      takeAway(path, text)
    }
    held.add(path)
    return {
      takenOverFrom: stale,
      release() {
        held.delete(path)
        rmSync(path, { force: true })
      },
    }
  } catch (error) {
    throw diskFailure(error, path, 'write')
  }
}

/** A link appears with its content in it, or not at all. */
function claim(path: string): boolean {
  const owner: LockOwner = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
  const beside = `${path}.${process.pid}.tmp`
  writeFileSync(beside, JSON.stringify(owner))
  try {
    linkSync(beside, path)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(codeOf(error) ?? '')) throw error
    return claimWithoutLinks(path, owner)
  } finally {
    rmSync(beside, { force: true })
  }
}

function claimWithoutLinks(path: string, owner: LockOwner): boolean {
  try {
    writeFileSync(path, JSON.stringify(owner), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Two may find the same stale lock: what is moved away must still be that one, else it goes back. */
function takeAway(path: string, text: string): void {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readText(aside) !== text) linkSync(aside, path)
  rmSync(aside, { force: true })
}

function readText(path: string): string | undefined {
  const bytes = readBytes(path)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as LockOwner
    return Number.isInteger(owner.pid) && typeof owner.host === 'string' ? owner : undefined
  } catch {
    return undefined
  }
}

/** Processes of another machine can't be asked after, so they count as alive; one with our number that is not ours is gone. */
function isAlive({ pid, host }: LockOwner, path: string): boolean {
  if (host !== hostname()) return true
  if (pid === process.pid) return held.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}

function locked(path: string, owner: LockOwner | undefined): RustybtError {
  const who = owner === undefined ? 'somebody' : `process ${owner.pid} on ${owner.host}, since ${owner.since},`
  return new RustybtError('BUNDLE_LOCKED', `${who} is writing into ${dirname(path)}`, {
    hint: `wait for it to end; if it no longer runs, remove ${path}`,
  })
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

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code
const messageOf = (error: unknown): string => String((error as { message?: unknown } | undefined)?.message ?? error)
