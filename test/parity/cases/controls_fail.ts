/** set_max_position_size refuses an order with an error that names the constraint. */
import { type BarData, type Context, order, set_max_position_size, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {
  set_max_position_size(symbol('ALFA'), { max_shares: 35 })
}

export function handle_data(_context: Context, _data: BarData) {
  order(symbol('ALFA'), 10)
}
