import { RustybtError } from '../kernel/errors.js'

/**
 * Reductions over `Float64Array`. NaN is missing and skipped. The order of additions is fixed, and pandas': sums and means
 * add in numpy's eight lanes, variances one after the other, so that averages of a flat price compare as they do there.
 */

export function count(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) total++
  return total
}

/** 0 of nothing. */
export function sum(values: Float64Array): number {
  const whole = sumBetween(values, 0, values.length)
  return Number.isNaN(whole) ? sumBetween(values.map(present), 0, values.length) : whole
}

/** Numpy's pairwise order: halves above 128 values, eight running sums above 7, one below. */
function sumBetween(values: Float64Array, start: number, end: number): number {
  const length = end - start
  if (length > 128) {
    const half = length >> 1
    const middle = start + half - (half % 8)
    return sumBetween(values, start, middle) + sumBetween(values, middle, end)
  }
  let i = start
  let total = 0
  if (length >= 8) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let e = 0
    let f = 0
    let g = 0
    let h = 0
    for (const last = end - (length % 8); i < last; i += 8) {
      a += values[i]
      b += values[i + 1]
      c += values[i + 2]
      d += values[i + 3]
      e += values[i + 4]
      f += values[i + 5]
      g += values[i + 6]
      h += values[i + 7]
    }
    total = a + b + (c + d) + (e + f + (g + h))
  }
  for (; i < end; i++) total += values[i]
  return total
}

function present(value: number): number {
  return !Number.isNaN(value) ? value : 0
}

function sumInOrder(values: Float64Array): number {
  let total = 0
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) total += values[i]
  return total
}

/** 1 of nothing. */
export function product(values: Float64Array): number {
  let total = 1
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) total *= values[i]
  return total
}

/** NaN of nothing. */
export function mean(values: Float64Array): number {
  return meanBetween(values, 0, values.length)
}

/** Of rows `start` up to, not including, `end`. */
export function meanBetween(values: Float64Array, start: number, end: number): number {
  const whole = sumBetween(values, start, end)
  if (!Number.isNaN(whole)) return whole / (end - start)
  const some = values.subarray(start, end)
  return sum(some) / count(some)
}

/** In two passes; NaN unless more than `ddof` values are present. */
export function variance(values: Float64Array, ddof = 1): number {
  const observed = count(values)
  if (observed <= ddof) return Number.NaN
  const center = sumInOrder(values) / observed
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const away = values[i] - center
    if (!Number.isNaN(away)) squares += away * away
  }
  return squares / (observed - ddof)
}

export function std(values: Float64Array, ddof = 1): number {
  return Math.sqrt(variance(values, ddof))
}

/** Row of the smallest value, the first of equals; -1 where none is present. */
export function indexOfMin(values: Float64Array): number {
  let row = -1
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]) && !(values[i] >= values[row])) row = i
  return row
}

export function indexOfMax(values: Float64Array): number {
  let row = -1
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]) && !(values[i] <= values[row])) row = i
  return row
}

export function min(values: Float64Array): number {
  const row = indexOfMin(values)
  return row < 0 ? Number.NaN : values[row]
}

export function max(values: Float64Array): number {
  const row = indexOfMax(values)
  return row < 0 ? Number.NaN : values[row]
}

/** Between neighbours in a straight line, from the nearer end, as numpy does. `q` in 0..1. */
export function quantile(values: Float64Array, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RustybtError('BAD_QUANTILE', `quantile: q is ${q}, must lie in 0..1`)
  return risingQuantile(values.filter((value) => !Number.isNaN(value)).sort(), q)
}

/** The same of values in rising order without a missing one. */
export function risingQuantile(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) return Number.NaN
  const place = q * (sorted.length - 1)
  const below = Math.floor(place)
  const share = place - below
  const low = sorted[below]
  const high = sorted[Math.min(below + 1, sorted.length - 1)]
  if (low === high) return low
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share
}

export function median(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  if (sorted.length === 0) return Number.NaN
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

/** Sums over the pairs in which both are present. */
function moments(a: Float64Array, b: Float64Array) {
  let pairs = 0
  let sumA = 0
  let sumB = 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue
    pairs++
    sumA += a[i]
    sumB += b[i]
  }
  const meanA = sumA / pairs
  const meanB = sumB / pairs
  let aa = 0
  let bb = 0
  let ab = 0
  for (let i = 0; i < length; i++) {
    if (Number.isNaN(a[i]) || Number.isNaN(b[i])) continue
    aa += (a[i] - meanA) ** 2
    bb += (b[i] - meanB) ** 2
    ab += (a[i] - meanA) * (b[i] - meanB)
  }
  return { pairs, meanA, meanB, aa, bb, ab }
}

export function covariance(a: Float64Array, b: Float64Array, ddof = 1): number {
  const { pairs, ab } = moments(a, b)
  return pairs > ddof ? ab / (pairs - ddof) : Number.NaN
}

/** Pearson's; NaN where either side does not vary. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const { pairs, aa, bb, ab } = moments(a, b)
  if (pairs < 2) return Number.NaN
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa) / Math.sqrt(bb)))
}

/** Rows from the smallest value to the largest (or back), equals in order of appearance, missing ones last. */
export function order(values: Float64Array, ascending = true): Int32Array {
  const rows = Int32Array.from(values.keys())
  const sign = ascending ? 1 : -1
  return rows.sort((i, j) => {
    const a = values[i]
    const b = values[j]
    if (Number.isNaN(a) || Number.isNaN(b))
      return a === b || (Number.isNaN(a) && Number.isNaN(b)) ? i - j : Number.isNaN(a) ? 1 : -1
    return a === b ? i - j : a < b ? -sign : sign
  })
}

/** Places from 1; equals share the mean of theirs, missing values have none. */
export function rank(values: Float64Array, ascending = true): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN)
  const rows = order(values, ascending)
  const observed = count(values)
  for (let i = 0; i < observed; ) {
    let end = i + 1
    while (end < observed && values[rows[end]] === values[rows[i]]) end++
    for (let k = i; k < end; k++) out[rows[k]] = (i + 1 + end) / 2
    i = end
  }
  return out
}

export interface Regression {
  readonly slope: number
  readonly intercept: number
  /** Correlation of x and y. */
  readonly r: number
  /** Standard error of the slope; 0 for two points, NaN for fewer. */
  readonly stderr: number
}

/** Least squares of y on x, over the pairs in which both are present. */
export function linearRegression(x: Float64Array, y: Float64Array): Regression {
  const { pairs, meanA, meanB, aa, bb, ab } = moments(x, y)
  if (pairs < 2) return { slope: Number.NaN, intercept: Number.NaN, r: Number.NaN, stderr: Number.NaN }
  const slope = ab / aa
  const r = aa === 0 || bb === 0 ? 0 : Math.max(-1, Math.min(1, ab / Math.sqrt(aa * bb)))
  const stderr = pairs === 2 ? 0 : Math.sqrt(((1 - r * r) * bb) / aa / (pairs - 2))
  return { slope, intercept: meanB - slope * meanA, r, stderr }
}
