/** Cash dividends on a long and a short position, and a stock dividend paid in another asset. */
import { type BarData, type Context, order, order_target, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  if (context.i === 0) {
    order(symbol('GOLF'), 300)
    order(symbol('OSCA'), -40)
    order(symbol('LIMA'), 101)
  }
  if (context.i === 100) order_target(symbol('GOLF'), 120)
  if (context.i === 160) order_target(symbol('OSCA'), 25)
  context.i += 1
}
