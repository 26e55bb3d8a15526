import { count, mean, quantile, sum } from '../statistics.js'
import { tailRatio } from './tails.js'

/** Winning and losing sessions. NaN is a missing return and is left out. Formulas are those of quantstats (`quantstats/stats.py`). */

const wins = (returns: Float64Array) => returns.filter((r) => r > 0)
const losses = (returns: Float64Array) => returns.filter((r) => r < 0)
const ratio = (over: number, under: number) => (under === 0 ? Number.NaN : over / under)

/** Share of gains among the sessions that won or lost anything; NaN where none did. Source: `win_rate`, which answers 0 there. */
export function winRate(returns: Float64Array): number {
  const won = wins(returns).length
  return won / (won + losses(returns).length)
}

/** Mean of the sessions that moved. Source: `avg_return`. */
export function averageReturn(returns: Float64Array): number {
  return mean(returns.filter((r) => r !== 0))
}

/** Source: `avg_win`. */
export function averageWin(returns: Float64Array): number {
  return mean(wins(returns))
}

/** Source: `avg_loss`. */
export function averageLoss(returns: Float64Array): number {
  return mean(losses(returns))
}

/** Average win over the size of the average loss. Source: `payoff_ratio`, `win_loss_ratio`. */
export function payoffRatio(returns: Float64Array): number {
  return ratio(averageWin(returns), Math.abs(averageLoss(returns)))
}

/** Average gain a gain over average loss a loss; sessions of 0 count as gains. Source: `profit_ratio`. */
export function profitRatio(returns: Float64Array): number {
  const [gains, lost] = [returns.filter((r) => r >= 0), losses(returns)]
  if (gains.length === 0) return 0
  if (lost.length === 0) return Number.NaN
  return Math.abs(mean(gains) / gains.length) / Math.abs(mean(lost) / lost.length)
}

/** Sum of gains over the size of the sum of losses: infinite without losses, 0 without either. Source: `profit_factor`. */
export function profitFactor(returns: Float64Array): number {
  const [gained, lost] = [sum(wins(returns)), Math.abs(sum(losses(returns)))]
  if (lost === 0) return gained === 0 ? 0 : Number.POSITIVE_INFINITY
  return gained / lost
}

/** Profit factor times win rate times payoff ratio. Source: `cpc_index`. */
export function cpcIndex(returns: Float64Array): number {
  return profitFactor(returns) * winRate(returns) * payoffRatio(returns)
}

/** Profit factor times tail ratio; NaN where the fifth percentile is 0. Source: `common_sense_ratio`. */
export function commonSenseRatio(returns: Float64Array): number {
  const tail = tailRatio(returns)
  return Number.isFinite(tail) ? profitFactor(returns) * tail : Number.NaN
}

/** 99th percentile over the mean of gains (sessions of 0 among them). Source: `outlier_win_ratio`. */
export function outlierWinRatio(returns: Float64Array, q = 0.99): number {
  return ratio(quantile(returns, q), mean(returns.filter((r) => r >= 0)))
}

/** First percentile over the mean of losses. Source: `outlier_loss_ratio`. */
export function outlierLossRatio(returns: Float64Array, q = 0.01): number {
  return ratio(quantile(returns, q), mean(losses(returns)))
}

/** Share of capital that maximizes growth, from payoff and win rate. Source: `kelly_criterion`. */
export function kellyCriterion(returns: Float64Array): number {
  const payoff = payoffRatio(returns)
  const won = winRate(returns)
  return ratio(payoff * won - (1 - won), payoff)
}

/** ((1 − w) / (1 + w))^n of the win rate w over n sessions. Source: `risk_of_ruin`. */
export function riskOfRuin(returns: Float64Array): number {
  const won = winRate(returns)
  return ((1 - won) / (1 + won)) ** count(returns)
}

/** Longest run of sessions for which `is` holds; a missing return ends it. Source: `consecutive_wins`, `consecutive_losses`. */
function longestRun(returns: Float64Array, is: (r: number) => boolean): number {
  let longest = 0
  let run = 0
  for (const r of returns) {
    run = is(r) ? run + 1 : 0
    if (run > longest) longest = run
  }
  return longest
}

export const consecutiveWins = (returns: Float64Array): number => longestRun(returns, (r) => r > 0)
export const consecutiveLosses = (returns: Float64Array): number => longestRun(returns, (r) => r < 0)
