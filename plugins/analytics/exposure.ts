import type { Performance } from '../../core/engine/metrics.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { mean } from '../../core/math/statistics.js'

/** What is held over portfolio value, at the end of each session, as fractions; short exposure is negative. */
export interface Exposure {
  readonly long: Float64Array
  readonly short: Float64Array
  readonly gross: Float64Array
  readonly net: Float64Array
}

export function exposure({ length, columns }: Performance): Exposure {
  const share = (column: Float64Array) => column.subarray(0, length).map((x, i) => x / columns.portfolio_value[i])
  return {
    long: share(columns.long_exposure),
    short: share(columns.short_exposure),
    gross: columns.gross_leverage.subarray(0, length),
    net: columns.net_leverage.subarray(0, length),
  }
}

/** Share of sessions that ended with a position. */
export function timeInMarket({ length, positions }: Performance): number {
  return positions.slice(0, length).filter((held) => held.length > 0).length / length
}

export const tradedValue = ({ amount, price, asset }: Transaction): number =>
  Math.abs(amount * price * asset.multiplier)

/**
 * Half of what was bought and sold in each session over its final portfolio value, as fractions: half of what pyfolio's `txn.get_turnover`
 * says with portfolio value as the denominator.
 */
export function turnover({ length, transactions, columns }: Performance): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const traded = transactions[i].reduce((sum, fill) => sum + tradedValue(fill), 0)
    return traded / 2 / columns.portfolio_value[i]
  })
}

/** The sessions' mean turnover times `perYear`: how often a year the portfolio is replaced. */
export function annualTurnover(performance: Performance, perYear: number): number {
  return mean(turnover(performance)) * perYear
}
