import { NativeError } from '../errors.js'
import { isSize } from './arrays.js'

/** Prices rounded to 6 decimals after an adjustment may overlap by their last digit. */
const ROUNDING = 1e-6

export function barsDoubtful(
  times: Float64Array,
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  unit: number,
  from: number,
): number {
  const rows = times.length
  const fits = isSize(from) && from <= rows && [open, high, low, close, volume].every(({ length }) => length === rows)
  if (!fits) throw new NativeError('ARRAY_LENGTH')
  if (!(isSize(unit) && unit >= 1)) throw new NativeError('BARS_UNIT')
  let before = from === 0 ? Number.NEGATIVE_INFINITY : times[from - 1]
  for (let i = from; i < rows; i++) {
    const time = times[i]
    const slack = ROUNDING * high[i]
    // False for NaN, as all comparisons are.
    const isGood =
      Number.isSafeInteger(time) &&
      time % unit === 0 &&
      time > before &&
      low[i] > 0 &&
      open[i] > 0 &&
      close[i] > 0 &&
      high[i] < Number.POSITIVE_INFINITY &&
      open[i] <= high[i] + slack &&
      close[i] <= high[i] + slack &&
      low[i] <= open[i] + slack &&
      low[i] <= close[i] + slack &&
      volume[i] >= 0 &&
      volume[i] <= Number.MAX_SAFE_INTEGER
    if (!isGood) return i
    before = time
  }
  return rows
}
