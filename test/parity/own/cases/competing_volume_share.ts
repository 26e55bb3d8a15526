/** Buys and sells of one thin asset compete for a share of its volume over many bars; the minimum is an order's, not a fill's. */
import {
  type BarData,
  type Context,
  commission,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
  set_slippage(slippage.VolumeShareSlippage({ volume_limit: 0.031, price_impact: 0.8 }))
  set_commission(commission.PerShare({ cost: 0.013, min_trade_cost: 1.7 }))
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [t, g] = [symbol('THIN'), symbol('GAPS')]
  if (i % 11 === 0) {
    order(t, 150)
    order(t, -90)
    order(t, 33, { limit_price: data.current(t, 'price') * 1.01 })
  }
  if (i % 11 === 5) {
    order(t, -20, { stop_price: data.current(t, 'price') * 0.995 })
    order(g, 5000)
    order(t, 1)
  }
  if (i % 11 === 7) order(g, -7000)
}
