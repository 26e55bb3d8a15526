import { MinuteAxis, type MinuteBlocks, type MinuteReader, noMinutes } from '../data/minutes.js'
import { BAR_FIELDS, type BarField } from '../data/reader.js'
import { groupColumn } from '../data/resample.js'
import type { SessionTable } from '../time/session.js'
import type { StreamBar } from './stream.js'

/** Minutes that were read before the run, and behind them those that have come since, in chunks that are made when one comes. */
export class LiveMinutes implements MinuteReader {
  readonly axis: MinuteAxis
  /** Positions before it hold what they will hold for good. */
  known: number
  /** The chunk in which history ends. */
  readonly #edge: number
  readonly #own = new Map<number, Map<number, MinuteBlocks>>()
  readonly #nothing = new Map<number, MinuteBlocks>()

  /** `from`: the first session row that is not history's. */
  constructor(
    private readonly history: MinuteReader,
    sessions: SessionTable,
    private readonly from: number,
  ) {
    const { axis } = history
    this.axis = axis.sessions === sessions ? axis : new MinuteAxis(sessions, axis.chunks === 1 ? 'one' : 'periods')
    this.known = this.axis.starts[from]
    this.#edge = this.axis.chunkOf(from)
  }

  block(sid: number, field: BarField, chunk: number): Float64Array {
    if (chunk < this.#edge) return this.history.block(sid, field, chunk)
    const blocks = chunk === this.#edge ? this.#ownOf(sid, chunk) : this.#own.get(chunk)?.get(sid)
    return (blocks ?? this.#none(chunk))[field]
  }

  put(row: number, position: number, bar: StreamBar): void {
    const chunk = this.axis.chunkOf(row)
    const blocks = this.#ownOf(bar.sid, chunk)
    const at = position - this.axis.chunkStart(chunk)
    for (const field of BAR_FIELDS) blocks[field][at] = bar[field]
  }

  /** A session's bars, made of its minutes: first open, highest high, lowest low, last close, summed volume. */
  sessionBars(row: number): StreamBar[] {
    const chunk = this.axis.chunkOf(row)
    const start = this.axis.chunkStart(chunk)
    const from = Float64Array.of(this.axis.starts[row] - start)
    const to = Float64Array.of(this.axis.starts[row + 1] - 1 - start)
    const bars: StreamBar[] = []
    for (const [sid, blocks] of this.#own.get(chunk) ?? []) {
      const [open, high, low, close, volume] = BAR_FIELDS.map((field) => groupColumn(field, blocks[field], from, to)[0])
      if (!Number.isNaN(close)) bars.push({ sid, open, high, low, close, volume })
    }
    return bars
  }

  #ownOf(sid: number, chunk: number): MinuteBlocks {
    let assets = this.#own.get(chunk)
    if (assets === undefined) this.#own.set(chunk, (assets = new Map()))
    let blocks = assets.get(sid)
    if (blocks === undefined) {
      assets.set(sid, (blocks = noMinutes(this.#length(chunk))))
      if (chunk === this.#edge) this.#takeHistory(sid, blocks, chunk)
    }
    return blocks
  }

  #takeHistory(sid: number, blocks: MinuteBlocks, chunk: number): void {
    const count = this.axis.starts[this.from] - this.axis.chunkStart(chunk)
    if (count === 0) return
    for (const field of BAR_FIELDS) blocks[field].set(this.history.block(sid, field, chunk).subarray(0, count))
  }

  #length(chunk: number): number {
    return this.axis.chunkEnd(chunk) - this.axis.chunkStart(chunk)
  }

  #none(chunk: number): MinuteBlocks {
    const length = this.#length(chunk)
    let blocks = this.#nothing.get(length)
    if (blocks === undefined) this.#nothing.set(length, (blocks = noMinutes(length)))
    return blocks
  }
}
