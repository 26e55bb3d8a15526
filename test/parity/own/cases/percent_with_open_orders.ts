/** Targets ignore open orders, of this bar and resting; percents are of the value marked on this bar. */
import {
  type BarData,
  type Context,
  get_open_orders,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_slippage({ us_equities: slippage.FixedBasisPointsSlippage({ basis_points: 12, volume_limit: 0.02 }) })
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [t, b, g] = [symbol('THIN'), symbol('BASE'), symbol('GAPS')]
  if (i % 6 === 0) {
    order_target_percent(b, 0.4)
    order_target_percent(b, 0.4)
    order_target(t, 60 - i)
  }
  if (i % 6 === 2) {
    order_target_percent(b, 0.1, { limit_price: data.current(b, 'price') * 1.02 })
    order_target_value(b, 1000, { stop_price: data.current(b, 'price') * 0.97 })
  }
  if (i % 6 === 3) {
    order_percent(g, i % 4 ? 0.05 : -0.07)
    order_target_percent(t, -0.02)
  }
  LOG.push([
    context.portfolio.portfolio_value,
    [...get_open_orders()].map(([a, os]) => [a.symbol, os.map((o) => o.amount - o.filled)]),
  ])
}
