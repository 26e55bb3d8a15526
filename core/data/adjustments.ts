import type { SessionTable } from '../time/session.js'
import type { BarReader } from './reader.js'
import type { Dividend, Merger, Notice, Split, StockDividend } from './source.js'

export interface AdjustmentRecords {
  readonly splits: readonly Split[]
  readonly dividends: readonly Dividend[]
  readonly stockDividends: readonly StockDividend[]
  readonly mergers: readonly Merger[]
}

/** One asset's price factors in time order: rows before `rows[k]` are multiplied by the k-th factor, seen from `rows[k]` on. */
export interface Factors {
  readonly rows: Int32Array
  readonly price: Float64Array
  readonly volume: Float64Array
}

const NO_RECORDS: readonly never[] = []
const NONE: Factors = { rows: new Int32Array(0), price: new Float64Array(0), volume: new Float64Array(0) }

/**
 * Splits, dividends and mergers as the account and the history windows read them. A dividend's price factor is
 * 1 − amount / close of the session before its ex date; it is left out where that close is missing or the factor is not positive.
 * An asset's factors are worked out when first asked for, so that no asset's bars are read before they are needed.
 */
export class Adjustments {
  readonly records: AdjustmentRecords
  readonly #reader: BarReader
  readonly #pending = new Map<number, Pending>()
  readonly #factors = new Map<number, Factors>()
  readonly #splits = new Map<number, Split[]>()
  readonly #dividends = new Map<number, Dividend[]>()
  readonly #stockDividends = new Map<number, StockDividend[]>()
  #notices?: Notice[]
  /** How far the bars were known when factors were made. */
  #known: number | undefined

  constructor(records: AdjustmentRecords, reader: BarReader) {
    this.records = records
    this.#reader = reader
    const { sessions } = reader
    const pendingOf = (sid: number): Pending => {
      let pending = this.#pending.get(sid)
      if (pending === undefined) this.#pending.set(sid, (pending = { mergers: [], dividends: [], splits: [] }))
      return pending
    }
    for (const merger of records.mergers) pendingOf(merger.sid).mergers.push(merger)
    for (const dividend of records.dividends) {
      pendingOf(dividend.sid).dividends.push(dividend)
      group(this.#dividends, dividendRow(dividend, sessions), dividend)
    }
    for (const split of records.splits) {
      pendingOf(split.sid).splits.push(split)
      group(this.#splits, sessions.indexOf(split.effectiveDate), split)
    }
    for (const dividend of records.stockDividends) {
      group(this.#stockDividends, dividendRow(dividend, sessions), dividend)
    }
  }

  /** Dividends that do not adjust earlier prices. Reads the bars of all assets with dividends. */
  get notices(): readonly Notice[] {
    this.#notices ??= this.records.dividends.filter((dividend) => isLeftOut(dividend, this.#reader)).map(leftOut)
    return this.#notices
  }

  factors(sid: number): Factors {
    if (this.#reader.known !== this.#known) {
      this.#known = this.#reader.known
      this.#factors.clear()
    }
    let factors = this.#factors.get(sid)
    if (factors === undefined) {
      const pending = this.#pending.get(sid)
      factors = pending === undefined ? NONE : columns(eventsOf(pending, this.#reader), this.#reader.sessions.length)
      this.#factors.set(sid, factors)
    }
    return factors
  }

  /** Product of the factors that take effect after session row `from`, up to and including row `to`. */
  factorBetween(sid: number, from: number, to: number, kind: 'price' | 'volume' = 'price'): number {
    const factors = this.factors(sid)
    const { rows } = factors
    let product = 1
    for (let k = 0; k < rows.length; k++) if (rows[k] > from && rows[k] <= to) product *= factors[kind][k]
    return product
  }

  /** Splits that take effect on the session in this row. */
  splits(row: number): readonly Split[] {
    return this.#splits.get(row) ?? NO_RECORDS
  }

  /** Dividends whose ex date is the session in this row. */
  dividends(row: number): readonly Dividend[] {
    return this.#dividends.get(row) ?? NO_RECORDS
  }

  stockDividends(row: number): readonly StockDividend[] {
    return this.#stockDividends.get(row) ?? NO_RECORDS
  }
}

interface Event {
  readonly row: number
  /** Mergers, then dividends, then splits on one day. */
  readonly rank: number
  readonly price: number
  readonly volume: number
}

/** One asset's records that make factors. */
interface Pending {
  readonly mergers: Merger[]
  readonly dividends: Dividend[]
  readonly splits: Split[]
}

function eventsOf({ mergers, dividends, splits }: Pending, reader: BarReader): Event[] {
  const { sessions } = reader
  const events = mergers.map(({ effectiveDate, ratio }): Event => {
    return { row: sessions.atOrAfter(effectiveDate), rank: 0, price: ratio, volume: 1 }
  })
  for (const dividend of dividends) {
    const price = dividendFactor(dividend, reader)
    if (price > 0) events.push({ row: sessions.atOrAfter(dividend.exDate), rank: 1, price, volume: 1 })
  }
  for (const { effectiveDate, ratio } of splits) {
    events.push({ row: sessions.atOrAfter(effectiveDate), rank: 2, price: ratio, volume: 1 / ratio })
  }
  return events
}

function isLeftOut(dividend: Dividend, reader: BarReader): boolean {
  return !(dividendFactor(dividend, reader) > 0) && reader.sessions.atOrAfter(dividend.exDate) < reader.sessions.length
}

function leftOut({ sid, exDate, amount }: Dividend): Notice {
  const message = `the dividend of ${amount} on ${exDate} does not adjust earlier prices: the session before has no close, or a smaller one`
  return { code: 'DIVIDEND_NOT_IN_PRICES', sid, date: exDate, message }
}

const dividendRow = (dividend: { exDate: string }, sessions: SessionTable) => sessions.indexOf(dividend.exDate)

function dividendFactor(dividend: Dividend, reader: BarReader): number {
  const row = reader.sessions.atOrAfter(dividend.exDate)
  if (row < 1 || row >= reader.sessions.length || reader.firstRow(dividend.sid) < 0) return Number.NaN
  return 1 - dividend.amount / reader.column(dividend.sid, 'close')[row - 1]
}

function columns(events: Event[], length: number): Factors {
  const inside = events.filter((event) => event.row < length).sort((a, b) => a.row - b.row || a.rank - b.rank)
  return {
    rows: Int32Array.from(inside, (event) => event.row),
    price: Float64Array.from(inside, (event) => event.price),
    volume: Float64Array.from(inside, (event) => event.volume),
  }
}

function group<T>(map: Map<number, T[]>, key: number, value: T): void {
  if (key < 0) return
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
