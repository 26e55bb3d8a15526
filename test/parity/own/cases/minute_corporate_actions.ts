/** Minute mode: splits with odd lots and resting orders, dividends long and short, an end with orders open, over nights and a half day. */
import { type BarData, type Context, get_order, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.n = 0
  context.ids = []
}

export function handle_data(context: Context, _data: BarData) {
  const [s, d, e, r] = [symbol('MSPL'), symbol('MDIV'), symbol('MEND'), symbol('RARE')]
  if (context.n === 0) {
    order(s, 17)
    order(d, -45)
    order(e, 21)
    context.ids.push(
      order(s, 7, { limit_price: 80.005 }),
      order(s, -9, { limit_price: 400.015 }),
      order(e, -3, { limit_price: 999 }),
    )
  }
  if (context.n === 1500) {
    order(d, 90)
    context.ids.push(order(s, 3, { stop_price: 12345.675 }), order(r, 11, { limit_price: 1.005 }))
  }
  if (context.n === 2335) order(e, -60)
  if (context.n % 390 === 0) {
    const placed = context.ids.map((id: string) => get_order(id)!)
    LOG.push([
      context.portfolio.cash,
      [...context.portfolio.positions.values()].map((p) => [p.asset.symbol, p.amount, p.cost_basis]),
      placed.map((o: NonNullable<ReturnType<typeof get_order>>) => [o.amount, o.filled, o.limit, o.stop, o.status]),
    ])
  }
  context.n += 1
}
