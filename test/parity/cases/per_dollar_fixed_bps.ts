/** Orders by value and by percent, with a commission by the dollar and slippage in basis points. */
import {
  type BarData,
  type Context,
  commission,
  order_percent,
  order_target_percent,
  order_target_value,
  order_value,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export function initialize(context: Context) {
  set_commission(commission.PerDollar({ cost: 0.0015 }))
  set_slippage(slippage.FixedBasisPointsSlippage({ basis_points: 5.0, volume_limit: 0.1 }))
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i === 0) order_value(symbol('JULI'), 20000)
  if (i === 1) order_percent(symbol('NOVE'), 0.2)
  if (i === 5) order_target_value(symbol('PAPA'), 30000)
  if (i === 9) order_target_percent(symbol('KILO'), 0.25)
  if (i === 40) {
    order_target_value(symbol('PAPA'), -5000)
    order_target_percent(symbol('KILO'), 0)
    order_value(symbol('CHAR'), 60000)
  }
  if (i === 80) order_target_percent(symbol('JULI'), 0.01)
}
