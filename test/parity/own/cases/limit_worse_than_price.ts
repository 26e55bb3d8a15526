/** With a large impact a triggered limit is passed over on bars where the price would be worse than it; it stays triggered. */
import { type BarData, type Context, get_open_orders, order, set_slippage, slippage, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_slippage(slippage.VolumeShareSlippage({ volume_limit: 0.2, price_impact: 0.5 }))
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const t = symbol('THIN')
  const p = data.current(t, 'price')
  if (i % 7 === 0) {
    order(t, 120, { limit_price: p * 1.012 })
    order(t, -110, { limit_price: p * 0.991 })
    order(t, 60, { limit_price: p * 0.96, stop_price: p * 1.01 })
  }
  LOG.push(
    get_open_orders(t).map((o) => [o.amount, o.filled, o.limit, o.stop, o.limit_reached, o.stop_reached, o.commission]),
  )
}
