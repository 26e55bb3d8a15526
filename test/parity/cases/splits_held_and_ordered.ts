/** A position and resting limit orders carried through a 4:1 split and a 1:10 reverse split. */
import { type BarData, type Context, order, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const asset = symbol('FOXT')
  const price = data.current(asset, 'price')
  if (context.i === 0) order(asset, 33)
  if (context.i === 10) {
    order(asset, 21, { limit_price: price * 0.5 })
    order(asset, -7, { limit_price: price * 3 })
  }
  if (context.i === 390) {
    order(asset, 5, { limit_price: 1.0 })
    order(asset, -3, { limit_price: 100000.0 })
  }
  context.i += 1
  const position = context.portfolio.positions.get(asset)
  record({ price, amount: position.amount, basis: position.cost_basis, cash: context.portfolio.cash })
}
