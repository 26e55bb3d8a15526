/** order_target_percent of an asset past its last day. */
import { type BarData, type Context, order_target_percent, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, _data: BarData) {
  order_target_percent(symbol('DEAD'), 0.1)
}
