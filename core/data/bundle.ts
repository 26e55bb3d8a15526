import { AssetFinder } from '../assets/finder.js'
import { openSqlite } from '../assets/sqlite.js'
import { readAssets } from '../assets/store.js'
import { RustybtError } from '../kernel/errors.js'
import type { Calendar } from '../time/calendar.js'
import type { SessionTable } from '../time/session.js'
import { type AdjustmentRecords, Adjustments } from './adjustments.js'
import { readAdjustments } from './adjustments-store.js'
import { indexOf, readIndex } from './bar-index.js'
import { BundleBars } from './bundle-bars.js'
import { BundleMinutes } from './bundle-minutes.js'
import { type CacheCounts, joinCounts } from './cache-counts.js'
import { findIngestion } from './catalog.js'
import { openCodec } from './codec.js'
import type { Dataset } from './dataset.js'
import { below, fileSize, readBytes, sealOf, sha256, withPrivateCopy } from './disk.js'
import { corrupt, type Manifest, type ManifestFile, readManifest } from './manifest.js'
import type { Quirks } from './quirks.js'
import { assetsAsKept } from './single-precision.js'
import type { Frequency } from './source.js'

export interface LoadOptions {
  /** The calendar of the run: the bundle's own. */
  readonly calendar: Calendar
  readonly quirks: Quirks
  /** `daily`, where left out. */
  readonly frequency?: Frequency
  /** The latest ingestion at or before this instant (epoch ms); the latest of all, where left out. */
  readonly timestamp?: number
  /** Bytes of daily files that may be held in memory (128 MB). */
  readonly cacheBytes?: number
  readonly root?: string
}

/** A bundle's data; its bars are read from the files when they are asked for. */
export interface BundleDataset extends Dataset {
  readonly manifest: Manifest
  readonly reader: BundleBars
  /** How the bars that are held in memory have served so far. */
  cache(): CacheCounts
}

export const ASSETS = 'assets.sqlite'
export const ADJUSTMENTS = 'adjustments.sqlite'

/** What an ingestion says of itself. Throws `BUNDLE_NOT_FOUND`, `BUNDLE_CORRUPT`, `BUNDLE_SCHEMA`. */
export function describeBundle(name: string, options: { timestamp?: number; root?: string } = {}): Manifest {
  return readManifest(findIngestion(name, options.timestamp, options.root).folder)
}

/**
 * Opens a bundle. Each file's size is checked now, its checksum when it is first opened: a damaged one throws `BUNDLE_CORRUPT` with its
 * name. Throws `BUNDLE_CALENDAR` where the run's calendar is another than the bundle's, `DATA_FREQUENCY_MISSING` where it has no minutes.
 */
export async function loadBundle(name: string, options: LoadOptions): Promise<BundleDataset> {
  const { calendar, quirks } = options
  const { folder } = findIngestion(name, options.timestamp, options.root)
  const manifest = readManifest(folder)
  if (manifest.calendar !== calendar.name) throw otherCalendar(name, manifest, calendar)
  if (options.frequency === 'minute' && manifest.frequency === 'daily') throw dailyOnly(name)
  const [codec, Sqlite] = await Promise.all([openCodec(), openSqlite()])
  for (const file of manifest.files) checkSize(folder, file)
  const read = (path: string, into?: Uint8Array) => readSealed(folder, manifest, path, into)
  const stored = withPrivateCopy(read(ASSETS), (copy) => readAssets(Sqlite, copy))
  const records = hasAdjustments(manifest)
    ? withPrivateCopy(read(ADJUSTMENTS), (copy) => readAdjustments(Sqlite, copy))
    : NO_RECORDS
  const sessions = sessionsOf(manifest, calendar)
  const parts = readIndex(read)
  const files = { sessions, quirks, codec, read }
  const reader = new BundleBars({ ...files, index: indexOf(parts, 'daily'), budget: options.cacheBytes })
  const minutes =
    options.frequency === 'minute' ? new BundleMinutes({ ...files, index: indexOf(parts, 'minute') }) : undefined
  return {
    manifest,
    finder: new AssetFinder(assetsAsKept(stored.assets, quirks), stored.symbols, stored.supplementary),
    reader,
    minutes,
    cache: () => joinCounts([reader.cache, ...(minutes === undefined ? [] : [minutes.cache])]),
    adjustments: new Adjustments(records, reader),
    notices: manifest.quality.notices,
  }
}

const NO_RECORDS: AdjustmentRecords = { splits: [], dividends: [], stockDividends: [], mergers: [] }

const hasAdjustments = ({ rows }: Manifest): boolean =>
  rows.splits + rows.dividends + rows.stockDividends + rows.mergers > 0

function sessionsOf(manifest: Manifest, calendar: Calendar): SessionTable {
  return calendar.sessions(manifest.firstSession, manifest.lastSession)
}

function otherCalendar(name: string, manifest: Manifest, calendar: Calendar): RustybtError {
  return new RustybtError(
    'BUNDLE_CALENDAR',
    `bundle '${name}' is on the sessions of ${manifest.calendar}, the run on those of ${calendar.name}`,
    { hint: `--trading-calendar ${manifest.calendar}` },
  )
}

function dailyOnly(name: string): RustybtError {
  const message = `minute bars were asked for, but bundle '${name}' holds daily ones`
  return new RustybtError('DATA_FREQUENCY_MISSING', message, { hint: '--data-frequency daily' })
}

function checkSize(folder: string, { path, size }: ManifestFile): void {
  const found = fileSize(below(folder, path))
  if (found === size) return
  const what = found === undefined ? 'is missing' : `has ${found} bytes, and had ${size} when it was written`
  throw corrupt(below(folder, path), what)
}

/** A file's bytes, if they are those that were written. */
export function readSealed(folder: string, manifest: Manifest, path: string, into?: Uint8Array): Uint8Array {
  const file = manifest.files.find((each) => each.path === path)
  const full = below(folder, path)
  if (file === undefined) throw corrupt(full, 'is not in the manifest')
  const bytes = readBytes(full, into)
  if (bytes === undefined) throw corrupt(full, 'is missing')
  if (bytes.length !== file.size || sha256(bytes) !== file.sha256)
    throw corrupt(full, 'does not fit its checksum: it was changed, or the disk has lost some of it')
  return bytes
}

/** Reads every file of an ingestion and answers those that are not what was written, with what is wrong. */
export function validateFiles(name: string, options: { timestamp?: number; root?: string } = {}): RustybtError[] {
  const { folder } = findIngestion(name, options.timestamp, options.root)
  return readManifest(folder).files.flatMap((file) => {
    try {
      checkSize(folder, file)
      const isWhole = sealOf(below(folder, file.path)).sha256 === file.sha256
      return isWhole ? [] : [corrupt(below(folder, file.path), 'does not fit its checksum')]
    } catch (error) {
      if (error instanceof RustybtError) return [error]
      throw error
    }
  })
}
