import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import { below, foldersIn, rootFolder } from './disk.js'
import { removeFolder, removeLeftovers } from './disk-draft.js'
import { lockFolder } from './disk-lock.js'
import { type Manifest, readManifest } from './manifest.js'

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/

/** The folder with a bundle's ingestions. Throws `BUNDLE_NAME`. */
export function bundleFolder(name: string, root = rootFolder()): string {
  if (!NAME.test(name) || name.includes('..')) {
    throw new RustybtError('BUNDLE_NAME', `'${name}' is no name for a bundle`, {
      hint: 'letters, digits, and - _ . inside: it becomes the name of a folder',
    })
  }
  return below(root, 'data', name)
}

/** `2026-11-22T101530.123Z`: an instant as the name of a folder. Later ones sort after earlier ones. */
export function ingestionName(at: number): string {
  return new Date(at).toISOString().replaceAll(':', '')
}

/** Epoch ms; undefined for a folder that is no ingestion. */
export function ingestionTime(name: string): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d)(\d\d)(\d\d\.\d{3}Z)$/.exec(name)
  const at = parts === null ? Number.NaN : Date.parse(`${parts[1]}:${parts[2]}:${parts[3]}`)
  return Number.isNaN(at) ? undefined : at
}

/** The names of a bundle's ingestions, the oldest first. */
export function ingestionsOf(name: string, root?: string): string[] {
  return foldersIn(bundleFolder(name, root)).filter((folder) => ingestionTime(folder) !== undefined)
}

/**
 * The bundle's latest ingestion, or the latest at or before `timestamp` (epoch ms). Throws `BUNDLE_NOT_FOUND`, with the bundles that
 * there are.
 */
export function findIngestion(name: string, timestamp?: number, root?: string): { folder: string; ingestion: string } {
  const all = ingestionsOf(name, root)
  const ingestion = all.findLast((each) => timestamp === undefined || ingestionTime(each)! <= timestamp)
  if (ingestion !== undefined) return { folder: below(bundleFolder(name, root), ingestion), ingestion }
  if (all.length > 0) {
    const asked = new Date(timestamp!).toISOString()
    throw new RustybtError('BUNDLE_NOT_FOUND', `bundle '${name}' has no ingestion at or before ${asked}`, {
      hint: `it has ${all.slice(0, 8).join(', ')}${all.length > 8 ? `, … (${all.length} in all)` : ''}`,
    })
  }
  const known = bundleNames(root)
  const meant = nearest(name, known)
  const there = known.length === 0 ? 'there is none yet' : `there are ${known.join(', ')}`
  throw new RustybtError(
    'BUNDLE_NOT_FOUND',
    `no bundle called '${name}'; ${there}${meant === undefined ? '' : `. Did you mean '${meant}'?`}`,
    { hint: `rustybt ingest -b ${name} --csv DIR makes it` },
  )
}

/** Bundles with an ingestion at least. */
export function bundleNames(root?: string): string[] {
  const folders = foldersIn(below(root ?? rootFolder(), 'data'))
  return folders.filter((name) => NAME.test(name) && !name.includes('..') && ingestionsOf(name, root).length > 0)
}

export interface BundleListing {
  readonly name: string
  /** The oldest first. `problem`: why its manifest can't be read. */
  readonly ingestions: readonly {
    readonly ingestion: string
    readonly manifest?: Manifest
    readonly problem?: string
  }[]
}

export function listBundles(root?: string): BundleListing[] {
  return bundleNames(root).map((name) => ({
    name,
    ingestions: ingestionsOf(name, root).map((ingestion) => {
      try {
        return { ingestion, manifest: readManifest(below(bundleFolder(name, root), ingestion)) }
      } catch (error) {
        return { ingestion, problem: (error as Error).message }
      }
    }),
  }))
}

export interface CleanOptions {
  /** Remove what was ingested before, or after, an instant; epoch ms. */
  readonly before?: number
  readonly after?: number
  /** Remove all but the latest so many. Not beside the others. */
  readonly keepLast?: number
  readonly root?: string
}

/** The ingestions that `cleanBundle` would remove. Throws `BAD_CLEAN`, and `BUNDLE_NOT_FOUND`. */
export function chooseClean(name: string, options: CleanOptions): string[] {
  const { before, after, keepLast, root } = options
  const byTime = before !== undefined || after !== undefined
  if (byTime === (keepLast !== undefined)) {
    throw new RustybtError(
      'BAD_CLEAN',
      `${byTime ? 'only ' : ''}one of before and after, or keepLast, says what to remove`,
      {
        hint: '--before T and/or --after T, or --keep-last N',
      },
    )
  }
  if (keepLast !== undefined && !(Number.isInteger(keepLast) && keepLast >= 0))
    throw new RustybtError('BAD_CLEAN', `to keep the last ${keepLast} is not possible`, {
      hint: 'a whole number from 0',
    })
  findIngestion(name, undefined, root)
  const all = ingestionsOf(name, root)
  if (keepLast !== undefined) return all.slice(0, Math.max(0, all.length - keepLast))
  return all.filter((ingestion) => {
    const at = ingestionTime(ingestion)!
    return (before !== undefined && at < before) || (after !== undefined && at > after)
  })
}

/** Removes ingestions, and answers which. As Zipline's `clean`. */
export function cleanBundle(name: string, options: CleanOptions): string[] {
  chooseClean(name, options)
  const folder = bundleFolder(name, options.root)
  const lock = lockFolder(folder)
  try {
    removeLeftovers(folder)
    const chosen = chooseClean(name, options)
    for (const ingestion of chosen) removeFolder(below(folder, ingestion))
    return chosen
  } finally {
    lock.release()
  }
}
