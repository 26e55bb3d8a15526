import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import type { PriceHistory, SessionBars } from '../../core/engine/prices.js'
import { max, mean, quantile } from '../../core/math/statistics.js'

/** Share of weights at a session's end that is in few hands: weights are over the sum of all positions' sizes. */
export interface Concentration {
  /** The largest position's share, and that of the five largest; NaN where nothing is held. */
  readonly largest: Float64Array
  readonly fiveLargest: Float64Array
  /** One over the sum of squared shares: as many equal positions would be as concentrated (Herfindahl and Hirschman). */
  readonly effective: Float64Array
  readonly held: Float64Array
}

export function concentration(
  { length, positions }: Performance,
  multiplierOf: (sid: number) => number,
): Concentration {
  const make = () => new Float64Array(length).fill(Number.NaN)
  const [largest, fiveLargest, effective, held] = [make(), make(), make(), new Float64Array(length)]
  for (let row = 0; row < length; row++) {
    const sizes = positionRecords(positions[row])
      .map(({ sid, amount, lastSalePrice }) => Math.abs(amount * lastSalePrice * multiplierOf(sid)))
      .sort((a, b) => b - a)
    held[row] = sizes.length
    const total = sizes.reduce((sum, size) => sum + size, 0)
    if (!(total > 0)) continue
    const shares = sizes.map((size) => size / total)
    largest[row] = shares[0]
    fiveLargest[row] = shares.slice(0, 5).reduce((sum, share) => sum + share, 0)
    effective[row] = 1 / shares.reduce((sum, share) => sum + share * share, 0)
  }
  return { largest, fiveLargest, effective, held }
}

/** How much more money the strategy could have moved. */
export interface Capacity {
  /** Share of a session's volume that fills took: the mean, the 95th percentile, and the largest. */
  readonly averageShare: number
  readonly highShare: number
  readonly largestShare: number
  /**
   * Mean portfolio value times the share of volume allowed over the 95th percentile of the shares taken: at that size one fill in twenty
   * would have taken more.
   */
  readonly capacity: number
}

/** NaN where no fill has volumes. `allowed`: share of a session's volume that may be taken. */
export function capacity(performance: Performance, prices: PriceHistory | undefined, allowed = 0.025): Capacity {
  const shares: number[] = []
  performance.transactions.slice(0, performance.length).forEach((fills, row) => {
    const taken = new Map<number, number>()
    for (const { asset, amount } of fills) taken.set(asset.sid, (taken.get(asset.sid) ?? 0) + Math.abs(amount))
    for (const [sid, units] of taken) {
      const volume = prices?.of(sid)?.volume[row] ?? 0
      if (volume > 0) shares.push(units / volume)
    }
  })
  const all = Float64Array.from(shares)
  const high = quantile(all, 0.95)
  const value = mean(performance.columns.portfolio_value.subarray(0, performance.length))
  return {
    averageShare: mean(all),
    highShare: high,
    largestShare: max(all),
    capacity: (value * allowed) / high,
  }
}

/**
 * Sessions that it takes to sell a position while taking no more than `allowed` of the mean turnover of the last `window` sessions: close ×
 * volume, which splits leave alone.
 */
export function sessionsToLiquidate(
  units: number,
  { close, volume }: Pick<SessionBars, 'close' | 'volume'>,
  lastRow: number,
  allowed = 0.1,
  window = 20,
): number {
  const from = Math.max(0, lastRow - window + 1)
  const usual = mean(close.subarray(from, lastRow + 1).map((price, i) => price * volume[from + i]))
  return (Math.abs(units) * close[lastRow]) / (allowed * usual)
}
