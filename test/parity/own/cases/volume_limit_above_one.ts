/** A basis-point limit above the volume itself; a commission by the dollar over partial fills. */
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
  context.i = 0
  set_slippage(slippage.FixedBasisPointsSlippage({ basis_points: 5, volume_limit: 1.5 }))
  set_commission(commission.PerDollar({ cost: 0.0033 }))
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const t = symbol('THIN')
  if (i % 5 === 0) {
    order(t, 4000)
    order(t, -1500, { limit_price: data.current(t, 'price') * 0.99 })
  }
  if (i % 5 === 2) order(t, -6000)
}
