/** Two means of the price, order_target on a cross. */
import { type BarData, type Context, order_target, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.asset = symbol('TANG')
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  if (context.i < 120) return
  const s = data.history(context.asset, 'price', 40, '1d').mean()
  const l = data.history(context.asset, 'price', 120, '1d').mean()
  if (s > l) order_target(context.asset, 100)
  else if (s < l) order_target(context.asset, 0)
  record({ s, l, p: data.current(context.asset, 'price') })
}
