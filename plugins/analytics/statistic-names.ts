import * as versus from '../../core/math/returns/benchmark.js'
import * as falls from '../../core/math/returns/drawdowns.js'
import { annualReturn, totalReturn } from '../../core/math/returns/growth.js'
import * as ratios from '../../core/math/returns/ratios.js'
import * as risk from '../../core/math/returns/risk.js'
import * as tails from '../../core/math/returns/tails.js'
import * as wins from '../../core/math/returns/wins.js'

type Statistic = (returns: Float64Array, benchmark: Float64Array, perYear: number) => number

/** Figures by the names under which a performance has them. */
const STATISTICS = {
  total_return: totalReturn,
  annual_return: (r, _, year) => annualReturn(r, year),
  volatility: (r, _, year) => risk.annualVolatility(r, year),
  downside_risk: (r, _, year) => risk.downsideRisk(r, year),
  sharpe: (r, _, year) => ratios.sharpeRatio(r, year),
  sortino: (r, _, year) => ratios.sortinoRatio(r, year),
  calmar: (r, _, year) => ratios.calmarRatio(r, year),
  omega: (r, _, year) => ratios.omegaRatio(r, year),
  stability: ratios.stability,
  max_drawdown: falls.maxDrawdown,
  ulcer_index: falls.ulcerIndex,
  var: (r) => tails.valueAtRisk(r),
  cvar: (r) => tails.conditionalValueAtRisk(r),
  tail_ratio: tails.tailRatio,
  skew: risk.skewness,
  kurtosis: risk.excessKurtosis,
  win_rate: wins.winRate,
  profit_factor: wins.profitFactor,
  payoff_ratio: wins.payoffRatio,
  kelly: wins.kellyCriterion,
  beta: versus.beta,
  alpha: versus.alpha,
  information_ratio: versus.informationRatio,
  up_capture: versus.upCapture,
  down_capture: versus.downCapture,
} as const satisfies Record<string, Statistic>

export type StatisticName = keyof typeof STATISTICS
export const STATISTIC_NAMES = Object.keys(STATISTICS) as readonly StatisticName[]

export function statisticOf(
  name: StatisticName,
  returns: Float64Array,
  benchmark: Float64Array,
  perYear: number,
): number {
  return (STATISTICS[name] as Statistic)(returns, benchmark, perYear)
}
