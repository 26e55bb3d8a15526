import type { Asset } from '../assets/asset.js'
import { decimalPlaces } from '../math/rounding.js'
import { DAY } from '../time/instant.js'
import { dayOf, type SessionTable } from '../time/session.js'
import type { Adjustments } from './adjustments.js'
import type { Quirks } from './quirks.js'
import type { BarField, BarReader, LaidOut } from './reader.js'
import { AdjustedColumn, forwardFilled, rounded, withStart } from './window.js'

/** `price` is the close, carried forward over bars without trades. */
export type Field = BarField | 'price'

/** An asset's life within the data. */
export interface Life {
  /** First and last session row; first > last where it has no bar. */
  readonly first: number
  readonly last: number
  /** Last row on which it can be ordered, and when its positions and orders end (epoch ms); infinite where it stays. */
  readonly lastOrdered: number
  readonly closesAt: number
}

/** An asset's bars, as far as columns of them have been looked at. */
interface LaidOutSoFar extends Pick<LaidOut, 'first' | 'last'> {
  readonly columns: { [field in BarField]?: Float64Array }
}

/** Decimals to which Zipline rounds adjusted history: 3, for futures those of their tick. */
export function historyDecimals(asset: Asset): number {
  return asset.kind === 'equity' ? 3 : decimalPlaces(asset.tickSize)
}

/** Daily bars by session row, as traded and as seen from later. */
export class DailyView {
  readonly sessions: SessionTable
  readonly #windows: Record<Field, (AdjustedColumn | undefined)[]> = {
    open: [],
    high: [],
    low: [],
    close: [],
    volume: [],
    price: [],
  }
  readonly #lives: (Life | undefined)[] = []
  readonly #bars: (LaidOutSoFar | undefined)[] = []
  readonly #gapless: (boolean | undefined)[] = []
  readonly #missing: { price?: Float64Array; volume?: Float64Array } = {}
  /** How far the bars were known when windows were made. */
  #known: number | undefined

  constructor(
    private readonly reader: BarReader,
    private readonly adjustments: Adjustments,
    private readonly quirks: Quirks,
  ) {
    this.sessions = reader.sessions
  }

  life(asset: Asset): Life {
    return (this.#lives[asset.sid] ??= this.#lifeOf(asset))
  }

  /** The bar as it was traded; `price` looks back to the last close, adjusted to this row. NaN (volume 0) outside the asset's life. */
  spot(asset: Asset, field: Field, row: number): number {
    const { first, last } = this.life(asset)
    if (row < first || row > last) return field === 'volume' ? 0 : Number.NaN
    const { sid } = asset
    const bars = this.#bars[sid] ?? this.#barsOf(sid)
    // Listed, but its bars have not begun, or are over: nothing is known, not even that nothing traded.
    if (row < bars.first || row > bars.last) return Number.NaN
    if (field !== 'price') return (bars.columns[field] ??= this.reader.column(sid, field))[row]
    const close = (bars.columns.close ??= this.reader.column(sid, 'close'))
    let seen = row
    while (seen >= first && Number.isNaN(close[seen])) seen--
    if (seen < first) return Number.NaN
    return seen === row ? close[row] : close[seen] * this.adjustments.factorBetween(sid, seen, row)
  }

  /** Row of the last session with volume, up to `row`, however long ago, whatever the dates of its listing; -1: none. */
  lastTraded(asset: Asset, row: number): number {
    const first = this.reader.firstRow(asset.sid)
    if (first < 0) return -1
    const volume = this.reader.column(asset.sid, 'volume')
    let at = Math.min(row, this.reader.lastRow(asset.sid))
    while (at >= first && volume[at] === 0) at--
    return at >= first ? at : -1
  }

  /** The whole column seen from session row `asOf`, which windows are cut from; undefined where some begin with what is not in it. */
  seenFrom(asset: Asset, field: Field, asOf: number): Float64Array | undefined {
    if (field === 'price' && this.quirks.roundHistory && !this.#isGapless(asset)) return undefined
    return this.#columnOf(asset, field).seenFrom(asOf)
  }

  /** Rows `from` up to, not including, `to`, seen from session row `asOf`: a view. */
  window(asset: Asset, field: Field, from: number, to: number, asOf: number): Float64Array {
    const view = this.#columnOf(asset, field).window(from, to, asOf)
    if (field !== 'price' || !this.quirks.roundHistory || view.length === 0 || Number.isNaN(view[0])) return view
    const close = this.reader.column(asset.sid, 'close').subarray(from, to)
    return Number.isNaN(close[0]) ? withStart(view, close, this.carried(asset, from, asOf)) : view
  }

  /** The price carried into a session without trades, seen from session row `asOf`, unrounded; NaN after the asset's life. */
  carried(asset: Asset, row: number, asOf: number): number {
    const at = row > this.life(asset).last ? -1 : this.lastTraded(asset, row)
    return at < 0 ? Number.NaN : this.spot(asset, 'price', at) * this.adjustments.factorBetween(asset.sid, at, asOf)
  }

  /** Whether it has a close in every session of its life from its first bar on: then no window of prices begins with one from before it. */
  #isGapless(asset: Asset): boolean {
    return (this.#gapless[asset.sid] ??= this.reader.known === undefined && this.#hasNoGap(asset))
  }

  #hasNoGap(asset: Asset): boolean {
    const first = this.reader.firstRow(asset.sid)
    if (first < 0) return false
    return !this.reader
      .column(asset.sid, 'close')
      .subarray(first, this.life(asset).last + 1)
      .some(Number.isNaN)
  }

  #columnOf(asset: Asset, field: Field): AdjustedColumn {
    if (this.reader.known !== this.#known) this.#advance()
    return (this.#windows[field][asset.sid] ??= this.#adjusted(asset, field))
  }

  /** Bars have come: windows are made anew. Those that were handed out stay as they were. */
  #advance(): void {
    this.#known = this.reader.known
    for (const columns of Object.values(this.#windows)) columns.length = 0
  }

  #adjusted(asset: Asset, field: Field): AdjustedColumn {
    const { last } = this.life(asset)
    const round = (values: Float64Array) =>
      this.quirks.roundHistory ? rounded(values, historyDecimals(asset)) : values
    const show = field === 'price' ? (values: Float64Array) => forwardFilled(round(values), last) : round
    const { rows, price, volume } = this.adjustments.factors(asset.sid)
    const factors = { effective: rows, cuts: rows, factors: field === 'volume' ? volume : price }
    const raw = last < 0 ? this.#nothing(field) : this.reader.column(asset.sid, field === 'price' ? 'close' : field)
    return new AdjustedColumn(raw, factors, show)
  }

  /** Asked for at each look where bars come while a run goes on, kept where they are all there. */
  #barsOf(sid: number): LaidOutSoFar {
    const bars: LaidOutSoFar = { columns: {}, first: this.reader.firstRow(sid), last: this.reader.lastRow(sid) }
    if (this.reader.known === undefined) this.#bars[sid] = bars
    return bars
  }

  #lifeOf({ sid, startDate, endDate, autoCloseDate: close }: Asset): Life {
    const hasBars = this.reader.firstRow(sid) >= 0
    return {
      first: hasBars ? this.sessions.atOrAfter(startDate) : 0,
      last: hasBars ? this.sessions.atOrBefore(endDate) : -1,
      lastOrdered:
        close === undefined ? Number.POSITIVE_INFINITY : this.sessions.atOrBefore(endDate < close ? endDate : close),
      closesAt: close === undefined ? Number.POSITIVE_INFINITY : dayOf(close) * DAY,
    }
  }

  #nothing(field: Field): Float64Array {
    const { length } = this.sessions
    if (field === 'volume') return (this.#missing.volume ??= new Float64Array(length))
    return (this.#missing.price ??= new Float64Array(length).fill(Number.NaN))
  }
}
