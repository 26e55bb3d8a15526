import type { Asset } from '../assets/asset.js'
import type { Adjustments } from './adjustments.js'
import { type DailyView, type Field, historyDecimals } from './daily-view.js'
import type { MinuteReader } from './minutes.js'
import type { Quirks } from './quirks.js'
import { forwardFilled, rounded } from './window.js'

/**
 * Minutes of a piece at first. Windows are views of pieces: few of them go over a piece's end, and a piece is short-lived enough to be
 * collected at once.
 */
const PIECE = 512
/** A piece is so many times as long as the widest window. */
const ROOMY = 4

/** Positions `start` up to `end` of the axis as they look from session row `asOf`, by when so many factors had taken effect. */
interface Piece {
  readonly start: number
  readonly end: number
  readonly factors: number
  readonly values: Float64Array
  asOf: number
}

/** One asset's field: the pieces seen last, by their starts, and the one of them that was last asked for. */
interface Seen {
  readonly pieces: Map<number, Piece>
  size: number
  last: Piece | undefined
}

/**
 * Minutes as they look from a later session: adjusted, rounded, and `price` carried over minutes without trades. A piece is made once,
 * and again when a factor takes effect; windows handed out stay as they are.
 */
export class SeenMinutes {
  readonly #seen: Record<Field, (Seen | undefined)[]> = {
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

  /** Positions `from` up to, not including, `to`: mostly a view, not to be written. */
  window(asset: Asset, field: Field, from: number, to: number, asOf: number): Float64Array {
    const last = this.#seen[field][asset.sid]?.last
    if (last !== undefined && from >= last.start && to <= last.end && asOf === last.asOf)
      return last.values.subarray(from - last.start, to - last.start)
    return this.#assembled(asset, field, from, to, asOf)
  }

  #assembled(asset: Asset, field: Field, from: number, to: number, asOf: number): Float64Array {
    const { axis } = this.reader
    const newest = axis.chunkOf(axis.rowOf(to - 1))
    if (newest > this.#newest) this.#advance(newest)
    const seen = (this.#seen[field][asset.sid] ??= { pieces: new Map(), size: PIECE, last: undefined })
    const count = to - from
    if (count * ROOMY > seen.size) {
      seen.size = 2 ** Math.ceil(Math.log2(count * ROOMY))
      seen.pieces.clear()
    }
    let chunk = axis.chunkOf(axis.rowOf(from))
    let out: Float64Array | undefined
    for (let at = from; at < to; ) {
      if (at >= axis.chunkEnd(chunk)) chunk++
      const piece = this.#piece(seen, asset, field, chunk, at, asOf)
      seen.last = piece
      if (at === from && to <= piece.end) return piece.values.subarray(from - piece.start, to - piece.start)
      const end = Math.min(to, piece.end)
      out ??= new Float64Array(count)
      out.set(piece.values.subarray(at - piece.start, end - piece.start), at - from)
      at = end
    }
    return out!
  }

  /** The piece of a chunk that has a position in it. */
  #piece(seen: Seen, asset: Asset, field: Field, chunk: number, at: number, asOf: number): Piece {
    const { axis } = this.reader
    const { rows } = this.adjustments.factors(asset.sid)
    let factors = 0
    while (factors < rows.length && rows[factors] <= asOf) factors++
    const begin = axis.chunkStart(chunk)
    const start = begin + Math.floor((at - begin) / seen.size) * seen.size
    const known = seen.pieces.get(start)
    if (known?.factors === factors) {
      known.asOf = asOf
      return known
    }
    const end = Math.min(start + seen.size, axis.chunkEnd(chunk))
    const block = this.reader.block(asset.sid, field === 'price' ? 'close' : field, chunk)
    const values = this.#show(asset, field, start, block.slice(start - begin, end - begin), factors, asOf)
    const piece = { start, end, factors, values, asOf }
    seen.pieces.set(start, piece)
    this.#letGo(seen, start)
    return piece
  }

  /** Time has come to another chunk: also what nobody asks for any more is let go. */
  #advance(newest: number): void {
    this.#newest = newest
    for (const assets of Object.values(this.#seen)) {
      assets.forEach((seen, sid) => {
        if (seen === undefined) return
        this.#letGo(seen, this.reader.axis.chunkStart(newest))
        if (seen.pieces.size === 0) assets[sid] = undefined
      })
    }
  }

  /** Drops what the widest window that ends at a position or later does not reach. */
  #letGo(seen: Seen, position: number): void {
    for (const { start, end } of seen.pieces.values()) if (end < position - seen.size) seen.pieces.delete(start)
  }

  /** In place: `values` is a copy. */
  #show(asset: Asset, field: Field, start: number, values: Float64Array, count: number, asOf: number): Float64Array {
    const { axis } = this.reader
    const factors = this.adjustments.factors(asset.sid)
    for (let k = 0; k < count; k++) {
      const factor = (field === 'volume' ? factors.volume : factors.price)[k]
      const end = Math.min(axis.starts[factors.rows[k]] - start, values.length)
      if (factor !== 1) for (let i = 0; i < end; i++) values[i] *= factor
    }
    const { roundHistory } = this.quirks
    if (roundHistory) rounded(values, historyDecimals(asset), values)
    if (field !== 'price') return values
    const before = start > 0 ? this.priceAt(asset, start - 1, asOf) : Number.NaN
    const [seed] = roundHistory ? rounded(Float64Array.of(before), historyDecimals(asset)) : [before]
    const last = axis.starts[this.daily.life(asset).last + 1] - 1 - start
    return forwardFilled(values, last, seed, values)
  }
}
