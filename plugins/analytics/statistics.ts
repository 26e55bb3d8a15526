import { covariance, max, mean, min, std, variance } from '../../core/math/statistics.js'

/**
 * Figures of a series of simple returns, one a session. NaN is a missing return and is left out. Formulas are those of empyrical
 * (`empyrical/stats.py`), with a risk-free rate of 0; `perYear` is the number of sessions in a year.
 */

/** Return over the whole series: the product of 1 + r, less 1. NaN of nothing. Source: empyrical `cum_returns_final`. */
export function totalReturn(returns: Float64Array): number {
  if (returns.length === 0) return Number.NaN
  let wealth = 1
  for (const r of returns) if (!Number.isNaN(r)) wealth *= 1 + r
  return wealth - 1
}

/** Yearly rate that compounds to the total return (CAGR); missing sessions count as time. Source: empyrical `annual_return`. */
export function annualReturn(returns: Float64Array, perYear: number): number {
  return (totalReturn(returns) + 1) ** (perYear / returns.length) - 1
}

/** Sample standard deviation times √perYear. Source: empyrical `annual_volatility`. */
export function annualVolatility(returns: Float64Array, perYear: number): number {
  return std(returns) * Math.sqrt(perYear)
}

/** Mean over standard deviation, times √perYear. Returns that never vary give ±infinity, or NaN at 0. Source: empyrical `sharpe_ratio`. */
export function sharpeRatio(returns: Float64Array, perYear: number): number {
  if (returns.length < 2) return Number.NaN
  const deviation = std(returns)
  const constant = !Number.isNaN(deviation) && max(returns) === min(returns)
  return (mean(returns) / (constant ? 0 : deviation)) * Math.sqrt(perYear)
}

/** Root of the mean square of the negative returns (gains count as 0), times √perYear. Source: empyrical `downside_risk`. */
export function downsideRisk(returns: Float64Array, perYear: number): number {
  return Math.sqrt(mean(returns.map((r) => (r < 0 ? r * r : r * 0)))) * Math.sqrt(perYear)
}

/** Mean yearly return over downside risk. Source: empyrical `sortino_ratio`. */
export function sortinoRatio(returns: Float64Array, perYear: number): number {
  return returns.length < 2 ? Number.NaN : (mean(returns) * perYear) / downsideRisk(returns, perYear)
}

/**
 * For each session how far wealth stands below its highest so far, the starting capital included: 0 at a peak, else negative, as a
 * fraction of the peak. Source: empyrical `drawdown_series`.
 */
export function drawdownSeries(returns: Float64Array): Float64Array {
  const out = new Float64Array(returns.length)
  let wealth = 100
  let peak = 100
  for (let i = 0; i < returns.length; i++) {
    if (!Number.isNaN(returns[i])) wealth *= 1 + returns[i]
    if (wealth > peak) peak = wealth
    out[i] = (wealth - peak) / peak
  }
  return out
}

/** Deepest drawdown, at most 0. NaN of nothing. Source: empyrical `max_drawdown`. */
export function maxDrawdown(returns: Float64Array): number {
  return min(drawdownSeries(returns))
}

/** Annual return over the size of the deepest drawdown; NaN where there was none. Source: empyrical `calmar_ratio`. */
export function calmarRatio(returns: Float64Array, perYear: number): number {
  const deepest = maxDrawdown(returns)
  const ratio = deepest < 0 ? annualReturn(returns, perYear) / -deepest : Number.NaN
  return Number.isFinite(ratio) ? ratio : Number.NaN
}

/** Covariance with the benchmark over the benchmark's variance; NaN where that does not vary. Source: empyrical `beta_aligned`. */
export function beta(returns: Float64Array, benchmark: Float64Array): number {
  const observed = benchmark.map((b, i) => (Number.isNaN(returns[i]) ? Number.NaN : b))
  const spread = variance(observed, 0)
  return spread >= 1e-30 ? covariance(returns, observed, 0) / spread : Number.NaN
}

/** Mean of what beta times the benchmark does not explain, compounded over a year. Source: empyrical `alpha_aligned`. */
export function alpha(returns: Float64Array, benchmark: Float64Array, perYear: number): number {
  if (returns.length < 2) return Number.NaN
  const slope = beta(returns, benchmark)
  return (1 + mean(returns.map((r, i) => r - slope * benchmark[i]))) ** perYear - 1
}

/** Share of winners among the sessions that won or lost anything. NaN where none did. */
export function winRate(returns: Float64Array): number {
  const won = returns.filter((r) => r > 0).length
  return won / (won + returns.filter((r) => r < 0).length)
}

/**
 * The last `window` returns of each session judged by `figure`; NaN before there are that many. Source: empyrical's `roll_*`, with the
 * answer on the window's last session.
 */
export function rolling(returns: Float64Array, window: number, figure: (part: Float64Array) => number): Float64Array {
  const out = new Float64Array(returns.length).fill(Number.NaN)
  for (let i = window - 1; i < returns.length; i++) out[i] = figure(returns.subarray(i - window + 1, i + 1))
  return out
}
