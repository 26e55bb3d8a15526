/** Assets that are held, shorted and ordered when they are delisted. */
import { type BarData, type Context, order, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const d = symbol('DELT')
  const r = symbol('ROME')
  if (context.i === 0) {
    order(d, 400)
    order(r, -50)
  }
  if (context.i === 25 && data.can_trade(d)) order(d, 10, { limit_price: 0.01 })
  context.i += 1
  record({
    tradable: Number(data.can_trade(d)),
    stale: Number(data.is_stale(d)),
    n: context.portfolio.positions.size,
    price: data.current(d, 'price'),
  })
}
