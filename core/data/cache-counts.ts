import { z } from 'zod'
import { RustybtError } from '../kernel/errors.js'
import { below, foldersIn, readBytes, replaceFile, rootFolder } from './disk.js'

/** How a cache has served so far, what it holds and what it may hold. */
export interface CacheCounts {
  readonly hits: number
  readonly misses: number
  /** Bytes held, and at most. */
  readonly bytes: number
  readonly budget: number
}

const FILE = 'counts.json'
const count = z.number().nonnegative()
const schema = z.object({ hits: count, misses: count, bytes: count, budget: count })

/** What a folder's counts say; undefined where there are none, or none that can be read: nothing but figures hangs on them. */
export function readCounts(folder: string): CacheCounts | undefined {
  const bytes = readBytes(below(folder, FILE))
  if (bytes === undefined) return undefined
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch {
    return undefined
  }
}

/** Adds hits and misses to a folder's counts. Where they can't be written nothing fails: what they count has been done. */
export function addCounts(folder: string, { hits, misses, bytes, budget }: CacheCounts): void {
  const before = readCounts(folder)
  const now = { hits: (before?.hits ?? 0) + hits, misses: (before?.misses ?? 0) + misses, bytes, budget }
  try {
    replaceFile(below(folder, FILE), new TextEncoder().encode(`${JSON.stringify(now)}\n`))
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
  }
}

/** Both caches' sums. */
export function joinCounts(all: readonly CacheCounts[]): CacheCounts {
  const sum = (name: keyof CacheCounts) => all.reduce((total, counts) => total + counts[name], 0)
  return { hits: sum('hits'), misses: sum('misses'), bytes: sum('bytes'), budget: sum('budget') }
}

/** The folder of what runs of this root have counted of their bars in memory. */
export const memoryFolder = (root = rootFolder()): string => below(root, 'cache', 'memory')

/** The folder of the answers that vendors gave to ingests of a bundle. */
export const answersFolder = (bundle: string, root = rootFolder()): string => below(root, 'cache', 'answers', bundle)

export interface CacheListing extends CacheCounts {
  readonly cache: string
  /** Of 0 to 1; left out where nothing was asked for. */
  readonly hitRate?: number
}

/** All caches of a root that have counted. */
export function listCaches(root = rootFolder()): CacheListing[] {
  const bundles = foldersIn(below(root, 'cache', 'answers'))
  const folders = [
    ['bars in memory', memoryFolder(root)],
    ...bundles.map((bundle) => [`answers on disk for ${bundle}`, answersFolder(bundle, root)]),
  ]
  return folders.flatMap(([cache, folder]) => {
    const counts = readCounts(folder)
    if (counts === undefined) return []
    const asked = counts.hits + counts.misses
    return [{ cache, ...counts, ...(asked === 0 ? {} : { hitRate: counts.hits / asked }) }]
  })
}
