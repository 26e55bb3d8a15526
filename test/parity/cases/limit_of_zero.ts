/** Limit and stop prices of 0 are prices. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'
export function initialize(_: Context) {}
export function handle_data(_: Context, _d: BarData) {
  order(symbol('ALFA'), 5, { limit_price: 0 })
  order(symbol('BETA'), -5, { limit_price: 0 })
  order(symbol('BETA'), 5, { stop_price: 0 })
}
