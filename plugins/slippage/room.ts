import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import { LIQUIDITY_EXCEEDED, type SlippageFill, type TradeBar, worseThanLimit } from '../../core/finance/slippage.js'

/** Unsigned units of an order that a bar gives, where all orders together take at most `volumeLimit` of its volume; 0: none are left. */
export function unitsWithin(order: OrderSnapshot, bar: TradeBar, volumeLimit = Number.POSITIVE_INFINITY): number {
  const open = Math.abs(openAmount(order))
  if (volumeLimit === Number.POSITIVE_INFINITY) return open
  const room = volumeLimit * bar.volume - bar.volumeUsed
  return room <= 0 ? 0 : wholeLots(Math.min(room, open), order.asset)
}

/** A fill that is worse than the market's price by `move` currency units a unit; nothing beyond the order's limit. */
export function movedFill(
  order: OrderSnapshot,
  bar: TradeBar,
  units: number,
  move: number,
): SlippageFill | typeof LIQUIDITY_EXCEEDED | undefined {
  if (units === 0) return LIQUIDITY_EXCEEDED
  const direction = openAmount(order) > 0 ? 1 : -1
  const price = bar.price + move * direction
  return worseThanLimit(price, order) ? undefined : { price, amount: units * direction }
}
