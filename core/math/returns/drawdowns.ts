import { normalDensity, normalQuantile } from '../distributions.js'
import { mean, min, sum } from '../statistics.js'
import { totalReturn } from './growth.js'
import { deviation } from './risk.js'

/**
 * For each session how far wealth stands below its highest so far, the starting capital included: 0 at a peak, else negative, as a
 * fraction of the peak. Source: empyrical `drawdown_series`.
 */
export function drawdownSeries(returns: Float64Array): Float64Array {
  const out = new Float64Array(returns.length)
  let growth = 1
  let peak = 100
  for (let i = 0; i < returns.length; i++) {
    if (!Number.isNaN(returns[i])) growth *= 1 + returns[i]
    const wealth = 100 * growth
    if (wealth > peak) peak = wealth
    out[i] = (wealth - peak) / peak
  }
  return out
}

/** Deepest drawdown, at most 0. NaN of nothing. Source: empyrical `max_drawdown`. */
export function maxDrawdown(returns: Float64Array): number {
  return min(drawdownSeries(returns))
}

/** A stretch below the highest value so far. Rows count sessions of the run; lengths are in sessions. */
export interface Drawdown {
  /** Row of the peak; -1 where that is the starting capital. */
  readonly peak: number
  /** Row of the lowest value. */
  readonly trough: number
  /** Row on which the peak was reached again; undefined: not yet. */
  readonly recovery: number | undefined
  /** At most 0, as a fraction of the peak. */
  readonly depth: number
  /** Sessions from the peak to the recovery, or to the last session. */
  readonly length: number
}

/** All stretches under water, in order of time: each begins at a peak and ends when that is reached again, so none overlap. */
export function drawdowns(returns: Float64Array): Drawdown[] {
  const below = drawdownSeries(returns)
  const found: Drawdown[] = []
  for (let at = 0; at < below.length; at++) {
    if (!(below[at] < 0)) continue
    const peak = at - 1
    let trough = at
    for (; at < below.length && below[at] < 0; at++) if (below[at] < below[trough]) trough = at
    const recovery = at < below.length ? at : undefined
    found.push({ peak, trough, recovery, depth: below[trough], length: (recovery ?? below.length - 1) - peak })
  }
  return found
}

/** The deepest, deepest first; of equals the earlier. */
export function deepestDrawdowns(returns: Float64Array, count: number): Drawdown[] {
  return drawdowns(returns)
    .sort((a, b) => a.depth - b.depth)
    .slice(0, count)
}

/** Root of the sum of squared drawdowns over n − 1. Source: quantstats `ulcer_index` (P. G. Martin, 1987). */
export function ulcerIndex(returns: Float64Array): number {
  return Math.sqrt(sum(drawdownSeries(returns).map((depth) => depth * depth)) / (returns.length - 1))
}

/** Total return over the ulcer index; NaN without a drawdown. Source: quantstats `ulcer_performance_index`. */
export function ulcerPerformance(returns: Float64Array): number {
  const ulcer = ulcerIndex(returns)
  return ulcer === 0 ? Number.NaN : totalReturn(returns) / ulcer
}

/**
 * Sum of returns over ulcer index times pitfall, the expected shortfall of drawdowns (as of a normal curve, at 5 %) over the standard
 * deviation of returns. Source: quantstats `serenity_index`.
 */
export function serenityIndex(returns: Float64Array): number {
  const below = drawdownSeries(returns)
  const spread = deviation(below)
  const shortfall = mean(below) - (spread > 0 ? (spread * normalDensity(normalQuantile(0.05))) / 0.05 : 0)
  const divisor = ulcerIndex(returns) * (-shortfall / deviation(returns))
  return divisor === 0 || !Number.isFinite(divisor) ? Number.NaN : sum(returns) / divisor
}

/** Size of the sum of returns over that of the deepest drawdown; NaN without one. Source: quantstats `recovery_factor`. */
export function recoveryFactor(returns: Float64Array): number {
  const deepest = maxDrawdown(returns)
  return deepest < 0 ? Math.abs(sum(returns)) / -deepest : Number.NaN
}
