/** EODCancel in daily data: of several open orders of an asset the oldest goes, a single one stays. */
import {
  type BarData,
  type Context,
  cancel_policy,
  get_open_orders,
  order,
  set_cancel_policy,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_cancel_policy(cancel_policy.EODCancel())
  set_slippage(slippage.FixedBasisPointsSlippage({ volume_limit: 0.01 }))
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  const [b, t] = [symbol('BASE'), symbol('THIN')]
  if (i % 4 === 0) {
    order(b, 10, { limit_price: 1 })
    order(b, 11, { limit_price: 2 })
    order(b, 12)
    order(t, 60)
  }
  if (i % 4 === 2) {
    order(t, -20)
    order(t, 30)
    order(b, -5, { limit_price: 9999 })
  }
  LOG.push([...get_open_orders()].map(([a, os]) => [a.symbol, os.map((o) => [o.amount, o.filled])]))
}
