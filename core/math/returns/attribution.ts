import { RustybtError } from '../../kernel/errors.js'
import { type LeastSquares, leastSquares } from '../regression.js'
import { excessReturns } from './growth.js'

/** Where returns came from. Returns are a session's; `riskFree` is a rate a session. */

/** Alpha and beta with standard errors: r − f on b − f (CAPM, Jensen 1968). The intercept is alpha a session. */
export function marketRegression(returns: Float64Array, benchmark: Float64Array, riskFree = 0): LeastSquares {
  return leastSquares(excessReturns(returns, riskFree), { beta: excessReturns(benchmark, riskFree) })
}

/** Returns on named factors' returns (Fama and French 1993, Carhart 1997 for their factors). */
export function factorRegression(
  returns: Float64Array,
  factors: Readonly<Record<string, Float64Array>>,
  riskFree = 0,
): LeastSquares {
  return leastSquares(excessReturns(returns, riskFree), factors)
}

/**
 * Market timing by a curve: r = α + β·m + γ·m². γ above 0: exposure rises with the market. Source: J. Treynor and K. Mazuy, "Can mutual
 * funds outguess the market?", Harvard Business Review 44 (1966).
 */
export function treynorMazuy(returns: Float64Array, benchmark: Float64Array, riskFree = 0): LeastSquares {
  const market = excessReturns(benchmark, riskFree)
  return leastSquares(excessReturns(returns, riskFree), { beta: market, timing: market.map((m) => m * m) })
}

/**
 * Market timing by an option: r = α + β·m + γ·max(0, −m). γ above 0: the strategy holds less when the market falls. Source: R. Henriksson
 * and R. Merton, "On market timing and investment performance II", Journal of Business 54 (1981).
 */
export function henrikssonMerton(returns: Float64Array, benchmark: Float64Array, riskFree = 0): LeastSquares {
  const market = excessReturns(benchmark, riskFree)
  return leastSquares(excessReturns(returns, riskFree), { beta: market, timing: market.map((m) => Math.max(0, -m)) })
}

/** A sector's weight and return in the portfolio and in the benchmark over one period, as fractions. */
export interface SectorPeriod {
  readonly weight: number
  readonly return: number
  readonly benchmarkWeight: number
  readonly benchmarkReturn: number
}

export interface SectorEffect {
  readonly sector: string
  /** Of having been more or less in the sector than the benchmark: (w − W)(R_s − R). */
  readonly allocation: number
  /** Of what was held in it: W(r_s − R_s). */
  readonly selection: number
  /** Of both at once: (w − W)(r_s − R_s). */
  readonly interaction: number
}

export interface Brinson {
  readonly sectors: readonly SectorEffect[]
  readonly allocation: number
  readonly selection: number
  readonly interaction: number
  /** Portfolio's return less the benchmark's. */
  readonly active: number
  /** What of it the effects leave unexplained: rounding alone where weights sum to one. */
  readonly residual: number
}

/**
 * Attribution of one period by sector. Source: G. Brinson and N. Fachler, "Measuring non-US equity portfolio performance", Journal of
 * Portfolio Management 11 (1985). The totals given are those of the whole portfolio and benchmark, where they are known better than as
 * sums over sectors; what the sectors do not explain of them is the residual.
 */
export function brinson(
  period: Readonly<Record<string, SectorPeriod>>,
  totals: { readonly portfolio?: number; readonly benchmark?: number } = {},
): Brinson {
  const all = Object.values(period)
  const sum = (value: (one: SectorPeriod) => number) => all.reduce((total, one) => total + value(one), 0)
  const benchmark = sum((one) => one.benchmarkWeight * one.benchmarkReturn)
  const portfolio = totals.portfolio ?? sum((one) => one.weight * one.return)
  const sectors = Object.entries(period).map(([sector, one]) => ({
    sector,
    allocation: (one.weight - one.benchmarkWeight) * (one.benchmarkReturn - benchmark),
    selection: one.benchmarkWeight * (one.return - one.benchmarkReturn),
    interaction: (one.weight - one.benchmarkWeight) * (one.return - one.benchmarkReturn),
  }))
  return summed(sectors, portfolio - (totals.benchmark ?? benchmark))
}

function summed(sectors: readonly SectorEffect[], active: number): Brinson {
  const total = (name: 'allocation' | 'selection' | 'interaction') => sectors.reduce((sum, one) => sum + one[name], 0)
  const [allocation, selection, interaction] = [total('allocation'), total('selection'), total('interaction')]
  return {
    sectors,
    allocation,
    selection,
    interaction,
    active,
    residual: active - allocation - selection - interaction,
  }
}

/**
 * Effects of several periods as effects on the compounded active return: each period's are scaled by its logarithmic coefficient. Source:
 * D. Cariño, "Combining attribution effects over time", Journal of Performance Measurement 3 (1999). Throws `BRINSON_PERIODS`.
 */
export function linkBrinson(
  periods: readonly Brinson[],
  returns: readonly { readonly portfolio: number; readonly benchmark: number }[],
): Brinson {
  if (periods.length !== returns.length)
    throw new RustybtError(
      'BRINSON_PERIODS',
      `${periods.length} attributions, but returns of ${returns.length} periods`,
    )
  const compound = (name: 'portfolio' | 'benchmark') => returns.reduce((wealth, one) => wealth * (1 + one[name]), 1) - 1
  const [portfolio, benchmark] = [compound('portfolio'), compound('benchmark')]
  const coefficient = (r: number, b: number) => (r === b ? 1 / (1 + r) : (Math.log1p(r) - Math.log1p(b)) / (r - b))
  const whole = coefficient(portfolio, benchmark)
  const effects = new Map<string, { allocation: number; selection: number; interaction: number }>()
  periods.forEach(({ sectors }, i) => {
    const scale = coefficient(returns[i].portfolio, returns[i].benchmark) / whole
    for (const { sector, allocation, selection, interaction } of sectors) {
      const so = effects.get(sector) ?? { allocation: 0, selection: 0, interaction: 0 }
      so.allocation += scale * allocation
      so.selection += scale * selection
      so.interaction += scale * interaction
      effects.set(sector, so)
    }
  })
  return summed(
    Array.from(effects, ([sector, effect]) => ({ sector, ...effect })),
    portfolio - benchmark,
  )
}
