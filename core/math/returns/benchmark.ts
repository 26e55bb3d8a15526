import { correlation, covariance, mean, order, variance } from '../statistics.js'
import { annualReturn, excessReturns, periodReturns, type ReturnPeriod, totalReturn } from './growth.js'
import { deviation } from './risk.js'

/**
 * Returns beside a benchmark's, session by session: both arrays have one length. NaN is a missing return. Formulas are empyrical's
 * (`empyrical/stats.py`), on aligned series.
 */

/** Covariance with the benchmark over the benchmark's variance; NaN where that does not vary. Source: `beta_aligned`. */
export function beta(returns: Float64Array, benchmark: Float64Array): number {
  const observed = benchmark.map((b, i) => (Number.isNaN(returns[i]) ? Number.NaN : b))
  const spread = variance(observed, 0)
  return spread >= 1e-30 ? covariance(returns, observed, 0) / spread : Number.NaN
}

/** Mean of what beta times the benchmark does not explain, compounded over a year. Source: `alpha_aligned`. */
export function alpha(returns: Float64Array, benchmark: Float64Array, perYear: number, riskFree = 0): number {
  if (returns.length < 2) return Number.NaN
  const slope = beta(returns, benchmark)
  const rest = returns.map((r, i) => r - riskFree - slope * (benchmark[i] - riskFree))
  return (1 + mean(rest)) ** perYear - 1
}

/** The same mean, not compounded but times perYear. Source: quantstats `greeks`. */
export function arithmeticAlpha(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  const [r, b] = paired(returns, benchmark)
  return (mean(r) - beta(r, b) * mean(b)) * perYear
}

function paired(
  returns: Float64Array,
  benchmark: Float64Array,
  keep: (b: number) => boolean = () => true,
): [Float64Array, Float64Array] {
  const is = (i: number) => !Number.isNaN(returns[i]) && !Number.isNaN(benchmark[i]) && keep(benchmark[i])
  return [returns.filter((_, i) => is(i)), benchmark.filter((_, i) => is(i))]
}

type Versus = (returns: Float64Array, benchmark: Float64Array) => number

/** A figure of the sessions alone in which the benchmark rose. Source: `up`. */
export const whenUp = (figure: Versus): Versus => {
  return (returns, benchmark) => figure(...paired(returns, benchmark, (b) => b > 0))
}
/** A figure of the sessions alone in which the benchmark fell. Source: `down`. */
export const whenDown = (figure: Versus): Versus => {
  return (returns, benchmark) => figure(...paired(returns, benchmark, (b) => b < 0))
}

/** Annual return over the benchmark's. Source: `capture`. */
export function capture(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  return annualReturn(returns, perYear) / annualReturn(benchmark, perYear)
}

/** Source: `up_capture`. */
export function upCapture(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  return whenUp((r, b) => capture(r, b, perYear))(returns, benchmark)
}

/** Source: `down_capture`. */
export function downCapture(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  return whenDown((r, b) => capture(r, b, perYear))(returns, benchmark)
}

/** Source: `up_down_capture`. */
export function upDownCapture(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  return upCapture(returns, benchmark, perYear) / downCapture(returns, benchmark, perYear)
}

/** Share of sessions better than the benchmark: of all, of those in which it did not fall, of those in which it fell. */
export interface BattingAverage {
  readonly all: number
  readonly up: number
  readonly down: number
}

/** NaN where there is no session of the kind. Source: `batting_average`. */
export function battingAverage(returns: Float64Array, benchmark: Float64Array): BattingAverage {
  const share = (keep: (b: number) => boolean) => {
    const [r, b] = paired(returns, benchmark, keep)
    return r.filter((value, i) => value - b[i] > 0).length / r.length
  }
  return { all: share(() => true), up: share((b) => b >= 0), down: share((b) => b < 0) }
}

/** Standard deviation of returns less the benchmark's, times √perYear. */
export function trackingError(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  return deviation(excessReturns(returns, benchmark)) * Math.sqrt(perYear)
}

/**
 * Mean of returns less the benchmark's over their standard deviation, a session. Source: `excess_sharpe`; quantstats
 * `information_ratio`.
 */
export function informationRatio(returns: Float64Array, benchmark: Float64Array): number {
  if (returns.length < 2) return Number.NaN
  const active = excessReturns(returns, benchmark)
  return mean(active) / deviation(active)
}

/** Share of variance that moves with the benchmark. Source: quantstats `r_squared`. */
export function rSquared(returns: Float64Array, benchmark: Float64Array): number {
  return correlation(returns, benchmark) ** 2
}

/** Total return over beta. Source: quantstats `treynor_ratio`. */
export function treynorRatio(returns: Float64Array, benchmark: Float64Array): number {
  return totalReturn(returns) / beta(...paired(returns, benchmark))
}

/**
 * How much more is gained at the benchmark's extremes than in its middle: below 0 the strategy is hurt by extremes. Needs three pairs.
 * Source: `beta_fragility_heuristic`, after Taleb and others, "A new heuristic measure of fragility and tail risks" (2012).
 */
export function betaFragility(returns: Float64Array, benchmark: Float64Array): number {
  const [r, b] = paired(returns, benchmark)
  if (r.length < 3) return Number.NaN
  const rows = order(b)
  const [start, middle, end] = [rows[0], rows[rows.length >> 1], rows[rows.length - 1]]
  const range = b[end] - b[start]
  const [first, last] = range === 0 ? [0.5, 0.5] : [(b[end] - b[middle]) / range, (b[middle] - b[start]) / range]
  return first * r[start] + last * r[end] - r[middle]
}

/** A period's return and the benchmark's. */
export interface PeriodBeside {
  /** As `periodReturns` names it: '2020-01'. */
  readonly period: string
  readonly strategy: number
  readonly benchmark: number
  /** The one over the other; NaN where the benchmark stood still. */
  readonly multiple: number
  /** At least the benchmark's. */
  readonly won: boolean
}

/** Returns beside the benchmark's, period by period. Source: quantstats `compare` with `eow`, `eom`, `eoq`, `eoy`, which says per cent. */
export function byPeriod(
  sessions: readonly string[],
  returns: Float64Array,
  benchmark: Float64Array,
  period: ReturnPeriod,
): PeriodBeside[] {
  const market = periodReturns(sessions, benchmark, period)
  return Array.from(periodReturns(sessions, returns, period), ([name, strategy]) => {
    const other = market.get(name)!
    const multiple = other === 0 ? Number.NaN : strategy / other
    return { period: name, strategy, benchmark: other, multiple, won: strategy >= other }
  })
}
