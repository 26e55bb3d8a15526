import type { AssetKind } from '../assets/asset.js'
import { openSqlite } from '../assets/sqlite.js'
import { readAssets } from '../assets/store.js'
import type { Calendar } from '../time/calendar.js'
import { dateOf } from '../time/session.js'
import { indexOf, readIndex } from './bar-index.js'
import { ASSETS, readSealed } from './bundle.js'
import { findIngestion, ingestionTime, listBundles } from './catalog.js'
import { withPrivateCopy } from './disk.js'
import { type Manifest, readManifest } from './manifest.js'

/** One ingestion, in figures. */
export interface IngestionInfo {
  readonly ingestion: string
  /** When, ISO in UTC. */
  readonly time: string
  readonly size?: number
  readonly files?: number
  readonly firstSession?: string
  readonly lastSession?: string
  readonly rows?: Manifest['rows']
  readonly quality?: Manifest['quality']['summary']
  /** Why its manifest can't be read. */
  readonly problem?: string
}

/** One asset's life as stated, its bars, and how many sessions between the first and the last of them have none. */
export interface AssetInfo {
  readonly sid: number
  readonly symbol: string
  readonly kind: AssetKind
  readonly start: string
  readonly end: string
  readonly firstBar?: string
  readonly lastBar?: string
  /** Daily bars: those of minute bundles are made of their minutes. */
  readonly bars: number
  readonly minutes?: number
  /** Undefined where the calendar is not known. */
  readonly missing?: number
}

export interface BundleInfo {
  readonly bundle: string
  readonly folder: string
  readonly manifest: Manifest
  readonly size: number
  readonly assets: readonly AssetInfo[]
  /** All ingestions, the latest first. */
  readonly ingestions: readonly IngestionInfo[]
}

export interface InfoOptions {
  readonly timestamp?: number
  readonly root?: string
}

/**
 * What there is to know of a bundle without reading its bars; `calendarOf` may answer undefined. Throws `BUNDLE_NOT_FOUND`,
 * `BUNDLE_CORRUPT`, `BUNDLE_SCHEMA`.
 */
export async function bundleInfo(
  name: string,
  calendarOf: (name: string) => Promise<Calendar | undefined>,
  { timestamp, root }: InfoOptions = {},
): Promise<BundleInfo> {
  const { folder } = findIngestion(name, timestamp, root)
  const manifest = readManifest(folder)
  const calendar = await calendarOf(manifest.calendar)
  const Sqlite = await openSqlite()
  const read = (path: string) => readSealed(folder, manifest, path)
  const { assets } = withPrivateCopy(read(ASSETS), (copy) => readAssets(Sqlite, copy))
  const parts = readIndex(read)
  const daily = indexOf(parts, 'daily')
  const minute = indexOf(parts, 'minute')
  const sessions = calendar?.sessions(manifest.firstSession, manifest.lastSession)
  const ingestions = listBundles(root).find((bundle) => bundle.name === name)?.ingestions ?? []
  return {
    bundle: name,
    folder,
    manifest,
    size: sizeOf(manifest),
    assets: assets.map(({ sid, symbol, kind, startDate, endDate }): AssetInfo => {
      const segments = daily.get(sid) ?? []
      const bars = segments.reduce((sum, { rows }) => sum + rows, 0)
      const firstBar = segments.length === 0 ? undefined : dateAt(segments[0].first)
      const lastBar = segments.length === 0 ? undefined : dateAt(segments[segments.length - 1].last)
      const between =
        sessions === undefined || firstBar === undefined
          ? undefined
          : sessions.indexOf(lastBar!) - sessions.indexOf(firstBar) + 1
      const minutes = minute.get(sid)?.reduce((sum, { rows }) => sum + rows, 0)
      const missing = between === undefined ? undefined : between - bars
      return { sid, symbol, kind, start: startDate, end: endDate, firstBar, lastBar, bars, minutes, missing }
    }),
    ingestions: [...ingestions].reverse().map(({ ingestion, manifest: each, problem }): IngestionInfo => {
      const time = new Date(ingestionTime(ingestion)!).toISOString()
      if (each === undefined) return { ingestion, time, problem }
      const { firstSession, lastSession, rows, files, quality } = each
      const size = sizeOf(each)
      return { ingestion, time, size, files: files.length, firstSession, lastSession, rows, quality: quality.summary }
    }),
  }
}

const sizeOf = ({ files }: Manifest): number => files.reduce((sum, { size }) => sum + size, 0)
const dateAt = (time: number): string => dateOf(Math.floor(time / 86_400_000))
