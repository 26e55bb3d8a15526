import { followPrice, type Order, type OrderSnapshot, openAmount } from '../finance/order.js'
import { type BarPath, likelyPath, NEVER, type Reach, reachLevel, reachTrailing } from './bar-path.js'

/** What is taken of a bar on which an order's fate hangs on the way of the price: what is worse or better by its close, or the likelier way. */
export type PathRule = 'worst' | 'best' | 'ohlc'

/** Where on a path, from a position on, an order would fill. `market`: where a market order does. */
export function reachOf(order: OrderSnapshot, path: BarPath, from: number, market: Reach): Reach {
  const { stop, limit, amount } = order
  const isBuy = amount > 0
  if (stop !== undefined && !order.stopReached) {
    const stopped = stopReach(order, path, from)
    if (limit === undefined || Number.isNaN(stopped.position)) return stopped
    return reachLimit(path, stopped, limit, isBuy)
  }
  if (limit !== undefined) return reachLevel(path, from, limit, !isBuy)
  return market.position < from ? NEVER : market
}

/** Where the stop of an order is reached, whether or not it has a limit. */
export function stopReach(order: OrderSnapshot, path: BarPath, from: number): Reach {
  const { stop, amount, terms } = order
  if (terms?.trail === undefined) return reachLevel(path, from, stop!, amount > 0)
  const follower = { ...order }
  return reachTrailing(path, from, stop!, amount < 0, (price) => {
    followPrice(follower, price)
    return follower.stop!
  })
}

/** A limit order from the moment on at which its stop was reached, at that moment's price. */
function reachLimit(path: BarPath, { position, price }: Reach, limit: number, isBuy: boolean): Reach {
  if (isBuy ? price <= limit : price >= limit) return { position, price }
  return reachLevel(path, position, limit, !isBuy)
}

/** What becomes of orders of which only one may fill, on the path that the rule takes. */
export interface Outcome {
  /** Which of both paths: 0, the high first, or 1. */
  readonly path: 0 | 1
  readonly reaches: readonly Reach[]
  /** By how much more the other path would have gained by the bar's close, in currency units; 0: it would have come to the same. */
  readonly difference: number
  /** The price at which the other path fills; NaN: it does not. */
  readonly otherPrice: number
  readonly isAmbiguous: boolean
}

export function settle(
  orders: readonly OrderSnapshot[],
  paths: readonly [BarPath, BarPath],
  from: readonly [number, number],
  market: Reach,
  rule: PathRule,
): Outcome {
  const [a, b] = paths.map((path, i) => orders.map((order) => reachOf(order, path, from[i], market)))
  const [first, second] = [winner(a), winner(b)]
  const priceOf = (reaches: readonly Reach[], at: number) => (at < 0 ? Number.NaN : reaches[at].price)
  const [priceA, priceB] = [priceOf(a, first), priceOf(b, second)]
  const isAmbiguous = first !== second || !(priceA === priceB || first < 0)
  const close = paths[0][3]
  const gain = (at: number, price: number) =>
    at < 0 ? 0 : openAmount(orders[at]) * (close - price) * orders[at].asset.multiplier
  const [gainA, gainB] = [gain(first, priceA), gain(second, priceB)]
  const likely = likelyPath(paths)
  const better = gainA === gainB ? undefined : gainA > gainB ? 0 : 1
  const worse = better === undefined ? undefined : ((1 - better) as 0 | 1)
  const filling = first < 0 ? 1 : second < 0 ? 0 : undefined
  const chosen = rule === 'ohlc' ? (likely ?? worse) : rule === 'worst' ? worse : better
  const path = chosen ?? filling ?? likely ?? 0
  return path === 1
    ? { path, reaches: b, difference: gainA - gainB, otherPrice: priceA, isAmbiguous }
    : { path, reaches: a, difference: gainB - gainA, otherPrice: priceB, isAmbiguous }
}

/** The order that is met first, of two at once the one that was placed first; -1: none. */
function winner(reaches: readonly Reach[]): number {
  let best = -1
  for (let i = 0; i < reaches.length; i++)
    if (reaches[i].position >= 0 && (best < 0 || reaches[i].position < reaches[best].position)) best = i
  return best
}

/** Whether a stop has been reached by then: it goes on as what is left of it, a market or a limit order. */
export function noteStop(order: Order, path: BarPath, from: number, at: number): void {
  if (order.stop === undefined || order.stopReached || Number.isNaN(stopReach(order, path, from).position)) return
  order.dt = at
  if (order.limit === undefined) order.stopReached = true
  else order.stop = undefined
}
