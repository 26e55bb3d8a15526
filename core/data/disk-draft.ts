import {
  close,
  closeSync,
  fsync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { diskFailure, type FileSeal, foldersIn, sha256, syncFolder } from './disk.js'

/** Hidden names are work in progress: no ingestion, and removed by whoever next holds the folder's lock. */
const DRAFT = '.draft-'

/**
 * A folder that nobody sees before it is whole. The system is asked to bring each file to the disk as soon as it is written, and waited for
 * when the draft is published.
 */
export class Draft {
  readonly folder: string
  readonly #folders = new Set<string>()
  readonly #syncing: Promise<unknown>[] = []

  /** A new, empty one for `name` in `parent`. */
  constructor(
    private readonly parent: string,
    private readonly name: string,
  ) {
    this.folder = join(parent, DRAFT + name)
    try {
      rmSync(this.folder, { recursive: true, force: true })
      mkdirSync(this.folder, { recursive: true })
    } catch (error) {
      throw diskFailure(error, this.folder, 'write')
    }
  }

  write(path: string, bytes: Uint8Array): FileSeal {
    const full = join(this.folder, path)
    try {
      this.#makeFolder(dirname(full))
      const file = openSync(full, 'w')
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      } catch (error) {
        closeSync(file)
        throw error
      }
      this.#sync(file, full)
      return { size: bytes.length, sha256: sha256(bytes) }
    } catch (error) {
      throw diskFailure(error, full, 'write')
    }
  }

  /** A file that something else writes. It is there, empty, with the rights that files have here, when `fill` is called with its path. */
  fill(path: string, fill: (path: string) => void): FileSeal {
    const full = join(this.folder, path)
    try {
      closeSync(openSync(full, 'w'))
      fill(full)
      const bytes = readFileSync(full)
      this.#sync(openSync(full, 'r+'), full)
      return { size: bytes.length, sha256: sha256(bytes) }
    } catch (error) {
      throw diskFailure(error, full, 'write')
    }
  }

  /** Once: the system may wait for the disk before it says that a folder is there. */
  #makeFolder(path: string): void {
    if (this.#folders.has(path)) return
    mkdirSync(path, { recursive: true })
    this.#folders.add(path)
  }

  /** Closes the file as well. */
  #sync(file: number, path: string): void {
    const failure = new Promise((done) => {
      fsync(file, (failed) =>
        close(file, (left) => done(failed || left ? diskFailure(failed ?? left, path, 'write') : undefined)),
      )
    })
    this.#syncing.push(failure)
  }

  /** The draft gets its name, in one step, once all of it is on the disk. */
  async publish(): Promise<void> {
    for (const failure of await Promise.all(this.#syncing)) if (failure !== undefined) throw failure
    const path = join(this.parent, this.name)
    try {
      for (const name of foldersIn(this.folder)) syncFolder(join(this.folder, name))
      syncFolder(this.folder)
      renameSync(this.folder, path)
      syncFolder(this.parent)
    } catch (error) {
      throw diskFailure(error, path, 'write')
    }
  }

  /** Removes it, whatever state it is in. */
  discard(): void {
    rmSync(this.folder, { recursive: true, force: true })
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
