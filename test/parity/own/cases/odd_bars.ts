/** Bars with a price and no volume, volume and a price too small to keep; bars outside the asset's dates; halves of a thousandth. */
import { type BarData, type Context, get_open_orders, order, symbol } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const e = symbol('EARL')
  const last = data.current(e, 'last_traded')
  LOG.push([
    data.current(e, FIELDS).tolist(),
    data.can_trade(e),
    data.is_stale(e),
    String(last ?? 'NaT'),
    get_open_orders(e).length,
  ])
  if (i % 3 === 0) {
    order(e, 40)
    order(e, -15, { limit_price: data.can_trade(e) ? data.current(e, 'price') * 1.001 : 2 })
  }
  if (i % 4 === 0) LOG.push(FIELDS.flatMap((field) => [1, 7].map((n) => data.history(e, field, n, '1d').tolist())))
}
