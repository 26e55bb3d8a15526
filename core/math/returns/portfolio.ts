import { RustybtError } from '../../kernel/errors.js'
import { normalQuantile } from '../distributions.js'
import { correlation, covariance, mean, risingQuantile } from '../statistics.js'
import { drawReturns } from './paths.js'

/** Risk of what is held, by its parts: weights are fractions of portfolio value, returns a series an asset over the same sessions. */

/** What one position adds to a value at risk. Contributions are signed as losses are: negative numbers are risk. */
export interface RiskPart {
  /** The position's share of the total: they sum to it. */
  readonly component: number
  /** By how much the total changes with one more unit of weight. */
  readonly marginal: number
}

export interface PortfolioRisk {
  /** A return: negative is a loss. */
  readonly total: number
  readonly parts: readonly RiskPart[]
}

function check(weights: Float64Array, returns: readonly Float64Array[]): number {
  const length = returns[0]?.length ?? 0
  if (weights.length !== returns.length || returns.some((series) => series.length !== length))
    throw new RustybtError('PORTFOLIO_SHAPE', 'one weight and one series of returns an asset, all of one length')
  return length
}

/** Covariances of every pair, over the sessions in which both are present. */
export function covarianceMatrix(returns: readonly Float64Array[], ddof = 1): number[][] {
  return returns.map((a) => returns.map((b) => covariance(a, b, ddof)))
}

/** Correlations of every pair; NaN where a side does not vary. */
export function correlationMatrix(returns: readonly Float64Array[]): number[][] {
  return returns.map((a, i) => returns.map((b, j) => (i === j ? 1 : correlation(a, b))))
}

/**
 * Value at risk of normal returns and each position's part in it: μ_p + z·σ_p, where σ_p divides by Euler's rule into w_i(Σw)_i/σ_p.
 * Source: P. Jorion, "Value at Risk" (3rd ed., 2007), ch. 7.
 */
export function componentValueAtRisk(
  weights: Float64Array,
  returns: readonly Float64Array[],
  cutoff = 0.05,
): PortfolioRisk {
  check(weights, returns)
  const matrix = covarianceMatrix(returns)
  const pull = matrix.map((row) => row.reduce((sum, value, j) => sum + value * weights[j], 0))
  const spread = Math.sqrt(
    Math.max(
      0,
      pull.reduce((sum, value, i) => sum + weights[i] * value, 0),
    ),
  )
  const z = normalQuantile(cutoff)
  const parts = returns.map((series, i) => {
    const marginal = mean(series) + (spread > 0 ? (z * pull[i]) / spread : 0)
    return { marginal, component: weights[i] * marginal }
  })
  return { total: parts.reduce((sum, { component }) => sum + component, 0), parts }
}

/**
 * Expected shortfall of today's positions over the past sessions and each position's part in it: its mean contribution in the sessions
 * in which the whole was worst. A missing return counts as none. NaN of no session.
 */
export function componentShortfall(
  weights: Float64Array,
  returns: readonly Float64Array[],
  cutoff = 0.05,
): PortfolioRisk {
  const length = check(weights, returns)
  const of = (i: number, row: number) => (Number.isNaN(returns[i][row]) ? 0 : returns[i][row])
  const whole = Array.from({ length }, (_, row) => weights.reduce((sum, weight, i) => sum + weight * of(i, row), 0))
  const worst = [...whole.keys()].sort((a, b) => whole[a] - whole[b] || a - b)
  const tail = worst.slice(0, Math.trunc((length - 1) * cutoff) + 1)
  const parts = returns.map((_, i) => {
    const marginal = tail.reduce((sum, row) => sum + of(i, row), 0) / tail.length
    return { marginal, component: weights[i] * marginal }
  })
  return { total: parts.reduce((sum, { component }) => sum + component, 0), parts }
}

export interface SimulatedTail {
  /** The return that `cutoff` of the paths fall below at the horizon, and the mean of those paths. */
  readonly valueAtRisk: number
  readonly conditionalValueAtRisk: number
}

/**
 * Value at risk over a horizon of sessions by drawn paths: `bootstrap` draws past sessions with replacement, `normal` draws from the
 * normal curve with their mean and deviation. The same seed gives the same answer. Throws `MONTE_CARLO_RANGE`.
 */
export function simulatedTail(
  returns: Float64Array,
  {
    seed,
    horizon = 1,
    paths = 10_000,
    cutoff = 0.05,
    draw = 'bootstrap',
  }: {
    readonly seed: number | string
    readonly horizon?: number
    readonly paths?: number
    readonly cutoff?: number
    readonly draw?: 'bootstrap' | 'normal'
  },
): SimulatedTail {
  if (!(cutoff > 0 && cutoff < 1))
    throw new RustybtError('MONTE_CARLO_RANGE', `a cutoff between 0 and 1: was ${cutoff}`)
  const drawn: number[] = []
  drawReturns(returns, { seed, horizon, paths, draw }, (path) => {
    let wealth = 1
    for (const r of path) wealth *= 1 + r
    drawn.push(wealth - 1)
  })
  if (drawn.length === 0) return { valueAtRisk: Number.NaN, conditionalValueAtRisk: Number.NaN }
  const ends = Float64Array.from(drawn).sort()
  return {
    valueAtRisk: risingQuantile(ends, cutoff),
    conditionalValueAtRisk: mean(ends.subarray(0, Math.trunc((paths - 1) * cutoff) + 1)),
  }
}
