/** A negative limit raises. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, _data: BarData) {
  order(symbol('BASE'), 5, { limit_price: -3.5 })
}
