/** Orders far larger than the volume limit, which fill over many bars. */
import {
  type BarData,
  type Context,
  commission,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export function initialize(context: Context) {
  set_slippage({ us_equities: slippage.VolumeShareSlippage({ volume_limit: 0.05, price_impact: 0.3 }) })
  set_commission({ us_equities: commission.PerShare({ cost: 0.0075, min_trade_cost: 1.5 }) })
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  if (context.i === 3) order(symbol('CHAR'), 6000)
  if (context.i === 20) order(symbol('CHAR'), -2500)
  if (context.i === 22) order(symbol('INDI'), 40000)
  context.i += 1
}
