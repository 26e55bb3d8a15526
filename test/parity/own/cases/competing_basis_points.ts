/** Whole shares of the volume limit shared oldest first; with nothing left the asset's other orders wait. */
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
  set_slippage({ us_equities: slippage.FixedBasisPointsSlippage({ basis_points: 33.3, volume_limit: 0.0047 }) })
  set_commission({ us_equities: commission.PerTrade({ cost: 2.35 }) })
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [t, l] = [symbol('THIN'), symbol('LATE')]
  if (i % 8 === 0) {
    order(t, 9)
    order(t, -4)
    order(t, 2, { limit_price: data.current(t, 'price') })
    order(l, -15)
  }
  if (i % 8 === 3) {
    order(l, 11, { stop_price: data.current(l, 'price') * 1.01 })
    order(t, -1)
    order(l, -3, { limit_price: data.current(l, 'price') * 1.005 })
  }
}
