/** order_value of an asset that is not listed yet raises. */
import { type BarData, type Context, order_value, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, _data: BarData) {
  order_value(symbol('LIST'), 1000)
}
