import type { Asset } from '../assets/asset.js'
import type { Adjustments } from './adjustments.js'
import { type DailyView, type Field, historyDecimals } from './daily-view.js'
import type { MinuteReader } from './minutes.js'
import type { Quirks } from './quirks.js'
import { forwardFilled, rounded } from './window.js'

/** Minutes in a piece at least: short-lived enough to be collected at once. */
const PIECE = 512

/** Positions `start` up to `end` of the axis as they look from session row `asOf`, by when so many factors had taken effect. */
interface Piece {
  readonly start: number
  /** As far as it has been worked out; `values` has room for more. */
  end: number
  asOf: number
  readonly factors: number
  readonly values: Float64Array
  /** The widest window so far. */
  readonly widest: number
}

/**
 * Minutes as they look from a later session: adjusted, rounded, and `price` carried over minutes without trades. Windows are views of a
 * piece, one an asset and field, which begins with a window and goes on as time does; then another begins. What was handed out stays as
 * it is.
 */
export class SeenMinutes {
  readonly #pieces: Record<Field, (Piece | undefined)[]> = {
    open: [],
    high: [],
    low: [],
    close: [],
    volume: [],
    price: [],
  }
  #newest = -1

  /** `priceAt`: the price at a position of the axis, seen from session row `asOf`. */
  constructor(
    private readonly reader: MinuteReader,
    private readonly daily: DailyView,
    private readonly adjustments: Adjustments,
    private readonly quirks: Quirks,
    private readonly priceAt: (asset: Asset, position: number, asOf: number) => number,
  ) {}

  /** Positions `from` up to, not including, `to`: a view, not to be written. */
  window(asset: Asset, field: Field, from: number, to: number, asOf: number): Float64Array {
    let piece = this.#pieces[field][asset.sid]
    if (piece === undefined || from < piece.start || to > piece.end || asOf !== piece.asOf)
      piece = this.#pieceFor(asset, field, from, to, asOf)
    return piece.values.subarray(from - piece.start, to - piece.start)
  }

  #pieceFor(asset: Asset, field: Field, from: number, to: number, asOf: number): Piece {
    const { rows } = this.adjustments.factors(asset.sid)
    let factors = 0
    while (factors < rows.length && rows[factors] <= asOf) factors++
    let piece = this.#pieces[field][asset.sid]
    if (
      piece === undefined ||
      piece.factors !== factors ||
      from < piece.start ||
      to > piece.start + piece.values.length
    ) {
      const widest = Math.max(to - from, piece?.widest ?? 0)
      const start = Math.max(0, Math.min(from, to - widest))
      const values = new Float64Array(Math.max(PIECE, 2 * (to - start)))
      piece = { start, end: start, asOf, factors, values, widest }
    }
    piece.asOf = asOf
    while (piece.end < to) this.#extend(asset, field, piece, to)
    this.#pieces[field][asset.sid] = piece
    return piece
  }

  /** Works a piece out up to the end of a chunk, to its own, or as far as minutes are known: position `to` at least. */
  #extend(asset: Asset, field: Field, piece: Piece, to: number): void {
    const { axis } = this.reader
    const { start, end: from, values, asOf } = piece
    const chunk = axis.chunkOf(axis.rowOf(from))
    if (chunk > this.#newest) this.#advance(chunk)
    const begin = axis.chunkStart(chunk)
    const known = Math.max(to, this.reader.known ?? Number.POSITIVE_INFINITY)
    const end = Math.min(axis.chunkEnd(chunk), start + values.length, known)
    const part = values.subarray(from - start, end - start)
    const block = this.reader.block(asset.sid, field === 'price' ? 'close' : field, chunk)
    part.set(block.subarray(from - begin, end - begin))
    this.#adjust(asset, field, part, from, piece.factors)
    const { roundHistory } = this.quirks
    if (roundHistory) rounded(part, historyDecimals(asset), part)
    if (field === 'price') {
      const before = Float64Array.of(from > 0 ? this.priceAt(asset, from - 1, asOf) : Number.NaN)
      if (roundHistory) rounded(before, historyDecimals(asset), before)
      forwardFilled(part, axis.starts[this.daily.life(asset).last + 1] - 1 - from, before[0], part)
    }
    piece.end = end
  }

  /** `part` begins at position `from`. */
  #adjust(asset: Asset, field: Field, part: Float64Array, from: number, count: number): void {
    const { starts } = this.reader.axis
    const { rows, price, volume } = this.adjustments.factors(asset.sid)
    for (let k = 0; k < count; k++) {
      const factor = field === 'volume' ? volume[k] : price[k]
      const end = Math.min(starts[rows[k]] - from, part.length)
      if (factor !== 1) for (let i = 0; i < end; i++) part[i] *= factor
    }
  }

  /** Time has come to another chunk: what nobody asks for any more is let go. */
  #advance(newest: number): void {
    this.#newest = newest
    const begin = this.reader.axis.chunkStart(newest)
    for (const pieces of Object.values(this.#pieces)) {
      pieces.forEach((piece, sid) => {
        if (piece !== undefined && piece.start + piece.values.length < begin) pieces[sid] = undefined
      })
    }
  }
}
