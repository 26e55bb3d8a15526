import { normalDensity, normalQuantile } from '../distributions.js'
import { mean, quantile } from '../statistics.js'
import { deviation } from './risk.js'

/** The far ends of returns: losses are negative numbers, as returns are. `cutoff` is the share of sessions that are worse: 0.05. */

const observedOf = (returns: Float64Array) => returns.filter((r) => !Number.isNaN(r))

/**
 * The return that so many sessions fall below, as happened; NaN as soon as one is missing. Source: empyrical `value_at_risk`.
 */
export function valueAtRisk(returns: Float64Array, cutoff = 0.05): number {
  return returns.some(Number.isNaN) ? Number.NaN : quantile(returns, cutoff)
}

/** Mean of the worst sessions, at least one. NaN of nothing. Source: empyrical `conditional_value_at_risk`. */
export function conditionalValueAtRisk(returns: Float64Array, cutoff = 0.05): number {
  const sorted = observedOf(returns).sort()
  if (sorted.length === 0) return Number.NaN
  return mean(sorted.subarray(0, Math.trunc((sorted.length - 1) * cutoff) + 1))
}

/** As if returns were normal with their own mean and deviation. Source: quantstats `value_at_risk`. */
export function parametricValueAtRisk(returns: Float64Array, cutoff = 0.05): number {
  return mean(returns) + deviation(returns) * normalQuantile(cutoff)
}

/** The normal curve's mean below that point. Source: quantstats `conditional_value_at_risk`. */
export function parametricConditionalValueAtRisk(returns: Float64Array, cutoff = 0.05): number {
  const spread = deviation(returns)
  if (!(spread > 0)) return mean(returns)
  return mean(returns) - (spread * normalDensity(normalQuantile(cutoff))) / cutoff
}

/** Size of the 95th percentile over that of the 5th: above 1 the gains reach farther. Source: empyrical `tail_ratio`. */
export function tailRatio(returns: Float64Array): number {
  return Math.abs(quantile(returns, 0.95)) / Math.abs(quantile(returns, 0.05))
}

/** The returns above a quantile, in order of time. Source: quantstats `outliers`. */
export function outliers(returns: Float64Array, q = 0.95): Float64Array {
  const end = quantile(returns, q)
  return returns.filter((r) => r > end)
}

/** The returns below a quantile, in order of time: extreme losses stay. Source: quantstats `remove_outliers`. */
export function withoutOutliers(returns: Float64Array, q = 0.95): Float64Array {
  const end = quantile(returns, q)
  return returns.filter((r) => r < end)
}

/** A generalized Pareto distribution fitted to the losses beyond a threshold. Losses are positive here; all 0: it could not be fitted. */
export interface ParetoTail {
  readonly threshold: number
  readonly scale: number
  readonly shape: number
  readonly valueAtRisk: number
  readonly expectedShortfall: number
}

const NO_TAIL: ParetoTail = { threshold: 0, scale: 0, shape: 0, valueAtRisk: 0, expectedShortfall: 0 }

/**
 * Extreme value theory's estimate of value at risk and expected shortfall with probability `p`. The threshold is halved from 0.2 until
 * the fit has a fat tail. Source: empyrical `gpd_risk_estimates`, its likelihood and its search (Nelder–Mead) step by step.
 */
export function paretoTail(returns: Float64Array, p = 0.01): ParetoTail {
  if (returns.length < 3) return NO_TAIL
  const losses = returns.map((r) => -r).filter((loss) => loss > 0)
  for (let threshold = 0.2; threshold > 1e-9; threshold /= 2) {
    const beyond = losses.filter((loss) => loss >= threshold)
    const fit = beyond.length > 0 ? minimize((point) => -likelihood(point, beyond), [1, 1]) : undefined
    if (fit === undefined) continue
    const [scale, shape] = fit
    const ratio = (losses.length / beyond.length) * p
    const value = shape > 0 ? threshold + (scale / shape) * (ratio ** -shape - 1) : 0
    if (!(shape > 0 && value > 0)) continue
    const shortfall =
      shape >= 1 ? Number.POSITIVE_INFINITY : value / (1 - shape) + (scale - shape * threshold) / (1 - shape)
    return { threshold, scale, shape, valueAtRisk: value, expectedShortfall: shortfall }
  }
  return NO_TAIL
}

function likelihood([scale, shape]: readonly number[], losses: Float64Array): number {
  const n = losses.length
  if (shape === 0)
    return scale >= 0 ? -n * Math.log(scale) - losses.reduce((a, b) => a + b, 0) / scale : -Number.MAX_VALUE
  if (scale === 0 || !(shape / scale >= 0 && scale >= 0)) return -Number.MAX_VALUE
  let logs = 0
  for (const loss of losses) logs += Math.log((shape / scale) * loss + 1)
  return -n * Math.log(scale) - (1 / shape + 1) * logs
}

/** Nelder and Mead's search in the plane with scipy's constants; undefined where it did not come to an end in 400 steps. */
function minimize(f: (point: readonly number[]) => number, start: readonly number[]): readonly number[] | undefined {
  const most = 200 * start.length
  let calls = 0
  const judge = (at: readonly number[]) => {
    calls++
    return { at, value: f(at) }
  }
  let simplex = [
    start,
    ...start.map((_, k) => start.map((x, i) => (i === k ? (x === 0 ? 0.00025 : x * 1.05) : x))),
  ].map(judge)
  const sorted = () => {
    simplex = simplex
      .map((one, i) => [one, i] as const)
      .sort(([a, i], [b, j]) => a.value - b.value || i - j)
      .map(([one]) => one)
  }
  sorted()
  for (let step = 1; calls < most && step < most; step++) {
    const [best, ...others] = simplex
    const spread = Math.max(...others.flatMap(({ at }) => at.map((x, i) => Math.abs(x - best.at[i]))))
    const gap = Math.max(...others.map(({ value }) => Math.abs(best.value - value)))
    if (spread <= 1e-4 && gap <= 1e-4) return best.at
    const worst = simplex[simplex.length - 1]
    const center = start.map((_, i) => simplex.slice(0, -1).reduce((sum, { at }) => sum + at[i], 0) / start.length)
    const from = (by: number) => judge(center.map((x, i) => (1 + by) * x - by * worst.at[i]))
    const reflected = from(1)
    let next = reflected
    if (reflected.value < best.value) {
      const expanded = from(2)
      if (expanded.value < reflected.value) next = expanded
    } else if (reflected.value >= simplex[simplex.length - 2].value) {
      const isOutside = reflected.value < worst.value
      const contracted = from(isOutside ? 0.5 : -0.5)
      const isBetter = isOutside ? contracted.value <= reflected.value : contracted.value < worst.value
      if (isBetter) next = contracted
      else {
        simplex = [best, ...others.map(({ at }) => judge(at.map((x, i) => best.at[i] + 0.5 * (x - best.at[i]))))]
        sorted()
        continue
      }
    }
    simplex = [...simplex.slice(0, -1), next]
    sorted()
  }
  return undefined
}
