import { openSqlite } from '../assets/sqlite.js'
import { type AssetRecords, readAssets } from '../assets/store.js'
import { RustybtError } from '../kernel/errors.js'
import { rowAtOrAfterDay, rowOfMinute } from '../time/session.js'
import type { AdjustmentRecords } from './adjustments.js'
import { ASSETS, type BundleDataset, loadBundle } from './bundle.js'
import { findIngestion } from './catalog.js'
import { below, readBytes, withPrivateCopy, writeAtomic } from './disk.js'
import { removeFolder } from './disk-draft.js'
import { type IngestOptions, ingest } from './ingest.js'
import type { Manifest } from './manifest.js'
import { QUIRKS } from './quirks.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import type { Bars, DataBatch, DataRequest, DataSource } from './source.js'

/** What was held against what, and what did not agree. */
export interface MigrationReport {
  readonly bundle: string
  readonly ingestion: string
  readonly source: unknown
  /** How many of each were found in the source and, the same, in the bundle. */
  readonly compared: Readonly<Record<keyof typeof NOTHING, number>>
  /** The first of them; none where the migration is proven. */
  readonly differences: readonly string[]
  readonly differing: number
}

export const MIGRATION = 'migration.json'

const NOTHING = {
  assets: 0,
  symbols: 0,
  roots: 0,
  supplementary: 0,
  dailyBars: 0,
  minuteBars: 0,
  values: 0,
  splits: 0,
  dividends: 0,
  stockDividends: 0,
  mergers: 0,
}

/**
 * Ingests a source, reads it a second time, and compares every value with what the bundle gives back. The report is kept in the
 * ingestion as `migration.json`. Where anything differs, the ingestion is removed and `MIGRATION_DIFFERS` thrown; else as `ingest`.
 */
export async function migrate(
  source: DataSource,
  request: DataRequest,
  options: IngestOptions,
): Promise<{ readonly manifest: Manifest; readonly report: MigrationReport }> {
  const { progress } = request
  const half = (from: number) => progress && ((done: number) => progress(from + done / 2))
  const manifest = await ingest(source, { ...request, progress: half(0) }, options)
  const { folder } = findIngestion(manifest.bundle, undefined, options.root)
  try {
    const report = await compare(source, { ...request, progress: half(0.5) }, manifest, options.root)
    if (report.differing > 0) throw differs(report)
    writeAtomic(below(folder, MIGRATION), new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`))
    return { manifest, report }
  } catch (error) {
    removeFolder(folder)
    throw error
  }
}

/** Holds a source against the latest ingestion of a bundle. */
export async function compare(
  source: DataSource,
  request: DataRequest,
  { bundle, ingestion, source: choice }: Manifest,
  root?: string,
): Promise<MigrationReport> {
  const { calendar, frequency } = request
  const { folder } = findIngestion(bundle, undefined, root)
  const dataset = await loadBundle(bundle, { calendar, quirks: QUIRKS.strict, frequency, root })
  const Sqlite = await openSqlite()
  const stored = withPrivateCopy(readBytes(below(folder, ASSETS))!, (copy) => readAssets(Sqlite, copy))
  const comparison = new Comparison(dataset, stored, frequency === 'minute')
  for await (const batch of source.fetch(request)) {
    request.signal?.throwIfAborted()
    comparison.add(batch)
  }
  comparison.finish()
  return { bundle, ingestion, source: choice, ...comparison.result }
}

const SHOWN = 100

class Comparison {
  readonly #compared = { ...NOTHING }
  readonly #differences: string[] = []
  #differing = 0
  /** Rows with anything in them, by sid. */
  readonly #daily = new Map<number, number>()
  readonly #minutes = new Map<number, number>()
  readonly #given: Record<string, unknown[]> = { assets: [], symbols: [], roots: [], supplementary: [] }

  constructor(
    private readonly dataset: BundleDataset,
    private readonly stored: Required<AssetRecords>,
    private readonly isMinute: boolean,
  ) {
    for (const kind of RECORDS) this.#given[kind] = []
  }

  get result() {
    return { compared: this.#compared, differences: this.#differences, differing: this.#differing }
  }

  add(batch: DataBatch): void {
    if (batch.kind === 'assets') {
      this.#given.assets.push(...batch.assets)
      this.#given.roots.push(...(batch.roots ?? []))
      this.#given.supplementary.push(...(batch.supplementary ?? []))
      if (batch.symbols !== undefined) this.#given.symbols.push(...batch.symbols)
      else
        for (const { sid, symbol, startDate, endDate } of batch.assets)
          this.#given.symbols.push({ sid, symbol, start: startDate, end: endDate })
    } else if (batch.kind === 'adjustments') for (const kind of RECORDS) this.#given[kind].push(...batch[kind])
    else if (batch.kind === 'sessions' || (batch.kind === 'bars' && !this.isMinute)) this.#addDaily(batch.bars)
    else if (batch.kind === 'bars') this.#addMinutes(batch.bars)
  }

  /** What is in the bundle and was not in the source, and the tables. */
  finish(): void {
    const { dataset } = this
    for (const { sid } of dataset.finder.all) {
      // Without sessions of its own, an asset of minutes has those that they make up.
      if (dataset.reader.firstRow(sid) >= 0 && (!this.isMinute || this.#daily.has(sid)))
        this.#count(sid, 'sessions', this.#daily, this.#dailyRows(sid))
      if (this.isMinute) this.#count(sid, 'minutes', this.#minutes, this.#minuteRows(sid))
    }
    const records: AdjustmentRecords = dataset.adjustments.records
    for (const kind of ['assets', 'symbols', 'roots', 'supplementary'] as const) this.#table(kind, this.stored[kind])
    for (const kind of RECORDS) this.#table(kind, records[kind])
  }

  #addDaily(bars: Bars): void {
    const { reader } = this.dataset
    const columns = BAR_FIELDS.map((field) => [field, reader.column(bars.sid, field)] as const)
    this.#compared.dailyBars += bars.times.length
    for (let i = 0; i < bars.times.length; i++) {
      const day = Math.floor(bars.times[i] / 86_400_000)
      const row = rowAtOrAfterDay(reader.sessions, day)
      const isThere = reader.sessions.days[row] === day
      for (const [field, column] of columns) this.#value(bars, field, i, isThere ? column[row] : undefined)
      if (!isEmpty(bars, i)) add(this.#daily, bars.sid)
    }
  }

  #addMinutes(bars: Bars): void {
    const minutes = this.dataset.minutes!
    const { axis } = minutes
    this.#compared.minuteBars += bars.times.length
    let held = -1
    let blocks: readonly Float64Array[] = []
    for (let i = 0; i < bars.times.length; i++) {
      const row = rowOfMinute(axis.sessions, bars.times[i])
      const chunk = row < 0 ? -1 : axis.chunkOf(row)
      if (chunk >= 0 && chunk !== held) {
        blocks = BAR_FIELDS.map((field) => minutes.block(bars.sid, field, chunk))
        held = chunk
      }
      const position = row < 0 ? -1 : axis.position(row, bars.times[i]) - axis.chunkStart(chunk)
      BAR_FIELDS.forEach((field, k) => {
        this.#value(bars, field, i, row < 0 ? undefined : blocks[k][position])
      })
      if (!isEmpty(bars, i)) add(this.#minutes, bars.sid)
    }
  }

  #value(bars: Bars, field: BarField, i: number, found: number | undefined): void {
    this.#compared.values++
    const wanted = bars[field][i]
    if (Object.is(wanted, found)) return
    this.#differs(`sid ${bars.sid}, ${new Date(bars.times[i]).toISOString()}, ${field}: ${wanted} became ${found}`)
  }

  #count(sid: number, what: string, wanted: ReadonlyMap<number, number>, found: number): void {
    const count = wanted.get(sid) ?? 0
    if (count !== found) this.#differs(`sid ${sid}: ${count} ${what} became ${found}`)
  }

  #dailyRows(sid: number): number {
    return filled(BAR_FIELDS.map((field) => this.dataset.reader.column(sid, field)))
  }

  #minuteRows(sid: number): number {
    const { axis } = this.dataset.minutes!
    const last = axis.chunkOf(axis.sessions.length - 1)
    let rows = 0
    for (let chunk = 0; chunk <= last; chunk++)
      rows += filled(BAR_FIELDS.map((field) => this.dataset.minutes!.block(sid, field, chunk)))
    return rows
  }

  /** The same rows, in whatever order. */
  #table(kind: keyof typeof NOTHING, found: readonly unknown[]): void {
    const given = this.#given[kind].map(text).sort()
    const kept = found.map(text).sort()
    this.#compared[kind] += given.length
    if (given.join('\n') === kept.join('\n')) return
    const [lost, come] = [without(given, kept), without(kept, given)]
    for (const each of lost) this.#differs(`${kind}: lost ${each}`)
    for (const each of come) this.#differs(`${kind}: added ${each}`)
  }

  #differs(what: string): void {
    this.#differing++
    if (this.#differences.length < SHOWN) this.#differences.push(what)
  }
}

const RECORDS = ['splits', 'dividends', 'stockDividends', 'mergers'] as const

const isEmpty = (bars: Bars, i: number): boolean =>
  BAR_FIELDS.every((field) => (field === 'volume' ? bars.volume[i] === 0 : Number.isNaN(bars[field][i])))

/** Rows of equally long columns, prices first and volume last, with anything in them. */
function filled(columns: readonly Float64Array[]): number {
  const volume = columns[columns.length - 1]
  const prices = columns.slice(0, -1)
  let count = 0
  for (let i = 0; i < volume.length; i++)
    if (volume[i] !== 0 || prices.some((price) => !Number.isNaN(price[i]))) count++
  return count
}

const add = (counts: Map<number, number>, sid: number): void => void counts.set(sid, (counts.get(sid) ?? 0) + 1)

/** A record as text: keys in order, what is undefined left out. */
const text = (record: unknown): string =>
  JSON.stringify(Object.fromEntries(Object.entries(record as object).sort(([a], [b]) => (a < b ? -1 : 1))))

/** Sorted texts less those of another list, each as often as it is there. */
function without(texts: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return texts.filter((each) => {
    const count = left.get(each) ?? 0
    left.set(each, count - 1)
    return count <= 0
  })
}

function differs({ bundle, differing, differences }: MigrationReport): RustybtError {
  const lines = [`${differing} values of bundle '${bundle}' are not those of the source:`, ...differences.slice(0, 20)]
  return new RustybtError('MIGRATION_DIFFERS', lines.join('\n  '), {
    hint: 'the bundle was removed; if the source did not change meanwhile, this is a fault of rustybt: please report it',
  })
}
