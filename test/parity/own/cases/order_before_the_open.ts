/** An order in before_trading_start raises. */
import { type BarData, type Context, order_target_percent, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function before_trading_start(_context: Context, _data: BarData) {
  order_target_percent(symbol('BASE'), 0.5)
}

export function handle_data(_context: Context, _data: BarData) {}
