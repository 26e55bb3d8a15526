/** Ten shares every day. */
import { type BarData, type Context, order, record, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  order(symbol('OSCA'), 10)
  record({ OSCA: data.current(symbol('OSCA'), 'price') })
}
