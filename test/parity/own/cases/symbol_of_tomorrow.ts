/** A ticker is looked up as of the run's last session; one that is not listed by then is not found. */
import { type BarData, type Context, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, _data: BarData) {
  symbol('LIST')
}
