/** A slippage model chosen after initialize raises. */
import { type BarData, type Context, set_slippage, slippage } from 'rustybt/compat'

export function initialize(_context: Context) {}

export function handle_data(_context: Context, _data: BarData) {
  set_slippage(slippage.NoSlippage())
}
