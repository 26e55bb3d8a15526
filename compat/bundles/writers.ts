import type { Asset } from '../../core/assets/asset.js'
import type { SymbolPeriod } from '../../core/assets/symbols.js'
import type { AdjustmentRecords } from '../../core/data/adjustments.js'
import type { Bars, DataBatch, RootSymbol } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { type DateLike, instantOf, isoDate } from '../dates.js'

/** A table as rows: an object a row. */
export type Rows<Row> = Iterable<Row>
type DateOrNone = DateLike | null | undefined

export interface EquityRow {
  /** Counted from 0 in the order of the rows, where left out. Several rows with one sid are the tickers that the asset has had. */
  readonly sid?: number
  readonly symbol: string
  readonly asset_name?: string
  readonly start_date: DateLike
  readonly end_date: DateLike
  /** The day after `end_date`, where left out. */
  readonly auto_close_date?: DateOrNone
  readonly exchange?: string
}
export interface FutureRow extends EquityRow {
  readonly root_symbol: string
  readonly notice_date?: DateOrNone
  readonly expiration_date?: DateOrNone
  readonly multiplier?: number
  readonly tick_size?: number
}
export interface ExchangeRow {
  readonly exchange: string
  readonly canonical_name?: string
  readonly country_code?: string
}
export interface RootRow {
  readonly root_symbol: string
  readonly exchange?: string
  readonly sector?: string
  readonly description?: string
}
export interface AssetTables {
  readonly equities?: Rows<EquityRow>
  readonly futures?: Rows<FutureRow>
  readonly exchanges?: Rows<ExchangeRow>
  readonly root_symbols?: Rows<RootRow>
}

/** `date` is a session, in minute bars the end of the minute in UTC. */
export interface BarRow {
  readonly date: DateLike
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}
type BarsBySid = Iterable<readonly [number, Iterable<BarRow>]> | AsyncIterable<readonly [number, Iterable<BarRow>]>

export interface AdjustmentTables {
  readonly splits?: Rows<{ sid: number; ratio: number; effective_date: DateLike }>
  readonly mergers?: Rows<{ sid: number; ratio: number; effective_date: DateLike }>
  readonly dividends?: Rows<{ sid: number; amount: number } & DividendDates>
  readonly stock_dividends?: Rows<{ sid: number; payment_sid: number; ratio: number } & DividendDates>
}
interface DividendDates {
  readonly ex_date: DateLike
  readonly declared_date?: DateOrNone
  readonly record_date?: DateOrNone
  readonly pay_date?: DateOrNone
}

const DAY = 86_400_000

/** Takes what an ingest function writes, in whatever order, and gives it as batches. */
export class BundleWriters {
  readonly #assets = new Map<number, Asset>()
  readonly #symbols: SymbolPeriod[] = []
  readonly #roots: RootSymbol[] = []
  readonly #daily: Bars[] = []
  readonly #minutes: Bars[] = []
  readonly #records = { splits: [], dividends: [], stockDividends: [], mergers: [] } as {
    -readonly [K in keyof AdjustmentRecords]: AdjustmentRecords[K][number][]
  }

  readonly asset_db_writer = {
    write: ({ equities = [], futures = [], exchanges = [], root_symbols = [] }: AssetTables): void => {
      const known = new Map(Array.from(exchanges, (each) => [each.exchange, each]))
      for (const row of equities) this.#add({ ...this.#common(row, known), kind: 'equity' })
      for (const row of futures) {
        this.#add({
          ...this.#common(row, known),
          kind: 'future',
          rootSymbol: row.root_symbol,
          tickSize: row.tick_size ?? 0.001,
          multiplier: row.multiplier ?? 1,
          noticeDate: dateOr(row.notice_date),
          expirationDate: dateOr(row.expiration_date),
          autoCloseDate: dateOr(row.auto_close_date) ?? earlier(row.notice_date, row.expiration_date),
        })
      }
      for (const { root_symbol, exchange = '', sector, description } of root_symbols)
        this.#roots.push({ rootSymbol: root_symbol, exchange, sector, description })
    },
  }
  readonly daily_bar_writer = { write: (bars: BarsBySid) => take(bars, this.#daily) }
  readonly minute_bar_writer = { write: (bars: BarsBySid) => take(bars, this.#minutes) }
  readonly adjustment_writer = {
    write: ({ splits = [], mergers = [], dividends = [], stock_dividends = [] }: AdjustmentTables = {}): void => {
      const ratio = (row: { sid: number; ratio: number; effective_date: DateLike }) => ({
        sid: row.sid,
        ratio: row.ratio,
        effectiveDate: isoDate(row.effective_date),
      })
      for (const row of splits) this.#records.splits.push(ratio(row))
      for (const row of mergers) this.#records.mergers.push(ratio(row))
      for (const { sid, amount, ...dates } of dividends)
        this.#records.dividends.push({ sid, amount, ...datesOf(dates) })
      for (const { sid, payment_sid, ratio: shares, ...dates } of stock_dividends)
        this.#records.stockDividends.push({ sid, ratio: shares, paymentSid: payment_sid, ...datesOf(dates) })
    },
  }

  /** Of several rows with one sid each is a ticker that the asset had for a while; the latest says what it is. */
  #add(asset: Asset): void {
    const { sid, symbol, startDate, endDate } = asset
    this.#symbols.push({ sid, symbol, start: startDate, end: endDate })
    const before = this.#assets.get(sid)
    const [first, last] = before && before.endDate > endDate ? [asset, before] : [before ?? asset, asset]
    const start = first.startDate < last.startDate ? first.startDate : last.startDate
    this.#assets.set(sid, { ...last, startDate: start })
  }

  #common(row: EquityRow, exchanges: ReadonlyMap<string, ExchangeRow>) {
    const exchange = row.exchange ?? exchanges.keys().next().value ?? ''
    const { canonical_name, country_code } = exchanges.get(exchange) ?? {}
    const endDate = isoDate(row.end_date)
    return {
      sid: row.sid ?? this.#assets.size,
      symbol: row.symbol,
      name: row.asset_name ?? row.symbol,
      exchange: canonical_name ?? exchange,
      country: country_code ?? '??',
      currency: 'USD',
      startDate: isoDate(row.start_date),
      endDate,
      autoCloseDate: dateOr(row.auto_close_date) ?? new Date(Date.parse(endDate) + DAY).toISOString().slice(0, 10),
      tickSize: 0.01,
      multiplier: 1,
    }
  }

  /** Of minute bars where they are asked for, else of daily ones. */
  *batches(frequency: 'daily' | 'minute'): Generator<DataBatch> {
    yield { kind: 'assets', assets: [...this.#assets.values()], symbols: this.#symbols, roots: this.#roots }
    const bars = frequency === 'minute' ? this.#minutes : this.#daily
    for (const each of bars) yield { kind: 'bars', bars: each }
    yield { kind: 'adjustments', ...this.#records }
  }
}

const dateOr = (date: DateOrNone): string | undefined => (date ? isoDate(date) : undefined)

function earlier(a: DateOrNone, b: DateOrNone): string | undefined {
  return [dateOr(a), dateOr(b)].filter((date) => date !== undefined).sort()[0]
}

function datesOf({ ex_date, declared_date, record_date, pay_date }: DividendDates) {
  return {
    exDate: isoDate(ex_date),
    declaredDate: dateOr(declared_date),
    recordDate: dateOr(record_date),
    payDate: dateOr(pay_date),
  }
}

async function take(bars: BarsBySid, into: Bars[]): Promise<void> {
  for await (const [sid, rows] of bars) {
    const list = [...rows]
    const column = (name: Exclude<keyof BarRow, 'date'>) =>
      Float64Array.from(list, (row, i) => {
        const value = row[name] ?? Number.NaN
        if (typeof value === 'number') return value
        throw new RustybtError('BAR_INVALID', `sid ${sid}, row ${i}: ${name} is ${String(value)}, which is no number`)
      })
    into.push({
      sid,
      times: Float64Array.from(list, ({ date }) => instantOf(date)),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    })
  }
}
