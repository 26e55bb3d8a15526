/** A close just at a limit or stop triggers it; whole orders at half the spread, whatever the volume; prices on quarters. */
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
  set_slippage(slippage.FixedSlippage({ spread: 0.07 }))
  set_commission(commission.NoCommission())
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [g, t] = [symbol('GRID'), symbol('THIN')]
  const p = data.current(g, 'price')
  if (i % 4 === 0) {
    order(g, 10, { limit_price: p - 0.25 })
    order(g, -10, { limit_price: p + 0.25 })
    order(g, 5, { stop_price: p + 0.5 })
    order(g, -5, { stop_price: p - 0.5 })
  }
  if (i % 16 === 1) {
    order(t, i % 32 === 1 ? 3000 : -4000)
    order(g, 2, { limit_price: p, stop_price: p })
    order(g, -2, { limit_price: p, stop_price: p })
  }
}
