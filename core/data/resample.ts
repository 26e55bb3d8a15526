import { GROUPING, kernels } from '../math/kernels.js'
import { MINUTE } from '../time/instant.js'
import { civilOf, type SessionTable } from '../time/session.js'
import { stretchOf } from './bar-length.js'
import { sessionRowsOf } from './minutes.js'
import { BAR_FIELDS, type BarField, rowsOf } from './reader.js'
import type { Bars } from './source.js'

const DAY = 86_400_000
const KINDS = Int32Array.of(GROUPING.first, GROUPING.max, GROUPING.min, GROUPING.last, GROUPING.sum)

export type Period = 'week' | 'month' | 'quarter' | 'year'

/** One asset's bars (batches that follow each other) in groups of rows: group k has rows `bounds[k]` to `bounds[k + 1]` and `times[k]`. */
export function groupBars(parts: readonly Bars[], bounds: Int32Array, times: Float64Array): Bars {
  const rows = parts.reduce((sum, part) => sum + part.times.length, 0)
  const values = new Float64Array(rows * BAR_FIELDS.length)
  let at = 0
  for (const part of parts) {
    BAR_FIELDS.forEach((field, k) => {
      values.set(part[field], k * rows + at)
    })
    at += part.times.length
  }
  const groups = times.length
  const out = new Float64Array(groups * BAR_FIELDS.length)
  kernels.groupRows(values, bounds, KINDS, out)
  const [open, high, low, close, volume] = BAR_FIELDS.map((_, k) => out.subarray(k * groups, (k + 1) * groups))
  return { sid: parts[0].sid, times, open, high, low, close, volume }
}

/** One column's values from index `starts[k]` to `ends[k]`, both included, as one value each. */
export function groupColumn(
  field: BarField,
  values: Float64Array,
  starts: Float64Array,
  ends: Float64Array,
): Float64Array {
  // Every other group is what lies between two of them, such as a midday break.
  const bounds = new Int32Array(2 * starts.length)
  starts.forEach((start, k) => {
    bounds[2 * k] = start
    bounds[2 * k + 1] = ends[k] + 1
  })
  const out = new Float64Array(bounds.length - 1)
  kernels.groupRows(values, bounds, KINDS.subarray(BAR_FIELDS.indexOf(field), BAR_FIELDS.indexOf(field) + 1), out)
  return starts.map((_, k) => out[2 * k])
}

/** Bars of which those with one label, which follow each other, become one: it has the label for its time. */
export function joinByLabel(bars: Bars, labels: Float64Array): Bars {
  const { bounds, times } = runsOf(labels)
  return groupBars([bars], bounds, times)
}

/** Where equal labels begin and end, and what they are. */
export function runsOf(labels: Float64Array): { readonly bounds: Int32Array; readonly times: Float64Array } {
  const starts: number[] = []
  for (let i = 0; i < labels.length; i++) if (i === 0 || labels[i] !== labels[i - 1]) starts.push(i)
  return { bounds: Int32Array.of(...starts, labels.length), times: Float64Array.from(starts, (start) => labels[start]) }
}

/**
 * Minute bars as bars of `length` minutes, each with its end for time. They count from a session's open and anew from the end of its
 * midday break, so the last before a break or a close may be shorter. Minutes known up to `until` (epoch ms) make a last bar that
 * ends there. A bar in which nothing was given is left out. Throws `BAR_OUTSIDE_SESSIONS`.
 */
export function barsOfMinutes(
  bars: Bars,
  sessions: SessionTable,
  length: number,
  until = Number.POSITIVE_INFINITY,
): Bars {
  const rows = sessionRowsOf(bars, sessions)
  const labels = bars.times.map((time, i) => {
    const row = rows[i]
    const minute = Math.round((time - sessions.opens[row]) / MINUTE) - 1
    const { start, end } = stretchOf(sessions, row, minute)
    const barEnd = start + (Math.floor((minute - start) / length) + 1) * length
    return Math.min(sessions.opens[row] + Math.min(barEnd, end) * MINUTE, until)
  })
  return joinByLabel(bars, labels)
}

/** Minute bars as daily ones, at their sessions' midnights. Throws `BAR_OUTSIDE_SESSIONS`. */
export function dailyFromMinutes(bars: Bars, sessions: SessionTable): Bars {
  const rows = sessionRowsOf(bars, sessions)
  return joinByLabel(
    bars,
    Float64Array.from(rows, (row) => sessions.days[row] * DAY),
  )
}

/**
 * Daily bars as weekly (from Monday to Sunday), monthly or longer ones, each at the midnight of its period's last session in the
 * table: all assets share the times, and where the table ends within a period, the last bar is of what is there. Throws
 * `BAR_OUTSIDE_SESSIONS`.
 */
export function barsOfPeriods(bars: Bars, sessions: SessionTable, period: Period): Bars {
  const { days } = sessions
  const last = new Float64Array(days.length)
  for (let row = days.length - 1; row >= 0; row--) {
    const isLast = row === days.length - 1 || PERIODS[period](days[row]) !== PERIODS[period](days[row + 1])
    last[row] = isLast ? days[row] * DAY : last[row + 1]
  }
  return joinByLabel(
    bars,
    Float64Array.from(rowsOf(bars, sessions), (row) => last[row]),
  )
}

/** Counted from year 0. */
const monthOf = (day: number): number => {
  const { year, month } = civilOf(day)
  return year * 12 + month - 1
}

/** Number of the period that a day lies in. 1970-01-01 was a Thursday. */
const PERIODS: Readonly<Record<Period, (day: number) => number>> = {
  week: (day) => Math.floor((day + 3) / 7),
  month: monthOf,
  quarter: (day) => Math.floor(monthOf(day) / 3),
  year: (day) => Math.floor(monthOf(day) / 12),
}
