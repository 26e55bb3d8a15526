/** Every trading control with on_error 'log': orders over a limit are still placed; shares, notional, counts, long only, restrictions. */
import {
  type BarData,
  type Context,
  order,
  StaticRestrictions,
  set_asset_restrictions,
  set_long_only,
  set_max_order_count,
  set_max_order_size,
  set_max_position_size,
  symbol,
} from 'rustybt/compat'

export function initialize(_context: Context) {
  set_max_position_size(symbol('ALFA'), { max_shares: 35, on_error: 'log' })
  set_max_order_size(symbol('BETA'), { max_notional: 500, on_error: 'log' })
  set_max_order_count(2, { on_error: 'log' })
  set_long_only({ on_error: 'log' })
  set_asset_restrictions(StaticRestrictions([symbol('MIKE')]), { on_error: 'log' })
}

export function handle_data(_context: Context, _data: BarData) {
  order(symbol('ALFA'), 10)
  order(symbol('BETA'), 20)
  order(symbol('MIKE'), -5)
}
