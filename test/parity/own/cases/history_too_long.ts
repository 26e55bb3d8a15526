/** A window from before the bundle's first session raises. */
import { type BarData, type Context, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  data.history(symbol('BASE'), 'close', 700, '1d')
}
