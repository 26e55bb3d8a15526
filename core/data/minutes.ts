import { RustybtError } from '../kernel/errors.js'
import type { Calendar } from '../time/calendar.js'
import { DAY, HOUR, MINUTE } from '../time/instant.js'
import { civilOf, dateOf, rowOfMinute, type SessionColumns, type SessionTable, sliceSessions } from '../time/session.js'
import type { Quirks } from './quirks.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import type { Bars } from './source.js'
import { storedPrices, storedVolumes } from './thousandths.js'

/** How an axis is cut: not at all, or by the periods of its sessions (`periodOf`). */
export type Chunks = 'one' | 'periods'

/** How many minutes' ends are worked out at a time, at least. */
const INSTANTS = 1024

interface Instants {
  readonly start: number
  readonly values: Float64Array
}

/**
 * Every minute of every session on one axis: minute i of session row r stands at `starts[r] + i`, the first ends a minute after the
 * open, the last at the close. The axis is cut into chunks of whole sessions, which are what readers load at a time.
 */
export class MinuteAxis {
  /** Position of each session's first minute; one more at the end. */
  readonly starts: Float64Array
  /** Each session's chunk, and each chunk's first session row; one more at the end. */
  readonly #chunks: Int32Array
  readonly #rows: number[] = []

  constructor(
    readonly sessions: SessionTable,
    chunks: Chunks = 'one',
  ) {
    const { length, opens, closes } = sessions
    this.starts = new Float64Array(length + 1)
    this.#chunks = new Int32Array(length)
    let period = Number.NaN
    for (let row = 0; row < length; row++) {
      this.starts[row + 1] = this.starts[row] + Math.round((closes[row] - opens[row]) / MINUTE)
      const next = chunks === 'one' ? 0 : periodOf(sessions, row)
      if (next !== period) this.#rows.push(row)
      period = next
      this.#chunks[row] = this.#rows.length - 1
    }
    this.#rows.push(length)
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

  /** Ends of the `count` minutes up to a position and of some around them, epoch ms, from position `start` on; not to be written. */
  instants(position: number, count: number): Instants {
    const from = position - count + 1
    const known = this.#instants
    if (from >= known.start && position < known.start + known.values.length) return known
    const end = Math.min(from + Math.max(INSTANTS, 2 * count), this.length)
    return (this.#instants = { start: from, values: this.#instantsBetween(from, end) })
  }
  #instants: Instants = { start: 0, values: new Float64Array(0) }

  /** `end` is not included. */
  #instantsBetween(from: number, end: number): Float64Array {
    const values = new Float64Array(end - from)
    for (let row = this.rowOf(from), at = from; at < end; row++) {
      const base = this.sessions.opens[row] + (1 - this.starts[row]) * MINUTE
      for (const last = Math.min(end, this.starts[row + 1]); at < last; at++) values[at - from] = base + at * MINUTE
    }
    return values
  }

  get chunks(): number {
    return this.#rows.length - 1
  }

  chunkOf(row: number): number {
    return this.#chunks[row]
  }

  /** The chunk of the minute that ends at `at` (epoch ms). */
  chunkOfInstant(at: number): number {
    return this.chunkOf(rowOfMinute(this.sessions, at))
  }

  /** First session row of a chunk. */
  chunkRow(chunk: number): number {
    return this.#rows[chunk]
  }

  /** First position of a chunk, and the first after it. */
  chunkStart(chunk: number): number {
    return this.starts[this.#rows[chunk]]
  }
  chunkEnd(chunk: number): number {
    return this.starts[this.#rows[chunk + 1]]
  }
}

/** Months are counted from year 0; `day` since 1970-01-01. */
export function monthOf(day: number): number {
  const { year, month } = civilOf(day)
  return year * 12 + month
}

const LONG_SESSION = 12 * HOUR
const DAYS_OF_A_QUARTER = 8

/**
 * Number of the period in which a session lies: its month, or a quarter of it where the market is open most of the day, so that periods
 * have about ten thousand minutes everywhere. Minutes are stored and read by periods: a change of this changes what bundles are.
 */
export function periodOf({ days, opens, closes }: SessionColumns, row: number): number {
  const day = days[row]
  const isLong = closes[row] - opens[row] > LONG_SESSION
  return monthOf(day) * 4 + (isLong ? Math.floor((civilOf(day).day - 1) / DAYS_OF_A_QUARTER) : 0)
}

/**
 * Minute bars as columns, a chunk of the axis at a time: prices NaN and volume 0 where nothing traded. A block is good until another
 * chunk is asked for; who keeps values copies them.
 */
export interface MinuteReader {
  readonly axis: MinuteAxis
  /** Where bars come while a run goes on: positions before it hold what they will hold for good, later ones nothing yet. */
  readonly known?: number
  block(sid: number, field: BarField, chunk: number): Float64Array
}

/** A chunk of one asset's minutes. */
export type MinuteBlocks = Readonly<Record<BarField, Float64Array>>

/** Minute bars held in memory, one block an asset and field. */
export class MemoryMinutes implements MinuteReader {
  readonly axis: MinuteAxis
  readonly #blocks = new Map<number, MinuteBlocks>()
  readonly #missing: MinuteBlocks

  constructor(
    sessions: SessionTable,
    private readonly quirks: Quirks,
  ) {
    this.axis = new MinuteAxis(sessions)
    this.#missing = noMinutes(this.axis.length)
  }

  add(bars: Bars): void {
    this.#blocks.set(bars.sid, layOutMinutes([bars], this.axis, 0, this.quirks))
  }

  block(sid: number, field: BarField): Float64Array {
    return (this.#blocks.get(sid) ?? this.#missing)[field]
  }
}

/** Blocks of a chunk without bars: views of one piece of memory, which is `room` where it is given. */
export function noMinutes(length: number, room?: Float64Array): MinuteBlocks {
  const all = room ?? new Float64Array(length * BAR_FIELDS.length)
  const block = (at: number) => all.subarray(at * length, (at + 1) * length)
  return {
    open: block(0).fill(Number.NaN),
    high: block(1).fill(Number.NaN),
    low: block(2).fill(Number.NaN),
    close: block(3).fill(Number.NaN),
    volume: block(4).fill(0),
  }
}

/** One asset's bars of a chunk, in rising time, as a run reads them; in `room`, as above. Throws `BAR_OUTSIDE_SESSIONS`. */
export function layOutMinutes(
  all: Iterable<Bars>,
  axis: MinuteAxis,
  chunk: number,
  quirks: Quirks,
  room?: Float64Array,
): MinuteBlocks {
  const start = axis.chunkStart(chunk)
  const blocks = noMinutes(axis.chunkEnd(chunk) - start, room)
  for (const bars of all) {
    const rows = sessionRowsOf(bars, axis.sessions, axis.chunkRow(chunk))
    for (let i = 0; i < rows.length; i++) {
      const at = axis.position(rows[i], bars.times[i]) - start
      blocks.open[at] = bars.open[i]
      blocks.high[at] = bars.high[i]
      blocks.low[at] = bars.low[i]
      blocks.close[at] = bars.close[i]
      blocks.volume[at] = bars.volume[i]
    }
  }
  if (quirks.storeThousandths)
    for (const field of BAR_FIELDS) field === 'volume' ? storedVolumes(blocks.volume) : storedPrices(blocks[field])
  return blocks
}

/** The sessions in which minute bars from one instant to another (epoch ms) lie; none where there is no session. */
export function sessionsOfMinutes(calendar: Calendar, first: number, last: number): SessionTable {
  const clamp = (date: string) =>
    date < calendar.firstDate ? calendar.firstDate : date > calendar.lastDate ? calendar.lastDate : date
  // A session may open on the evening before its date, or close after midnight.
  const around = calendar.sessions(
    clamp(dateOf(Math.floor(first / DAY) - 1)),
    clamp(dateOf(Math.floor(last / DAY) + 1)),
  )
  const from = rowOfMinute(around, first, 'next')
  const to = rowOfMinute(around, last, 'previous')
  return from <= to ? sliceSessions(around, around.date(from), around.date(to)) : around
}

/** Session row of each minute bar, none of them before row `from`. Throws `BAR_OUTSIDE_SESSIONS`. */
export function sessionRowsOf({ sid, times }: Bars, { opens, closes }: SessionTable, from = 0): Int32Array {
  const out = new Int32Array(times.length)
  let row = from
  for (let i = 0; i < out.length; i++) {
    const at = times[i]
    while (row < closes.length - 1 && closes[row] < at) row++
    if (!(at > opens[row] && at <= closes[row] && at % MINUTE === 0)) {
      const what = at % MINUTE === 0 ? "outside the calendar's sessions" : 'which is no whole minute'
      throw new RustybtError('BAR_OUTSIDE_SESSIONS', `sid ${sid} has a bar at ${new Date(at).toISOString()}, ${what}`)
    }
    out[i] = row
  }
  return out
}
