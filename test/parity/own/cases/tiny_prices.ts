/** Prices of thousandths, and of nothing: sizing by value, limits below half a tick, no fill without a price. */
import {
  type BarData,
  type Context,
  get_order,
  order,
  order_target_percent,
  order_target_value,
  order_value,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [p, t] = [symbol('PENY'), symbol('TINY')]
  if (i % 9 === 0) {
    context.ids = [
      order_value(p, 17.77),
      order_target_percent(p, 0.03),
      order(p, 1000, { limit_price: 0.004 }),
      order(p, 900, { limit_price: 0.016 }),
      order(p, -300, { stop_price: 0.0049 }),
      order(p, -200, { limit_price: 0.0051 }),
    ]
  }
  if (i % 9 === 4) context.ids = [order(t, 100, { limit_price: 0.0001 }), order(t, -50, { stop_price: 0.00001 })]
  if (data.can_trade(t) && i % 7 === 1) {
    context.ids.push(order_value(t, 3.3))
    context.ids.push(order_target_value(t, 1))
  }
  if (i === 30) context.ids.push(order(t, 777))
  const placed = context.ids.filter((id: string | null) => id !== null).map((id: string) => get_order(id)!)
  LOG.push([
    data.can_trade(t),
    data.is_stale(t),
    data.current(t, 'price'),
    data.current(t, 'volume'),
    String(data.current(t, 'last_traded') ?? 'NaT'),
    placed.map((o: NonNullable<ReturnType<typeof get_order>>) => [o.amount, o.limit, o.stop, o.status]),
  ])
}
