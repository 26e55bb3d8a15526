import { NativeError } from '../errors.js'
import { isSize, requireApart } from './arrays.js'

/*
 * Rolling reductions without subtraction. Rows are cut into blocks as long as the window; a window is then the end of one block
 * and the beginning of the next, so the reductions of all ends (backward through a block) and of all beginnings (forward) make up
 * every window. Nothing is ever taken away again: nothing drifts, and what a great value has swallowed comes back as soon as it
 * leaves. NaN and infinities are missing, as in pandas.
 */

interface Reduction {
  count: number
}

interface Algebra<R extends Reduction> {
  empty(): R
  add(reduction: R, value: number): R
  /** `earlier` followed by `later`. */
  join(earlier: R, later: R): R
}

/** A sum in two doubles, the second what the first has rounded off. */
interface Sum extends Reduction {
  high: number
  low: number
}

const SUM: Algebra<Sum> = {
  empty: () => ({ count: 0, high: 0, low: 0 }),
  add({ count, high, low }, value) {
    const sum = high + value
    return { count: count + 1, high: sum, low: low + roundedOff(high, value, sum) }
  },
  join(earlier, later) {
    const sum = earlier.high + later.high
    const low = earlier.low + later.low + roundedOff(earlier.high, later.high, sum)
    return { count: earlier.count + later.count, high: sum, low }
  },
}

/** What the addition a + b = sum has lost. */
function roundedOff(a: number, b: number, sum: number): number {
  const ofB = sum - a
  return a - (sum - ofB) + (b - ofB)
}

function totalOf({ high, low }: Sum): number {
  return Number.isFinite(high) ? high + low : high
}

/** Mean and sum of squared distances from it (Welford; Chan, Golub and LeVeque for the join). */
interface Spread extends Reduction {
  mean: number
  squares: number
}

const SPREAD: Algebra<Spread> = {
  empty: () => ({ count: 0, mean: 0, squares: 0 }),
  add(spread, value) {
    const count = spread.count + 1
    const distance = value - spread.mean
    const mean = spread.mean + distance / count
    return { count, mean, squares: spread.squares + distance * (value - mean) }
  },
  join(earlier, later) {
    if (earlier.count === 0) return later
    if (later.count === 0) return earlier
    const count = earlier.count + later.count
    const distance = later.mean - earlier.mean
    const share = later.count / count
    return {
      count,
      mean: earlier.mean + distance * share,
      squares: earlier.squares + later.squares + distance * distance * earlier.count * share,
    }
  },
}

/** `finish` gets a window's reduction and, where all its values are the same, that value. */
function roll<R extends Reduction>(
  algebra: Algebra<R>,
  values: Float64Array,
  window: number,
  minPeriods: number,
  out: Float64Array,
  finish: (whole: R, same: number | undefined) => number,
): void {
  const length = Math.min(window, Math.max(values.length, 1))
  const ends: R[] = Array.from({ length: length + 1 }, algebra.empty)
  let [last, run] = [Number.NaN, 0]
  for (let start = 0; start < values.length; start += length) {
    for (let row = length - 1; start > 0 && row >= 0; row--) {
      const value = values[start - length + row]
      ends[row] = Number.isFinite(value) ? algebra.add(ends[row + 1], value) : ends[row + 1]
    }
    let beginning = algebra.empty()
    for (let row = 0; row < length && start + row < values.length; row++) {
      const value = values[start + row]
      if (Number.isFinite(value)) {
        beginning = algebra.add(beginning, value)
        run = value === last ? run + 1 : 1
        last = value
      }
      const whole = algebra.join(ends[row + 1], beginning)
      const same = whole.count > 0 && run >= whole.count ? last : undefined
      const result = whole.count >= minPeriods ? finish(whole, same) : Number.NaN
      // A NaN that arithmetic makes has a sign of the processor's choosing.
      out[start + row] = Number.isNaN(result) ? Number.NaN : result
    }
  }
}

export function rollingSum(values: Float64Array, window: number, minPeriods: number, out: Float64Array): void {
  check(values, window, minPeriods, out)
  roll(SUM, values, window, minPeriods, out, (sum, same) => (same === undefined ? totalOf(sum) : same * sum.count))
}

export function rollingMean(values: Float64Array, window: number, minPeriods: number, out: Float64Array): void {
  check(values, window, minPeriods, out)
  roll(SUM, values, window, minPeriods, out, (sum, same) => same ?? totalOf(sum) / sum.count)
}

export function rollingStd(
  values: Float64Array,
  window: number,
  minPeriods: number,
  ddof: number,
  out: Float64Array,
): void {
  check(values, window, minPeriods, out)
  if (!isSize(ddof)) throw new NativeError('ROLLING_WINDOW')
  roll(SPREAD, values, window, minPeriods, out, (spread, same) => {
    const freedom = spread.count - ddof
    if (freedom <= 0) return Number.NaN
    return same === undefined ? Math.sqrt(spread.squares / freedom) : 0
  })
}

function check(values: Float64Array, window: number, minPeriods: number, out: Float64Array): void {
  requireApart(values, out)
  if (values.length !== out.length) throw new NativeError('ARRAY_LENGTH')
  if (!isSize(window) || window < 1 || !isSize(minPeriods) || minPeriods > window) {
    throw new NativeError('ROLLING_WINDOW')
  }
}
