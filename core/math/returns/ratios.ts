import { correlation, count, mean, sum } from '../statistics.js'
import { maxDrawdown } from './drawdowns.js'
import { annualReturn, excessReturns } from './growth.js'
import { deviation, downsideRisk } from './risk.js'

/** Return for the risk taken. NaN is a missing return and is left out; `perYear` is the number of sessions in a year. */

const observedOf = (returns: Float64Array) => returns.filter((r) => !Number.isNaN(r))

/**
 * Mean over standard deviation, times √perYear. `riskFree` is a rate a session, not a year. Returns that never vary give ±infinity, or
 * NaN at 0. Source: empyrical `sharpe_ratio`.
 */
export function sharpeRatio(returns: Float64Array, perYear: number, riskFree: number | Float64Array = 0): number {
  if (returns.length < 2) return Number.NaN
  const excess = excessReturns(returns, riskFree)
  return (mean(excess) / deviation(excess)) * Math.sqrt(perYear)
}

/** Mean yearly return over downside risk; `required` is a return a session. Source: empyrical `sortino_ratio`. */
export function sortinoRatio(returns: Float64Array, perYear: number, required: number | Float64Array = 0): number {
  if (returns.length < 2) return Number.NaN
  return (mean(excessReturns(returns, required)) * perYear) / downsideRisk(returns, perYear, required)
}

/** Sortino's ratio over √2, which makes it comparable with Sharpe's. Source: quantstats `adjusted_sortino`. */
export function adjustedSortino(returns: Float64Array, perYear: number): number {
  return sortinoRatio(returns, perYear) / Math.SQRT2
}

/** Annual return over the size of the deepest drawdown; NaN where there was none. Source: empyrical `calmar_ratio`. */
export function calmarRatio(returns: Float64Array, perYear: number): number {
  const deepest = maxDrawdown(returns)
  const ratio = deepest < 0 ? annualReturn(returns, perYear) / -deepest : Number.NaN
  return Number.isFinite(ratio) ? ratio : Number.NaN
}

/**
 * Gains over losses around a required yearly return; NaN where nothing fell short. `riskFree` is a rate a session. Source: empyrical
 * `omega_ratio`.
 */
export function omegaRatio(returns: Float64Array, perYear: number, requiredReturn = 0, riskFree = 0): number {
  if (returns.length < 2 || (perYear !== 1 && requiredReturn <= -1)) return Number.NaN
  const threshold = perYear === 1 ? requiredReturn : (1 + requiredReturn) ** (1 / perYear) - 1
  let gains = 0
  let losses = 0
  for (const r of returns) {
    const over = r - riskFree - threshold
    if (over > 0) gains += over
    else if (over < 0) losses -= over
  }
  return losses > 0 ? gains / losses : Number.NaN
}

/** R² of a straight line through the logarithm of wealth. NaN of fewer than two returns, or of none but 0. Source: empyrical `stability_of_timeseries`. */
export function stability(returns: Float64Array): number {
  const observed = observedOf(returns)
  if (observed.length < 2) return Number.NaN
  let total = 0
  const wealth = observed.map((r) => (total += Math.log1p(r)))
  return correlation(Float64Array.from(wealth.keys()), wealth) ** 2
}

/** Sum of returns over the size of the sum of losses; NaN without losses. Source: quantstats `gain_to_pain_ratio`. */
export function gainToPain(returns: Float64Array): number {
  const pain = -sum(returns.map((r) => (r < 0 ? r : 0)))
  return pain > 0 ? sum(returns) / pain : Number.NaN
}

/**
 * By how much standard deviations should be widened for returns that follow the one before: √(1 + 2 Σ (n−k)/n · |ρ|^k). 1 where ρ is
 * not defined. Source: quantstats `autocorr_penalty`.
 */
export function autocorrelationPenalty(returns: Float64Array): number {
  const observed = observedOf(returns)
  const n = observed.length
  if (n < 2) return 1
  const rho = Math.abs(correlation(observed.subarray(0, -1), observed.subarray(1)))
  if (Number.isNaN(rho)) return 1
  let widened = 0
  for (let k = 1; k < n; k++) widened += ((n - k) / n) * rho ** k
  return Math.sqrt(1 + 2 * widened)
}

/** Sharpe's ratio over the autocorrelation penalty. Source: quantstats `smart_sharpe`. */
export function smartSharpe(returns: Float64Array, perYear: number): number {
  return sharpeRatio(returns, perYear) / autocorrelationPenalty(returns)
}

/** Sortino's ratio over the autocorrelation penalty. Source: quantstats `smart_sortino`. */
export function smartSortino(returns: Float64Array, perYear: number): number {
  return sortinoRatio(returns, perYear) / autocorrelationPenalty(returns)
}

/** Sharpe's ratio of sessions, not annualized; NaN where nothing varies. Source: quantstats `risk_return_ratio`. */
export function riskReturnRatio(returns: Float64Array): number {
  const spread = deviation(returns)
  return spread === 0 ? Number.NaN : mean(returns) / spread
}

/** Share of sessions in which anything was gained or lost. Source: quantstats `exposure`, without its rounding up to whole per cents. */
export function activeShare(returns: Float64Array): number {
  const observed = count(returns)
  return observed === 0 ? 0 : returns.filter((r) => !Number.isNaN(r) && r !== 0).length / observed
}

/** Annual return over the share of active sessions. Source: quantstats `rar`, on the share without its rounding. */
export function exposureAdjustedReturn(returns: Float64Array, perYear: number): number {
  return annualReturn(returns, perYear) / activeShare(returns)
}
