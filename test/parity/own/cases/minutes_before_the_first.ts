/** A window of minutes from before the bundle's first minute raises. */
import { type BarData, type Context, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  data.history(symbol('MAIN'), 'close', 450, '1m')
}
