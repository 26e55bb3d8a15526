/** A minimum over partial fills: charged with the first, nothing more until the shares are worth it; three orders at once. */
import {
  type BarData,
  type Context,
  commission,
  get_order,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
  set_slippage(slippage.FixedBasisPointsSlippage({ volume_limit: 0.02 }))
  set_commission(commission.PerShare(0.11, 4))
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i % 12 === 0) context.ids = [order(symbol('THIN'), 70 + i), order(symbol('LATE'), -55), order(symbol('BASE'), 3)]
  LOG.push(context.ids.map((id: string) => [get_order(id)!.filled, get_order(id)!.commission]))
}
