import { type Performance, positionRecords } from '../../core/engine/metrics.js'
import { closeReturns, type PriceHistory } from '../../core/engine/prices.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { annualReturn } from '../../core/math/returns/growth.js'
import { sharpeRatio } from '../../core/math/returns/ratios.js'
import { rolling } from '../../core/math/returns/rolling.js'
import { max, mean, quantile, std } from '../../core/math/statistics.js'
import { tradedValue } from './exposure.js'
import { slippageOf } from './reconciliation.js'

/** The run as it would have been with so much capital: the same trades, as much larger, and what moving the market would have cost. */
export interface CapacityPoint {
  /** In currency units. */
  readonly capital: number
  readonly annualReturn: number
  readonly sharpe: number
  /** What impact took of what was traded, as a fraction. */
  readonly impact: number
  /** Share of the usual turnover that a session's trades in one asset take: the 95th percentile, and the largest. */
  readonly highShare: number
  readonly largestShare: number
  /** Sessions to sell the least liquid position that was ever held, at `allowed` of the usual turnover. */
  readonly sessionsToSell: number
}

export interface CapacityCurve {
  /** From a tenth of the run's capital in steps of about three, until nothing is gained. */
  readonly points: readonly CapacityPoint[]
  /** The capital at which one session's trades in an asset out of twenty take `allowed` of the usual turnover: beyond it the law is stretched. */
  readonly crowded: number
  /**
   * The capital at which half of the Sharpe ratio without impact is left, and that at which nothing is gained; NaN where there is nothing
   * to lose without impact either, Infinity beyond 10¹² times the run's.
   */
  readonly halved: number
  readonly spent: number
  /** Fills without prices or volumes: they cost nothing here. */
  readonly unknown: number
}

export interface CapacityTerms {
  /** What the run began with. */
  readonly capital: number
  readonly perYear: number
  /** Cost of trading a day's usual turnover, in daily volatilities. */
  readonly coefficient?: number
  /** Sessions of which turnover and volatility are usual: those up to the trade's, or the run's first. */
  readonly window?: number
  /** Share of the usual turnover at which positions are sold. */
  readonly allowed?: number
}

/**
 * How a strategy fares with its capital: the run's slippage is given back, and in its place each session's trades in an asset pay
 * coefficient · σ · √(value / V) of their value, σ the deviation of its daily returns and V its mean daily turnover (close × volume, which
 * splits leave alone). With m times the capital trades are m times as large, so the cost of a unit grows by √m. Source: R. Grinold and R. Kahn, "Active Portfolio Management" (2nd ed.,
 * 2000), ch. 16; B. Tóth and others, "Anomalous price impact and the critical nature of liquidity", Physical Review X 1 (2011).
 * undefined: nothing was traded of which volumes are known, or nothing whose close ever moves, so that there is no impact to speak of.
 */
export function capacityCurve(
  performance: Performance,
  prices: PriceHistory,
  { capital, perYear, coefficient = 1, window = 20, allowed = 0.1 }: CapacityTerms,
): CapacityCurve | undefined {
  const { length, columns, transactions } = performance
  const usual = usualTrading(prices, window, length)
  const before = (row: number) => (row === 0 ? capital : columns.portfolio_value[row - 1])
  const gross = columns.returns.slice(0, length)
  const cost = new Float64Array(length)
  const shares: number[] = []
  let [traded, paid, unknown] = [0, 0, 0]
  transactions.slice(0, length).forEach((fills, row) => {
    for (const [sid, { value, multiplier, count }] of byAsset(fills)) {
      const of = usual(sid)
      const share = value / multiplier / (of?.turnover[row] ?? 0)
      const impact = coefficient * (of?.volatility[row] ?? Number.NaN) * Math.sqrt(share) * value
      if (!Number.isFinite(impact)) {
        unknown += count
        continue
      }
      shares.push(share)
      cost[row] += impact / before(row)
      traded += value
      paid += impact
    }
    for (const fill of fills) gross[row] -= exactToNumber(slippageOf(fill)) / before(row)
  })
  if (!(paid > 0)) return undefined
  const at = (times: number) => gross.map((r, row) => r - Math.sqrt(times) * cost[row])
  /** A session that costs more than there is ends it. */
  const growth = (returns: Float64Array) => (returns.some((r) => r <= -1) ? -1 : annualReturn(returns, perYear))
  const all = Float64Array.from(shares)
  const [highShare, largestShare] = [quantile(all, 0.95), max(all)]
  const slowest = slowestSale(performance, usual) / allowed
  const points: CapacityPoint[] = []
  for (const times of TIMES) {
    const returns = at(times)
    const gained = growth(returns)
    points.push({
      capital: capital * times,
      annualReturn: gained,
      sharpe: sharpeRatio(returns, perYear),
      impact: (Math.sqrt(times) * paid) / traded,
      highShare: times * highShare,
      largestShare: times * largestShare,
      sessionsToSell: times * slowest,
    })
    if (times >= 1 && !(gained > 0)) break
  }
  const half = sharpeRatio(gross, perYear) / 2
  return {
    points,
    crowded: (capital * allowed) / highShare,
    halved: half > 0 ? capital * largestTimes((times) => sharpeRatio(at(times), perYear) > half) : Number.NaN,
    spent: capital * largestTimes((times) => growth(at(times)) > 0),
    unknown,
  }
}

const TIMES = Array.from({ length: 15 }, (_, i) => (i % 2 === 0 ? 1 : 3) * 10 ** (Math.floor(i / 2) - 1))

/** What a session's fills come to, by asset. */
function byAsset(fills: Performance['transactions'][number]) {
  const found = new Map<number, { value: number; multiplier: number; count: number }>()
  for (const fill of fills) {
    const { sid, multiplier } = fill.asset
    const { value, count } = found.get(sid) ?? { value: 0, count: 0 }
    found.set(sid, { value: value + tradedValue(fill), multiplier, count: count + 1 })
  }
  return found
}

/** Of a multiplier of 1, a value a session; missing where it is not known. */
interface UsualTrading {
  readonly turnover: Float64Array
  readonly volatility: Float64Array
}
type Usual = (sid: number) => UsualTrading | undefined

/** Mean turnover and deviation of returns of the window up to each session; the first ones share the first whole window. */
function usualTrading(prices: PriceHistory, window: number, length: number): Usual {
  const known = new Map<number, UsualTrading | undefined>()
  const size = Math.min(window, length)
  const over = (values: Float64Array, figure: (part: Float64Array) => number) => {
    const out = rolling(values.subarray(0, length), size, figure)
    return out.fill(out[size - 1], 0, size - 1)
  }
  return (sid) => {
    if (!known.has(sid)) {
      const bars = prices.of(sid)
      known.set(
        sid,
        bars && {
          turnover: over(
            bars.volume.map((units, row) => units * bars.close[row]),
            mean,
          ),
          volatility: over(closeReturns(bars), (part) => std(part)),
        },
      )
    }
    return known.get(sid)
  }
}

/** Days of the usual turnover that the largest position beside it was, over the whole run. */
function slowestSale({ length, positions }: Performance, usual: Usual): number {
  let days = 0
  for (let row = 0; row < length; row++)
    for (const { sid, amount, lastSalePrice } of positionRecords(positions[row])) {
      const own = Math.abs(amount * lastSalePrice) / (usual(sid)?.turnover[row] ?? Number.NaN)
      if (own > days && Number.isFinite(own)) days = own
    }
  return days
}

/** The largest multiple of the capital up to which something holds, to 1e-9 of it; NaN where it holds for none, Infinity for all. */
function largestTimes(holds: (times: number) => boolean): number {
  let [low, high] = [-12, 12]
  if (!holds(10 ** low)) return Number.NaN
  if (holds(10 ** high)) return Number.POSITIVE_INFINITY
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2
    if (holds(10 ** middle)) low = middle
    else high = middle
  }
  return 10 ** low
}
