import { RustybtError } from '../kernel/errors.js'
import { MINUTE } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import type { Quirks } from './quirks.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import type { Bars } from './source.js'
import { storedPrices, storedVolumes } from './thousandths.js'

/**
 * Every minute of every session on one axis: minute i of session row r stands at `starts[r] + i`, the first ends a minute after the
 * open, the last at the close. The axis is cut into chunks of whole sessions, which are what readers load at a time.
 */
export class MinuteAxis {
  /** Position of each session's first minute; one more at the end. */
  readonly starts: Float64Array

  constructor(
    readonly sessions: SessionTable,
    readonly sessionsPerChunk: number,
  ) {
    this.starts = new Float64Array(sessions.length + 1)
    for (let row = 0; row < sessions.length; row++) {
      this.starts[row + 1] = this.starts[row] + Math.round((sessions.closes[row] - sessions.opens[row]) / MINUTE)
    }
  }

  get length(): number {
    return this.starts[this.sessions.length]
  }

  /** Position of the minute that ends at `at` (epoch ms) in session row `row`; below or above the session's own for times outside it. */
  position(row: number, at: number): number {
    return this.starts[row] + Math.round((at - this.sessions.opens[row]) / MINUTE) - 1
  }

  /** Session row of a position. */
  rowOf(position: number): number {
    let low = 0
    let high = this.sessions.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.starts[middle] <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  /** End of the minute at a position, epoch ms. */
  instant(position: number): number {
    const row = this.rowOf(position)
    return this.sessions.opens[row] + (position - this.starts[row] + 1) * MINUTE
  }

  /** Ends of the `count` minutes up to a position of session row `row`, epoch ms: a view where they lie in one chunk. */
  instants(row: number, position: number, count: number): Float64Array {
    const chunk = this.chunkOf(row)
    const start = this.chunkStart(chunk)
    const from = position - count + 1
    if (from < start) return Float64Array.from({ length: count }, (_, i) => this.instant(from + i))
    if (this.#instants?.chunk !== chunk) this.#instants = { chunk, values: this.#instantsOf(chunk) }
    return this.#instants.values.subarray(from - start, position + 1 - start)
  }
  #instants: { readonly chunk: number; readonly values: Float64Array } | undefined

  #instantsOf(chunk: number): Float64Array {
    const start = this.chunkStart(chunk)
    const values = new Float64Array(this.chunkEnd(chunk) - start)
    const last = Math.min((chunk + 1) * this.sessionsPerChunk, this.sessions.length)
    for (let row = chunk * this.sessionsPerChunk; row < last; row++) {
      const base = this.starts[row] - start
      for (let i = base; i < this.starts[row + 1] - start; i++)
        values[i] = this.sessions.opens[row] + (i - base + 1) * MINUTE
    }
    return values
  }

  chunkOf(row: number): number {
    return Math.floor(row / this.sessionsPerChunk)
  }

  /** First position of a chunk, and the first after it. */
  chunkStart(chunk: number): number {
    return this.starts[Math.min(chunk * this.sessionsPerChunk, this.sessions.length)]
  }
  chunkEnd(chunk: number): number {
    return this.chunkStart(chunk + 1)
  }
}

/** Minute bars as columns, a chunk of the axis at a time: prices NaN and volume 0 where nothing traded. Blocks are never written again. */
export interface MinuteReader {
  readonly axis: MinuteAxis
  block(sid: number, field: BarField, chunk: number): Float64Array
}

/** Minute bars held in memory, one block an asset and field. */
export class MemoryMinutes implements MinuteReader {
  readonly axis: MinuteAxis
  readonly #blocks = new Map<number, Record<BarField, Float64Array>>()
  readonly #missing: Record<'price' | 'volume', Float64Array>

  constructor(
    sessions: SessionTable,
    private readonly quirks: Quirks,
  ) {
    this.axis = new MinuteAxis(sessions, Math.max(1, sessions.length))
    this.#missing = {
      price: new Float64Array(this.axis.length).fill(Number.NaN),
      volume: new Float64Array(this.axis.length),
    }
  }

  add(bars: Bars): void {
    const positions = positionsOf(bars, this.axis)
    const block = {} as Record<BarField, Float64Array>
    for (const field of BAR_FIELDS) {
      const column = new Float64Array(this.axis.length).fill(field === 'volume' ? 0 : Number.NaN)
      for (let i = 0; i < positions.length; i++) column[positions[i]] = bars[field][i]
      if (this.quirks.storeThousandths) field === 'volume' ? storedVolumes(column) : storedPrices(column)
      block[field] = column
    }
    this.#blocks.set(bars.sid, block)
  }

  block(sid: number, field: BarField): Float64Array {
    return this.#blocks.get(sid)?.[field] ?? this.#missing[field === 'volume' ? 'volume' : 'price']
  }
}

/** Where each bar stands on the axis. Throws `BAR_OUTSIDE_SESSIONS`. */
export function positionsOf(bars: Bars, axis: MinuteAxis): Float64Array {
  const { opens, closes } = axis.sessions
  const out = new Float64Array(bars.times.length)
  let row = 0
  for (let i = 0; i < out.length; i++) {
    const at = bars.times[i]
    while (row < closes.length - 1 && closes[row] < at) row++
    if (at <= opens[row] || at > closes[row]) {
      throw new RustybtError(
        'BAR_OUTSIDE_SESSIONS',
        `sid ${bars.sid} has a bar at ${new Date(at).toISOString()}, outside the calendar's sessions`,
      )
    }
    out[i] = axis.position(row, at)
  }
  return out
}

/** One asset's minutes as daily bars: first open, highest high, lowest low, last close, summed volume; a session without bars is left out. */
export function dailyFromMinutes(bars: Bars, sessions: SessionTable): Bars {
  const days: number[] = []
  const columns: Record<BarField, number[]> = { open: [], high: [], low: [], close: [], volume: [] }
  let row = 0
  for (let i = 0; i < bars.times.length; i++) {
    while (row < sessions.length - 1 && sessions.closes[row] < bars.times[i]) row++
    const day = sessions.days[row] * 86_400_000
    if (days.at(-1) !== day) {
      days.push(day)
      for (const field of BAR_FIELDS) columns[field].push(bars[field][i])
      continue
    }
    const at = days.length - 1
    if (Number.isNaN(columns.open[at])) columns.open[at] = bars.open[i]
    columns.high[at] = Math.max(orLow(columns.high[at]), orLow(bars.high[i]))
    columns.low[at] = Math.min(orHigh(columns.low[at]), orHigh(bars.low[i]))
    if (!Number.isNaN(bars.close[i])) columns.close[at] = bars.close[i]
    columns.volume[at] += bars.volume[i]
  }
  const column = (field: BarField) =>
    Float64Array.from(columns[field], (value) => (Number.isFinite(value) ? value : Number.NaN))
  return {
    sid: bars.sid,
    times: Float64Array.from(days),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  }
}

const orLow = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)
const orHigh = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)
