/** Two means on real prices of AAPL, with a commission that has a minimum; dividends and a 7:1 split inside. */
import { type BarData, type Context, commission, order_target, record, set_commission, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.asset = symbol('AAPL')
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
}

export function handle_data(context: Context, data: BarData) {
  const s = data.history(context.asset, 'price', 20, '1d').mean()
  const l = data.history(context.asset, 'price', 80, '1d').mean()
  if (s > l) order_target(context.asset, 100)
  else if (s < l) order_target(context.asset, 0)
  record({ s, l, p: data.current(context.asset, 'price') })
}
