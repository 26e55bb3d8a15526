import { std } from '../../math/statistics.js'
import type { FactorData } from './factor-data.js'

/** Forward returns less the mean of their session, or of their session and group. Source: alphalens' `demean_forward_returns`. */
export function demeaned({ begins, groups }: FactorData, forward: Float64Array, byGroup: boolean): Float64Array {
  const count = byGroup && groups ? groups.names.length : 1
  const out = new Float64Array(forward.length)
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)]
  for (let i = 0; i + 1 < begins.length; i++) {
    sums.fill(0)
    counts.fill(0)
    const groupOf = (row: number) => (byGroup && groups ? groups.codes[row] : 0)
    for (let row = begins[i]; row < begins[i + 1]; row++) {
      sums[groupOf(row)] += forward[row]
      counts[groupOf(row)]++
    }
    for (let row = begins[i]; row < begins[i + 1]; row++)
      out[row] = forward[row] - sums[groupOf(row)] / counts[groupOf(row)]
  }
  return out
}

/** Means and their standard errors; NaN where there is nothing, and the error of one value alone. */
export interface Means {
  readonly mean: Float64Array
  readonly error: Float64Array
}

/** Mean return of each bucket in each session: buckets × sessions, and with groups groups × buckets × sessions. */
export function returnsByDate(data: FactorData, forward: Float64Array, byGroup = false): Means {
  const { begins, buckets, bucketCount, groups } = data
  const sessions = begins.length - 1
  const cells = bucketCount * (byGroup && groups ? groups.names.length : 1)
  const [mean, error] = [0, 1].map(() => new Float64Array(cells * sessions).fill(Number.NaN))
  const [counts, squares, sums] = [0, 1, 2].map(() => new Float64Array(cells))
  const cellOf = (row: number) => (byGroup && groups ? groups.codes[row] * bucketCount : 0) + buckets[row] - 1
  for (let i = 0; i < sessions; i++) {
    for (const each of [counts, squares, sums]) each.fill(0)
    for (let row = begins[i]; row < begins[i + 1]; row++) {
      sums[cellOf(row)] += forward[row]
      counts[cellOf(row)]++
    }
    for (let row = begins[i]; row < begins[i + 1]; row++)
      squares[cellOf(row)] += (forward[row] - sums[cellOf(row)] / counts[cellOf(row)]) ** 2
    for (let cell = 0; cell < cells; cell++) {
      const n = counts[cell]
      if (n === 0) continue
      mean[cell * sessions + i] = sums[cell] / n
      if (n > 1) error[cell * sessions + i] = Math.sqrt(squares[cell] / (n - 1)) / Math.sqrt(n)
    }
  }
  return { mean, error }
}

/** Means of the sessions' means, a value a cell. Source: alphalens' `mean_return_by_quantile`. */
export function overSessions({ mean }: Means, sessions: number): Means {
  const cells = mean.length / sessions
  const out = { mean: new Float64Array(cells), error: new Float64Array(cells) }
  for (let cell = 0; cell < cells; cell++) {
    const there = mean.subarray(cell * sessions, (cell + 1) * sessions).filter((value) => !Number.isNaN(value))
    out.mean[cell] = there.reduce((sum, value) => sum + value, 0) / there.length
    out.error[cell] = std(there) / Math.sqrt(there.length)
  }
  return out
}

/** What returns over `period` sessions would be over `base`, had they grown steadily. */
export function rateOfReturn(returns: Float64Array, period: number, base: number): Float64Array {
  return period === base ? returns : returns.map((value) => (1 + value) ** (base / period) - 1)
}

/** Standard errors over `period` sessions brought to `base`. */
export function rateOfError(errors: Float64Array, period: number, base: number): Float64Array {
  return errors.map((value) => value / Math.sqrt(period / base))
}

/**
 * Session by session half the difference between the last bucket and the first: a portfolio half long, half short, at leverage 1. Buckets
 * × sessions in. Source: alphalens' `compute_mean_returns_spread`.
 */
export function spread({ mean, error }: Means, sessions: number): Means {
  const last = mean.length - sessions
  const first = Math.floor(mean.findIndex((value) => !Number.isNaN(value)) / sessions) * sessions
  const half = (at: (i: number) => number) => Float64Array.from({ length: sessions }, (_, i) => at(i) / 2)
  return {
    mean: half((i) => mean[last + i] - mean[first + i]),
    error: half((i) => Math.sqrt(error[last + i] ** 2 + error[first + i] ** 2)),
  }
}
