import { count, max, mean, min, std } from '../statistics.js'
import { excessReturns } from './growth.js'

/** How far returns scatter. NaN is a missing return and is left out; `perYear` is the number of sessions in a year. */

/**
 * Sample standard deviation; exactly 0 where all are the same, so that ratios of a constant series are not rounding noise. Source:
 * empyrical `_zero_dispersion_std`.
 */
export function deviation(returns: Float64Array): number {
  const spread = std(returns)
  return !Number.isNaN(spread) && max(returns) === min(returns) ? 0 : spread
}

/** Sample standard deviation times perYear^(1/alpha), alpha 2 for returns that do not remember. Source: empyrical `annual_volatility`. */
export function annualVolatility(returns: Float64Array, perYear: number, alpha = 2): number {
  return std(returns) * perYear ** (1 / alpha)
}

/**
 * Root of the mean square of what falls short of the required return a session (the rest counts as 0), times √perYear. Source:
 * empyrical `downside_risk`.
 */
export function downsideRisk(returns: Float64Array, perYear: number, required: number | Float64Array = 0): number {
  const short = excessReturns(returns, required)
  return Math.sqrt(mean(short.map((r) => (r < 0 ? r * r : r * 0)))) * Math.sqrt(perYear)
}

interface Moments {
  readonly observed: number
  readonly second: number
  readonly third: number
  readonly fourth: number
  /** Whether the spread is more than rounding. */
  readonly varies: boolean
}

function centralMoments(values: Float64Array): Moments {
  const center = mean(values)
  const sums = [0, 0, 0]
  for (const value of values) {
    if (Number.isNaN(value)) continue
    const away = value - center
    sums[0] += away ** 2
    sums[1] += away ** 3
    sums[2] += away ** 4
  }
  const observed = count(values)
  const [second, third, fourth] = sums.map((sum) => sum / observed)
  return { observed, second, third, fourth, varies: second > (1e-15 * center) ** 2 }
}

/** Third central moment over σ³, as of a whole population; NaN where nothing varies. Source: scipy `stats.skew`, as empyrical lists it. */
export function skewness(returns: Float64Array): number {
  const { second, third, varies } = centralMoments(returns)
  return varies ? third / second ** 1.5 : Number.NaN
}

/** Fourth central moment over σ⁴, less the normal curve's 3. Source: scipy `stats.kurtosis`. */
export function excessKurtosis(returns: Float64Array): number {
  const { second, fourth, varies } = centralMoments(returns)
  return varies ? fourth / second ** 2 - 3 : Number.NaN
}

/** Skewness of the population behind the sample; needs three values. Source: pandas `skew`, as quantstats has it. */
export function sampleSkewness(returns: Float64Array): number {
  const { observed: n, second, third, varies } = centralMoments(returns)
  if (n < 3) return Number.NaN
  return varies ? ((third / second ** 1.5) * Math.sqrt(n * (n - 1))) / (n - 2) : 0
}

/** Excess kurtosis of the population behind the sample; needs four values. Source: pandas `kurtosis`, as quantstats has it. */
export function sampleExcessKurtosis(returns: Float64Array): number {
  const { observed: n, second, fourth, varies } = centralMoments(returns)
  if (n < 4) return Number.NaN
  if (!varies) return 0
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (fourth / second ** 2) - 3 * (n - 1))
}
