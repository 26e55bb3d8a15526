/** Auto close long and short, at once and long after the last day, before it, with orders open; the last price counts, costs do not. */
import { type BarData, type Context, get_order, order, record, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [d, l, s] = [symbol('DEAD'), symbol('LATE'), symbol('SOON')]
  const day = String(data.current_session.date())
  if (i === 0) {
    order(d, 50)
    order(l, -30)
    order(s, 20)
  }
  if (['2020-10-14', '2020-10-15'].includes(day))
    context.ids.push(order(d, 5, { limit_price: 0.01 }), order(d, -10), order(d, -3, { stop_price: 0.02 }))
  if (['2020-11-24', '2020-11-25', '2020-11-27', '2020-11-30'].includes(day))
    context.ids.push(order(s, -45), order(s, 6, { limit_price: 1 }))
  if (['2020-12-22', '2020-12-23', '2020-12-24', '2020-12-28', '2021-01-05'].includes(day))
    context.ids.push(order(l, 400), order(l, -1, { limit_price: 9999 }))
  record({
    can: [d, l, s].map((x) => data.can_trade(x)),
    weights: context.portfolio.current_portfolio_weights.tolist(),
  })
  const placed = context.ids.filter(Boolean).map((id: string) => get_order(id)!)
  LOG.push([day, placed.map((o: NonNullable<ReturnType<typeof get_order>>) => [o.amount, o.filled, o.status])])
}
