/** Limit, stop and stop-limit orders by argument and by style, on both sides; what rests after 15 bars is cancelled. */
import {
  type BarData,
  type Context,
  cancel_order,
  get_open_orders,
  LimitOrder,
  order,
  StopLimitOrder,
  StopOrder,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const a = symbol('ALFA')
  const b = symbol('BETA')
  const p = data.current(a, 'price')
  const q = data.current(b, 'price')
  const i = context.i++
  if (i % 20 === 0) {
    order(a, 50, { limit_price: p * 0.97 })
    order(a, -30, { style: StopOrder(p * 0.98) })
    order(b, 70, { style: StopLimitOrder(q * 1.02, q * 1.01) })
    order(b, -20, { style: LimitOrder(q * 1.013) })
    order(b, 15, { stop_price: q * 1.03 })
  }
  if (i % 20 !== 15) return
  for (const [asset, orders] of get_open_orders()) {
    for (const open of orders) {
      LOG.push([i, asset.symbol, open.amount, open.filled, open.limit, open.stop])
      cancel_order(open)
    }
  }
}
