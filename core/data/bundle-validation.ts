import type { Asset } from '../assets/asset.js'
import { openSqlite } from '../assets/sqlite.js'
import { readAssets } from '../assets/store.js'
import { RustybtError } from '../kernel/errors.js'
import type { Calendar } from '../time/calendar.js'
import type { SessionTable } from '../time/session.js'
import type { AdjustmentRecords } from './adjustments.js'
import { readAdjustments } from './adjustments-store.js'
import { indexOf, type Part, readIndex, type Segment } from './bar-index.js'
import { ADJUSTMENTS, ASSETS, describeBundle } from './bundle.js'
import { findIngestion } from './catalog.js'
import { barsIn, type Codec, openCodec, readRows } from './codec.js'
import { below, readBytes, sha256, withPrivateCopy } from './disk.js'
import type { Finding, PresetName } from './finding.js'
import { corrupt, type Manifest } from './manifest.js'
import { joinedBars } from './reader.js'
import { NO_RECORDS, recordsBySid } from './records.js'
import type { Bars } from './source.js'
import { Quality, type QualitySummary } from './validation.js'

export interface ValidationOptions {
  /** The bundle's own calendar. */
  readonly calendar: Calendar
  readonly preset?: PresetName
  /** The latest ingestion at or before this instant (epoch ms); the latest of all, where left out. */
  readonly timestamp?: number
  readonly root?: string
  readonly signal?: AbortSignal
  /** Told how far it has come, 0 to 1. */
  readonly progress?: (done: number) => void
}

export interface BundleReport {
  readonly bundle: string
  readonly ingestion: string
  /** How many files were read, and how many bars. */
  readonly files: number
  readonly bars: number
  readonly summary: QualitySummary
  readonly findings: readonly Finding[]
}

/**
 * Looks at everything in an ingestion: each file's checksum, that the index tells what lies in the files, and the quality of every
 * asset's bars and adjustments. One asset's daily bars and one file are in memory at a time. Throws `BUNDLE_NOT_FOUND`,
 * `BUNDLE_CORRUPT` where the manifest itself is damaged, `BUNDLE_SCHEMA`; all else is a finding.
 */
export async function validateBundle(name: string, options: ValidationOptions): Promise<BundleReport> {
  const { folder, ingestion } = findIngestion(name, options.timestamp, options.root)
  const manifest = describeBundle(name, options)
  if (manifest.calendar !== options.calendar.name)
    throw new RustybtError('BUNDLE_CALENDAR', `bundle '${name}' is on the sessions of ${manifest.calendar}`)
  const [codec, Sqlite] = await Promise.all([openCodec(), openSqlite()])
  const validation = new Validation(folder, manifest, codec, options)
  const damaged = validation.checkFiles()
  const stored = validation.attempt(damaged, ASSETS, (bytes) =>
    withPrivateCopy(bytes, (copy) => readAssets(Sqlite, copy)),
  )
  const records = validation.attempt(damaged, ADJUSTMENTS, (bytes) =>
    withPrivateCopy(bytes, (copy) => readAdjustments(Sqlite, copy)),
  )
  const parts = validation.attempt(damaged, 'index.json', (bytes) => readIndex(() => bytes))
  if (stored !== undefined && parts !== undefined) {
    validation.checkBars(stored.assets, parts, damaged, records)
  }
  const { quality } = validation
  return {
    bundle: name,
    ingestion,
    files: manifest.files.length,
    bars: manifest.rows.bars,
    summary: quality.summary,
    findings: quality.findings,
  }
}

class Validation {
  readonly quality: Quality
  readonly #sessions: SessionTable
  readonly #held = new Map<string, Uint8Array>()

  constructor(
    private readonly folder: string,
    private readonly manifest: Manifest,
    private readonly codec: Codec,
    private readonly options: ValidationOptions,
  ) {
    this.quality = new Quality(options.preset ?? manifest.quality.preset)
    this.#sessions = options.calendar.sessions(manifest.firstSession, manifest.lastSession)
  }

  /** The paths of files that are not what was written, each told. */
  checkFiles(): ReadonlySet<string> {
    const damaged = new Set<string>()
    const { files } = this.manifest
    files.forEach(({ path, size, sha256: sum }, i) => {
      this.#step((0.5 * i) / files.length)
      const full = below(this.folder, path)
      const bytes = readBytes(full)
      const what =
        bytes === undefined
          ? 'is missing'
          : bytes.length !== size
            ? `has ${bytes.length} bytes, and had ${size} when it was written`
            : sha256(bytes) !== sum
              ? 'does not fit its checksum: it was changed, or the disk has lost some of it'
              : undefined
      if (what === undefined) return
      damaged.add(path)
      this.#damage(corrupt(full, what))
    })
    return damaged
  }

  /** What a whole file holds; undefined, and told, where it can't be read. */
  attempt<T>(damaged: ReadonlySet<string>, path: string, read: (bytes: Uint8Array) => T): T | undefined {
    if (damaged.has(path)) return undefined
    const full = below(this.folder, path)
    try {
      const bytes = readBytes(full)
      if (bytes === undefined) throw corrupt(full, 'is missing')
      return read(bytes)
    } catch (error) {
      this.#damage(error instanceof RustybtError ? error : corrupt(full, (error as Error).message))
      return undefined
    }
  }

  checkBars(
    assets: readonly Asset[],
    parts: readonly Part[],
    damaged: ReadonlySet<string>,
    records: AdjustmentRecords | undefined,
  ): void {
    const bySid = new Map(assets.map((asset) => [asset.sid, asset]))
    const daily = indexOf(parts, 'daily')
    const ownRecords = recordsBySid(records ?? NO_RECORDS)
    let done = 0
    for (const [sid, segments] of daily) {
      this.#step(0.5 + (0.5 * done++) / daily.size)
      const asset = this.#assetOf(bySid, sid)
      const read = segments.flatMap((segment) => (damaged.has(segment.path) ? [] : (this.#read(segment) ?? [])))
      // With a file lost there would be holes that are none.
      if (asset === undefined || read.length < segments.length) continue
      this.quality.checkAsset(asset, joinedBars(read), this.#sessions, ownRecords.get(sid) ?? NO_RECORDS)
    }
    for (const [sid, segments] of indexOf(parts, 'minute')) {
      const asset = this.#assetOf(bySid, sid)
      for (const segment of segments) {
        this.options.signal?.throwIfAborted()
        const bars = asset === undefined || damaged.has(segment.path) ? undefined : this.#read(segment)
        if (bars !== undefined) this.quality.checkMinutes(asset!, bars)
      }
    }
    this.quality.checkUniverse(assets, this.#sessions)
  }

  #assetOf(assets: ReadonlyMap<number, Asset>, sid: number): Asset | undefined {
    const asset = assets.get(sid)
    if (asset === undefined)
      this.#damage(corrupt(below(this.folder, ASSETS), `has no asset for the bars of sid ${sid}`))
    return asset
  }

  /** Some bars, if they are those that the index tells of. */
  #read(segment: Segment): Bars | undefined {
    const { sid, path, row, rows, first, last } = segment
    const full = below(this.folder, path)
    try {
      const bars = barsIn(readRows(this.codec, this.#bytes(path), full, row, rows), sid, 0, rows)
      const { times } = bars
      const rises = times.every((time, i) => i === 0 || time > times[i - 1])
      if (rises && times[0] === first && times[rows - 1] === last) return bars
      throw corrupt(full, `does not hold the bars of sid ${sid} that the index tells of`)
    } catch (error) {
      this.#damage(error instanceof RustybtError ? error : corrupt(full, (error as Error).message))
      return undefined
    }
  }

  /** The last file used stays: assets that are read one after the other mostly lie in one. */
  #bytes(path: string): Uint8Array {
    let bytes = this.#held.get(path)
    if (bytes === undefined) {
      bytes = readBytes(below(this.folder, path))
      if (bytes === undefined) throw corrupt(below(this.folder, path), 'is missing')
      this.#held.clear()
      this.#held.set(path, bytes)
    }
    return bytes
  }

  #damage({ code, message }: RustybtError): void {
    this.quality.add({ code, rule: 'file', severity: 'error', message })
  }

  #step(done: number): void {
    this.options.signal?.throwIfAborted()
    this.options.progress?.(done)
  }
}
