import { linkSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { RustybtError } from '../kernel/errors.js'
import { codeOf, diskFailure, readBytes } from './disk.js'

const LOCK = '.lock'

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
 * Makes this process the only one that changes a folder, which is made if it is not there, and is gone again if it is empty when it is
 * released. A lock whose process is dead is taken over.
 * Throws `BUNDLE_LOCKED`, with who holds it.
 */
export function lockFolder(folder: string): Lock {
  const path = join(folder, LOCK)
  try {
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
        removeEmpty(folder)
      },
    }
  } catch (error) {
    throw diskFailure(error, path, 'write')
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error) ?? '')) throw error
  }
}

/** A link appears with its content in it, or not at all. */
function claim(path: string): boolean {
  const owner: LockOwner = { pid: process.pid, host: hostname(), since: new Date().toISOString() }
  const beside = `${path}.${process.pid}.tmp`
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(beside, JSON.stringify(owner))
  } catch (error) {
    // Another that held the lock has left the folder empty, and removed it.
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
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
