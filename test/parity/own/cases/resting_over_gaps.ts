/** Orders rest over days without trades; nothing triggers on a price carried forward, even if it is through the limit. */
import { type BarData, type Context, get_open_orders, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const g = symbol('GAPS')
  const p = data.current(g, 'price')
  if (i % 5 === 0) {
    order(g, 11, { limit_price: p })
    order(g, -7, { limit_price: p })
    order(g, -3, { stop_price: p })
    order(g, 4)
  }
  LOG.push([data.is_stale(g), data.can_trade(g), p, get_open_orders(g).map((o) => [o.amount, o.limit, o.stop])])
}
