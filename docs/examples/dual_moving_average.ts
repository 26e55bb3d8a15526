/** Holds Apple while the mean of 100 days is above that of 300. */
import {
  type BarData,
  type Context,
  commission,
  order_target,
  record,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export function initialize(context: Context) {
  context.sym = symbol('AAPL')
  context.i = 0
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.VolumeShareSlippage())
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  if (context.i < 300) return
  const short_mavg = data.history(context.sym, 'price', 100, '1d').mean()
  const long_mavg = data.history(context.sym, 'price', 300, '1d').mean()
  if (short_mavg > long_mavg) order_target(context.sym, 100)
  else if (short_mavg < long_mavg) order_target(context.sym, 0)
  record({ AAPL: data.current(context.sym, 'price'), short_mavg, long_mavg })
}
