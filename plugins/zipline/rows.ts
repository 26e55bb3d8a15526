import { BAR_FIELDS, type BarField } from '../../core/data/reader.js'
import type { Bars, DataRequest } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import { dayOf } from '../../core/time/session.js'

/** Whole numbers as they are stored: prices times a ratio, 0 for none. */
export type StoredRows = Readonly<Record<BarField, Uint32Array>>

/** Bars from stored rows: rows of nothing but zeros are none, a price of 0 among others is missing. */
export function bars(sid: number, times: Float64Array, stored: StoredRows, ratio: number): Bars {
  const kept = new Uint32Array(times.length)
  let count = 0
  for (let i = 0; i < times.length; i++) if (BAR_FIELDS.some((field) => stored[field][i] !== 0)) kept[count++] = i
  const rows = kept.subarray(0, count)
  // Divided, not multiplied by 0.001: the nearest double to the price that was meant.
  const prices = (field: BarField) =>
    Float64Array.from(rows, (row) => (stored[field][row] === 0 ? Number.NaN : stored[field][row] / ratio))
  return {
    sid,
    times: Float64Array.from(rows, (row) => times[row]),
    open: prices('open'),
    high: prices('high'),
    low: prices('low'),
    close: prices('close'),
    volume: Float64Array.from(rows, (row) => stored.volume[row]),
  }
}

/** The bars of the days asked for; a minute's day is UTC's. */
export function between(bars: Bars, { start, end }: Pick<DataRequest, 'start' | 'end'>): Bars {
  if (start === undefined && end === undefined) return bars
  const from = start === undefined ? Number.NEGATIVE_INFINITY : dayOf(start) * DAY
  const to = end === undefined ? Number.POSITIVE_INFINITY : (dayOf(end) + 1) * DAY
  const { times } = bars
  let first = 0
  while (first < times.length && times[first] < from) first++
  let last = times.length
  while (last > first && times[last - 1] >= to) last--
  const part = (column: Float64Array) => column.subarray(first, last)
  const [open, high, low, close, volume] = BAR_FIELDS.map((field) => part(bars[field]))
  return { sid: bars.sid, times: part(times), open, high, low, close, volume }
}
