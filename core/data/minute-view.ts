import type { Asset } from '../assets/asset.js'
import type { Adjustments } from './adjustments.js'
import type { BarSpans } from './bar-length.js'
import type { DailyView, Field } from './daily-view.js'
import type { MinuteAxis, MinuteReader } from './minutes.js'
import type { Quirks } from './quirks.js'
import type { BarField } from './reader.js'
import { groupColumn } from './resample.js'
import { SeenMinutes } from './seen-minutes.js'
import { withStart } from './window.js'

interface DayBar {
  row: number
  /** The next minute to take in. */
  next: number
  open: number
  high: number
  low: number
  close: number
  volume: number
}

/** Minute bars by position on the axis, as traded and as seen from a later session. */
export class MinuteView {
  readonly axis: MinuteAxis
  readonly #seen: SeenMinutes
  readonly #days: (DayBar | undefined)[] = []

  constructor(
    private readonly reader: MinuteReader,
    private readonly daily: DailyView,
    private readonly adjustments: Adjustments,
    private readonly quirks: Quirks,
  ) {
    this.axis = reader.axis
    const priceAt = (asset: Asset, at: number, asOf: number) => this.spot(asset, 'price', this.axis.rowOf(at), at, asOf)
    this.#seen = new SeenMinutes(reader, daily, adjustments, quirks, priceAt)
  }

  /** The bar at a position, as it was traded; `price` looks back to the last traded minute, adjusted to session row `asOf`. */
  spot(asset: Asset, field: Field, row: number, position: number, asOf: number): number {
    if (!this.#alive(asset, row)) return field === 'volume' ? 0 : Number.NaN
    if (field !== 'price') {
      const value = this.#raw(asset, field, row, position)
      return asOf === row ? value : value * this.#factor(asset, field, row, asOf)
    }
    const now = this.#raw(asset, 'close', row, position)
    if (!Number.isNaN(now)) return asOf === row ? now : now * this.#factor(asset, field, row, asOf)
    const seen = this.lastTraded(asset, row, position)
    if (seen < 0) return Number.NaN
    const seenRow = this.axis.rowOf(seen)
    const close = this.#raw(asset, 'close', seenRow, seen)
    return seenRow === asOf ? close : close * this.#factor(asset, field, seenRow, asOf)
  }

  /** Position of the last minute with volume, up to this one, however long ago; -1: none. */
  lastTraded(asset: Asset, row: number, position: number): number {
    const { first, last } = this.daily.life(asset)
    if (row < first || last < first) return -1
    const begin = this.axis.starts[first]
    let at = position
    while (at >= begin) {
      const chunk = this.axis.chunkOf(this.axis.rowOf(at))
      const start = this.axis.chunkStart(chunk)
      const volume = this.reader.block(asset.sid, 'volume', chunk)
      const low = Math.max(begin, start)
      for (; at >= low; at--) if (volume[at - start] !== 0) return at
    }
    return -1
  }

  /** The `count` minutes up to and including a position, seen from session row `asOf`: mostly a view. */
  window(asset: Asset, field: Field, row: number, position: number, count: number, asOf: number): Float64Array {
    const from = position - count + 1
    const view = this.#seen.window(asset, field, from, position + 1, asOf)
    if (field !== 'price' || !this.quirks.roundHistory || Number.isNaN(view[0])) return view
    const fromRow = from >= this.axis.starts[row] ? row : this.axis.rowOf(from)
    if (!Number.isNaN(this.#raw(asset, 'close', fromRow, from))) return view
    const closes = this.#seen.window(asset, 'close', from, position + 1, asOf)
    return withStart(view, closes, this.spot(asset, 'price', fromRow, from, asOf))
  }

  /** Bars of several minutes each, seen from session row `asOf`: first open, highest high, lowest low, last close, summed volume. */
  bars(asset: Asset, field: Field, row: number, { starts, ends }: BarSpans, asOf: number): Float64Array {
    const from = starts[0]
    const position = ends[ends.length - 1]
    const minutes = this.window(asset, field, row, position, position - from + 1, asOf)
    if (field === 'price') return ends.map((end) => minutes[end - from])
    return groupColumn(
      field,
      minutes,
      starts.map((start) => start - from),
      ends.map((end) => end - from),
    )
  }

  /** A session's bar from its minutes so far, up to and including a position: unrounded, NaN (volume 0) before the first trade. */
  dayBar(asset: Asset, field: BarField, row: number, position: number): number {
    if (!this.#alive(asset, row)) return field === 'volume' ? 0 : Number.NaN
    let day = this.#days[asset.sid]
    if (!day || day.row !== row || day.next > position + 1) {
      day = {
        row,
        next: this.axis.starts[row],
        open: Number.NaN,
        high: Number.NaN,
        low: Number.NaN,
        close: Number.NaN,
        volume: 0,
      }
      this.#days[asset.sid] = day
    }
    if (day.next <= position) this.#takeIn(asset, day, position)
    return day[field]
  }

  #takeIn(asset: Asset, day: DayBar, position: number): void {
    const chunk = this.axis.chunkOf(day.row)
    const start = this.axis.chunkStart(chunk)
    const block = (field: BarField) => this.reader.block(asset.sid, field, chunk)
    const [open, high, low, close, volume] = [
      block('open'),
      block('high'),
      block('low'),
      block('close'),
      block('volume'),
    ]
    for (let i = day.next - start; i <= position - start; i++) {
      if (Number.isNaN(day.open)) day.open = open[i]
      if (!(high[i] <= day.high)) day.high = Number.isNaN(high[i]) ? day.high : high[i]
      if (!(low[i] >= day.low)) day.low = Number.isNaN(low[i]) ? day.low : low[i]
      if (!Number.isNaN(close[i])) day.close = close[i]
      day.volume += volume[i]
    }
    day.next = position + 1
  }

  #raw(asset: Asset, field: BarField, row: number, position: number): number {
    const chunk = this.axis.chunkOf(row)
    return this.reader.block(asset.sid, field, chunk)[position - this.axis.chunkStart(chunk)]
  }

  #alive(asset: Asset, row: number): boolean {
    const { first, last } = this.daily.life(asset)
    return row >= first && row <= last
  }

  #factor(asset: Asset, field: Field, from: number, asOf: number): number {
    return this.adjustments.factorBetween(asset.sid, from, asOf, field === 'volume' ? 'volume' : 'price')
  }
}
