/** A stop-limit's stop is hit on one day, its limit on another, whatever the price does between; the stop is gone then. */
import { type BarData, type Context, get_order, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [b, m] = [symbol('BASE'), symbol('MILL')]
  const [p, q] = [data.current(b, 'price'), data.current(m, 'price')]
  if (i % 15 === 0) {
    context.ids = [
      order(b, 40, { limit_price: p * 0.985, stop_price: p * 1.01 }),
      order(b, -30, { limit_price: p * 1.015, stop_price: p * 0.99 }),
      order(b, 20, { limit_price: p * 1.05, stop_price: p * 1.01 }),
      order(b, -10, { limit_price: p * 0.95, stop_price: p * 0.99 }),
      order(m, 700, { limit_price: q * 0.97, stop_price: q * 1.02 }),
      order(m, -600, { limit_price: q * 1.03, stop_price: q * 0.98 }),
    ]
  }
  LOG.push(
    context.ids
      .map((id: string) => get_order(id)!)
      .map((o: NonNullable<ReturnType<typeof get_order>>) => [
        o.limit,
        o.stop,
        o.limit_reached,
        o.stop_reached,
        o.status,
        o.filled,
      ]),
  )
}
