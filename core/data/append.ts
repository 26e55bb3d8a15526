import type { Database } from 'node-sqlite3-wasm'
import { readAssets } from '../assets/store.js'
import { RustybtError } from '../kernel/errors.js'
import { dateOf } from '../time/session.js'
import type { AdjustmentRecords } from './adjustments.js'
import { readAdjustments } from './adjustments-store.js'
import { AssetMerge } from './append-assets.js'
import { checkHistory, revised, sliceBars } from './append-history.js'
import { indexOf, type Part, readIndex, type Segment } from './bar-index.js'
import { ADJUSTMENTS, ASSETS, readSealed } from './bundle.js'
import { findIngestion } from './catalog.js'
import { barsIn, type Codec, readRows } from './codec.js'
import { below, fileSize, withPrivateCopy } from './disk.js'
import { linkFile } from './disk-link.js'
import { corrupt, type Manifest, type ManifestFile, readManifest } from './manifest.js'
import { sessionRowsOf, sessionsOfMinutes } from './minutes.js'
import { joinedBars } from './reader.js'
import { openRecords, RECORD_KINDS } from './records.js'
import type { Bars, DataBatch, DataRequest, DataSource } from './source.js'

const MS_PER_DAY = 86_400_000

/**
 * New days onto a bundle's latest ingestion. Its files of bars are taken over as they are; what a source gives again must be what was
 * ingested, and only what comes after is passed on.
 */
export class Append {
  readonly manifest: Manifest
  readonly parts: readonly Part[]
  readonly #folder: string
  readonly #records: AdjustmentRecords
  readonly #assets: AssetMerge
  readonly #symbols: ReadonlyMap<number, string>
  readonly #daily: ReadonlyMap<number, readonly Segment[]>
  readonly #bars: ReadonlyMap<number, readonly Segment[]>
  /** By sid, how far the source has come in what is there. */
  readonly #reached = new Map<number, number>()
  readonly #given = openRecords()
  #held: { readonly path: string; readonly bytes: Uint8Array } | undefined
  readonly #start: string
  #hasNews = false

  /** Throws `BUNDLE_NOT_FOUND`, `BUNDLE_CALENDAR`, and `APPEND_FREQUENCY` where the bundle has bars of another length. */
  constructor(
    name: string,
    private readonly request: DataRequest,
    private readonly codec: Codec,
    Sqlite: typeof Database,
    root?: string,
  ) {
    this.#folder = findIngestion(name, undefined, root).folder
    this.manifest = readManifest(this.#folder)
    const { manifest } = this
    if (manifest.calendar !== request.calendar.name) {
      const message = `bundle '${name}' is on the sessions of ${manifest.calendar}, what is appended on those of ${request.calendar.name}`
      throw new RustybtError('BUNDLE_CALENDAR', message, { hint: `--calendar ${manifest.calendar}` })
    }
    if (manifest.frequency !== request.frequency) {
      const message = `bundle '${name}' has ${manifest.frequency} bars, what is appended ${request.frequency} ones`
      throw new RustybtError('APPEND_FREQUENCY', message, { hint: `--data-frequency ${manifest.frequency}` })
    }
    const read = (path: string) => readSealed(this.#folder, manifest, path)
    const stored = withPrivateCopy(read(ASSETS), (copy) => readAssets(Sqlite, copy))
    this.#records = withPrivateCopy(read(ADJUSTMENTS), (copy) => readAdjustments(Sqlite, copy))
    this.parts = readIndex(read)
    this.#daily = indexOf(this.parts, 'daily')
    this.#bars = request.frequency === 'daily' ? this.#daily : indexOf(this.parts, 'minute')
    this.#symbols = new Map(stored.assets.map(({ sid, symbol }) => [sid, symbol]))
    this.#start = request.start ?? manifest.firstSession
    this.#assets = new AssetMerge(stored, (sid) => this.#lastDate(sid), this.#start)
  }

  /** Whether the source had anything that is not there. */
  get hasNews(): boolean {
    return this.#hasNews || this.#assets.hasNews
  }

  /** Times of each asset's last bar. */
  *lastBars(): Generator<[sid: number, time: number]> {
    for (const [sid, segments] of this.#bars) yield [sid, segments[segments.length - 1].last]
  }

  /** Takes the files of bars over into a draft. */
  link(draft: string): ManifestFile[] {
    return this.parts.map(({ path }) => {
      const file = this.manifest.files.find((each) => each.path === path)
      const from = below(this.#folder, path)
      if (file === undefined || fileSize(from) !== file.size) throw corrupt(from, 'is not what was written')
      linkFile(from, below(draft, path))
      return file
    })
  }

  /** What the source has after what is there; asked from the bundle's first session on, unless the request says otherwise. */
  of(source: DataSource): DataSource {
    const request = { ...this.request, start: this.#start }
    return { fetch: () => this.#fetch(source.fetch(request)) }
  }

  async *#fetch(batches: AsyncIterable<DataBatch>): AsyncGenerator<DataBatch> {
    for await (const batch of batches) {
      if (batch.kind === 'assets') yield this.#assets.merge(batch)
      else if (batch.kind === 'bars') {
        const bars = this.#after(batch.bars, this.#bars)
        if (bars !== undefined) yield { kind: 'bars', bars }
      } else if (batch.kind === 'sessions') {
        const bars = this.#after(batch.bars, this.#daily, 'sessions')
        if (bars !== undefined) yield { kind: 'sessions', bars }
      } else if (batch.kind === 'notice') {
        const { sid } = batch.notice
        yield { ...batch, notice: { ...batch.notice, ...(sid === undefined ? {} : { sid: this.#assets.sidOf(sid) }) } }
      } else this.#take(batch)
    }
    this.#checkEnds()
    yield this.#assets.rest()
    yield { kind: 'adjustments', ...this.#mergedRecords() }
  }

  /** The bars after those that are there; the others must be the same. */
  #after(given: Bars, index: ReadonlyMap<number, readonly Segment[]>, of = 'bars'): Bars | undefined {
    const sid = this.#assets.sidOf(given.sid)
    const bars = { ...given, sid }
    const { times } = bars
    const last = index.get(sid)?.at(-1)?.last
    if (times.length === 0) return undefined
    if (last === undefined) {
      this.#hasNews = true
      return bars
    }
    const found = times.findIndex((time) => time > last)
    const count = found < 0 ? times.length : found
    const before = of === 'bars' ? this.#reached.get(sid) : undefined
    const old = this.#old(index.get(sid)!, before, times[0], times[times.length - 1])
    checkHistory(old, sliceBars(bars, 0, count), this.#symbols.get(sid)!)
    if (of === 'bars') this.#reached.set(sid, times[times.length - 1])
    if (found < 0) return undefined
    const after = sliceBars(bars, count, times.length)
    if (of === 'bars' && this.request.frequency === 'minute') this.#checkSession(after)
    this.#hasNews = true
    return after
  }

  /** What is there after `after` (or from `from` on, without it) up to `to`. */
  #old(segments: readonly Segment[], after: number | undefined, from: number, to: number): Bars {
    const isIn = (time: number) => (after === undefined ? time >= from : time > after) && time <= to
    const parts = segments
      .filter(({ first, last }) => first <= to && last >= (after ?? from))
      .map(({ sid, path, row, rows }) => {
        const bars = barsIn(readRows(this.codec, this.#file(path), path, row, rows), sid, 0, rows)
        const start = bars.times.findIndex(isIn)
        return start < 0 ? sliceBars(bars, 0, 0) : sliceBars(bars, start, bars.times.findLastIndex(isIn) + 1)
      })
    const none = new Float64Array(0)
    if (parts.length > 0) return joinedBars(parts)
    return { sid: segments[0].sid, times: none, open: none, high: none, low: none, close: none, volume: none }
  }

  #file(path: string): Uint8Array {
    if (this.#held?.path !== path) this.#held = { path, bytes: readSealed(this.#folder, this.manifest, path) }
    return this.#held.bytes
  }

  /** A session's daily bar is written once: all its minutes must come together. */
  #checkSession(minutes: Bars): void {
    const sessions = sessionsOfMinutes(this.request.calendar, minutes.times[0], minutes.times[minutes.times.length - 1])
    const date = sessions.date(sessionRowsOf(minutes, sessions)[0])
    const last = this.#lastDate(minutes.sid)
    if (last === undefined || date > last) return
    const symbol = this.#symbols.get(minutes.sid)
    throw revised(
      `${symbol} ${date}: the source now has more minutes of a session that was ingested before it was over`,
    )
  }

  #lastDate(sid: number): string | undefined {
    const last = this.#daily.get(sid)?.at(-1)?.last
    return last === undefined ? undefined : dateOf(Math.floor(last / MS_PER_DAY))
  }

  /** A source that ends before what is there has lost something, unless it was asked to. */
  #checkEnds(): void {
    const { end } = this.request
    for (const [sid, reached] of this.#reached) {
      const last = this.#bars.get(sid)!.at(-1)!.last
      const date = this.#lastDate(sid)!
      if (reached >= last || (end !== undefined && end <= date)) continue
      const until = new Date(reached).toISOString().slice(0, 10)
      throw revised(`${this.#symbols.get(sid)} ${date}: the bar was ingested, and the source now ends on ${until}`)
    }
  }

  #take(batch: Extract<DataBatch, { kind: 'adjustments' }>): void {
    const sidOf = (sid: number) => this.#assets.sidOf(sid)
    for (const kind of RECORD_KINDS) {
      for (const record of batch[kind]) {
        const moved = { ...record, sid: sidOf(record.sid) }
        if ('paymentSid' in moved) moved.paymentSid = sidOf(moved.paymentSid)
        ;(this.#given[kind] as unknown[]).push(moved)
      }
    }
  }

  /** The old records, and the new ones from after what is there; those in between must be the same. */
  #mergedRecords(): AdjustmentRecords {
    const { lastSession, splits } = this.manifest
    const merged = openRecords()
    for (const kind of RECORD_KINDS) {
      const old: readonly AnyRecord[] = this.#records[kind]
      const given: readonly AnyRecord[] = this.#given[kind]
      const isPast = (record: AnyRecord) => dateIn(record) <= lastSession
      const kept = old.filter((record) => isPast(record) || !this.#assets.isListed(record.sid))
      const keys = new Set(given.map(keyOf))
      const known = new Set(old.map(keyOf))
      for (const record of kept) {
        if (!this.#assets.isListed(record.sid) || dateIn(record) < this.#start || keys.has(keyOf(record))) continue
        throw revised(`${this.#told(kind, record)} was ingested, and the source no longer has it so`)
      }
      const isAdded = (record: AnyRecord) => this.#assets.isNew(record.sid) || !isPast(record)
      const added = given.filter(isAdded)
      for (const record of given) {
        if (isAdded(record) || known.has(keyOf(record)) || (kind === 'splits' && splits === 'ignore')) continue
        throw revised(`${this.#told(kind, record)} was not there when its days were ingested`)
      }
      this.#hasNews ||= added.some((record) => !known.has(keyOf(record)))
      ;(merged[kind] as unknown[]).push(...kept, ...added)
    }
    return merged
  }

  #told(kind: string, record: AnyRecord): string {
    return `${this.#symbols.get(record.sid)} ${dateIn(record)}: the ${WHAT[kind]}`
  }
}

type AnyRecord = { readonly sid: number; readonly effectiveDate?: string; readonly exDate?: string }

const WHAT: Readonly<Record<string, string>> = {
  splits: 'split',
  mergers: 'merger',
  dividends: 'dividend',
  stockDividends: 'stock dividend',
}

const dateIn = ({ effectiveDate, exDate }: AnyRecord): string => effectiveDate ?? exDate!
const keyOf = (record: AnyRecord): string =>
  JSON.stringify(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(),
  )
