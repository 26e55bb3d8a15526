/** One column in, a new column out; the source is never written. NaN is missing. Names and rules are pandas'. */
import { roundHalfEven } from './rounding.js'

export function mapColumn(values: Float64Array, f: (value: number, row: number) => number): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) out[i] = f(values[i], i)
  return out
}

export function zipColumns(a: Float64Array, b: Float64Array, f: (a: number, b: number) => number): Float64Array {
  const out = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = f(a[i], b[i])
  return out
}

/** Rows in the order given; -1 is a missing value. */
export function pick(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) out[i] = rows[i] < 0 ? Number.NaN : values[rows[i]]
  return out
}

/** What stood `periods` rows before (after, where negative). */
export function shift(values: Float64Array, periods: number, fill = Number.NaN): Float64Array {
  const out = new Float64Array(values.length).fill(fill)
  const [from, to] = overlap(values.length, periods)
  for (let i = from; i < to; i++) out[i] = values[i - periods]
  return out
}

export function diff(values: Float64Array, periods: number): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN)
  const [from, to] = overlap(values.length, periods)
  for (let i = from; i < to; i++) out[i] = values[i] - values[i - periods]
  return out
}

/** Missing values repeat the last present one first, as pandas 2 does, unless `fill` is off. */
export function pctChange(values: Float64Array, periods: number, fill: boolean): Float64Array {
  const filled = fill ? ffill(values) : values
  const out = new Float64Array(values.length).fill(Number.NaN)
  const [from, to] = overlap(values.length, periods)
  for (let i = from; i < to; i++) out[i] = filled[i] / filled[i - periods] - 1
  return out
}

/** Rows that have a row `periods` before them. */
function overlap(length: number, periods: number): [from: number, to: number] {
  return periods >= 0 ? [Math.min(periods, length), length] : [0, Math.max(0, length + periods)]
}

/** Running `step` over the present values; missing ones stay missing and change nothing. */
export function accumulate(
  values: Float64Array,
  start: number,
  step: (total: number, value: number) => number,
): Float64Array {
  let total = start
  return mapColumn(values, (value) => (!Number.isNaN(value) ? (total = step(total, value)) : value))
}

export function cumsum(values: Float64Array): Float64Array {
  return accumulate(values, 0, (total, value) => total + value)
}

export function cumprod(values: Float64Array): Float64Array {
  return accumulate(values, 1, (total, value) => total * value)
}

export function cummax(values: Float64Array): Float64Array {
  return accumulate(values, Number.NEGATIVE_INFINITY, Math.max)
}

export function cummin(values: Float64Array): Float64Array {
  return accumulate(values, Number.POSITIVE_INFINITY, Math.min)
}

/** To `decimals` places, halves to even, by scaling as numpy does. */
export function round(values: Float64Array, decimals: number): Float64Array {
  const scale = 10 ** Math.abs(decimals)
  if (decimals < 0) return mapColumn(values, (value) => roundHalfEven(value / scale) * scale)
  return mapColumn(values, (value) => roundHalfEven(value * scale) / scale)
}

export function clip(values: Float64Array, low: number, high: number): Float64Array {
  return mapColumn(values, (value) => (value < low ? low : value > high ? high : value))
}

export function fillna(values: Float64Array, fill: number): Float64Array {
  return mapColumn(values, (value) => (!Number.isNaN(value) ? value : fill))
}

export function ffill(values: Float64Array, limit = Number.POSITIVE_INFINITY): Float64Array {
  const out = values.slice()
  for (let i = 1, run = 0; i < out.length; i++) {
    if (!Number.isNaN(values[i])) run = 0
    else if (run++ < limit) out[i] = out[i - 1]
  }
  return out
}

export function bfill(values: Float64Array, limit = Number.POSITIVE_INFINITY): Float64Array {
  return ffill(values.slice().reverse(), limit).reverse()
}

/** Rows for which `keep` answers true. */
export function rowsWhere(length: number, keep: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length)
  let used = 0
  for (let i = 0; i < length; i++) if (keep(i)) rows[used++] = i
  return rows.slice(0, used)
}

/** A bound as Array.prototype.slice reads it: negative counts from the end, clamped. */
export function sliceBound(i: number, length: number): number {
  return i < 0 ? Math.max(i + length, 0) : Math.min(i, length)
}
