/** set_max_leverage stops the run with an error once gross leverage passes the limit. */
import { type BarData, type Context, order, set_max_leverage, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {
  set_max_leverage(1.1)
}

export function handle_data(_context: Context, _data: BarData) {
  order(symbol('OSCA'), 40)
}
