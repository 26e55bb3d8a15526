import type { SessionTable } from '../time/session.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import { groupBars, runsOf } from './resample.js'
import type { Bars } from './source.js'

const MS_PER_DAY = 86_400_000

/** One asset's days so far. */
interface Days {
  /** Whole ones. Lists, for a batch may bring a single day. */
  readonly times: number[]
  readonly columns: Readonly<Record<BarField, number[]>>
  /** The minutes of the last one, as they came: a sum must not depend on how they were cut into batches. */
  last: Bars[]
  time: number
}

/**
 * Daily bars from minutes that come batch by batch: first open, highest high, lowest low, last close, summed volume. A session
 * without bars is left out.
 */
export class DailyRollup {
  readonly #assets = new Map<number, Days>()

  get sids(): Iterable<number> {
    return this.#assets.keys()
  }

  /** `rows`: each bar's session row in `sessions`. */
  add(bars: Bars, rows: Int32Array, sessions: SessionTable): void {
    if (rows.length === 0) return
    let days = this.#assets.get(bars.sid)
    if (days === undefined) this.#assets.set(bars.sid, (days = noDays()))
    const { bounds, times } = runsOf(Float64Array.from(rows, (row) => sessions.days[row] * MS_PER_DAY))
    const count = times.length
    if (times[0] !== days.time) close(days)
    days.last.push(copyOf(bars, 0, bounds[1]))
    days.time = times[0]
    if (count === 1) return
    close(days)
    if (count > 2) {
      const inner = bounds.subarray(1, count).map((bound) => bound - bounds[1])
      append(days, groupBars([copyOf(bars, bounds[1], bounds[count - 1])], inner, times.subarray(1, count - 1)))
    }
    days.last.push(copyOf(bars, bounds[count - 1], rows.length))
    days.time = times[count - 1]
  }

  /** The days so far; the last one is taken as whole. */
  bars(sid: number): Bars {
    const days = this.#assets.get(sid) ?? noDays()
    close(days)
    const [open, high, low, close_, volume] = BAR_FIELDS.map((field) => Float64Array.from(days.columns[field]))
    return { sid, times: Float64Array.from(days.times), open, high, low, close: close_, volume }
  }
}

const noDays = (): Days => {
  return { times: [], columns: { open: [], high: [], low: [], close: [], volume: [] }, last: [], time: Number.NaN }
}

function close(days: Days): void {
  const { last, time } = days
  if (last.length === 0) return
  const rows = last.reduce((sum, part) => sum + part.times.length, 0)
  append(days, groupBars(last, Int32Array.of(0, rows), Float64Array.of(time)))
  days.last = []
  days.time = Number.NaN
}

function append({ times, columns }: Days, bars: Bars): void {
  for (const time of bars.times) times.push(time)
  for (const field of BAR_FIELDS) for (const value of bars[field]) columns[field].push(value)
}

/** Rows that are not held by the batch, whose memory its giver may use again. */
function copyOf(bars: Bars, from: number, end: number): Bars {
  const [open, high, low, close, volume] = BAR_FIELDS.map((field) => bars[field].slice(from, end))
  return { sid: bars.sid, times: bars.times.slice(from, end), open, high, low, close, volume }
}
