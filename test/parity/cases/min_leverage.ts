/** set_min_leverage ends the run once its grace period is over. */
import { type BarData, type Context, get_datetime, order, set_min_leverage, symbol, Timedelta } from 'rustybt/compat'
export const LOG: unknown[] = []
export function initialize(_: Context) {
  set_min_leverage(0.05, Timedelta({ days: 30 }))
}
export function handle_data(_: Context, _d: BarData) {
  LOG.push(get_datetime().isoformat())
  order(symbol('ALFA'), 1)
}
