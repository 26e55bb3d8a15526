/** The basis through adding, reducing, closing and crossing zero, with commissions after all of a bar's trades. */
import { type BarData, type Context, commission, order, set_commission, symbol } from 'rustybt/compat'

const AMOUNTS = [
  [10],
  [5],
  [-8],
  [-20],
  [-7],
  [30],
  [-10, -15],
  [40, -40],
  [3, -9, 12],
  [-6],
  [-25],
  [19, 6],
  [1],
  [-1, 1],
  [-30, 60, -30],
  [11],
  [-11, 7],
  [-14, 7],
  [5, 5, -20],
  [20, -10],
]

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_commission(commission.PerShare({ cost: 0.05, min_trade_cost: 2 }))
}

export function handle_data(context: Context, _data: BarData) {
  for (const n of AMOUNTS[context.i++] ?? []) {
    order(symbol('BASE'), n)
    order(symbol('MILL'), -n)
  }
  LOG.push(
    [...context.portfolio.positions.values()].map((p) => [
      p.asset.symbol,
      p.amount,
      p.cost_basis,
      p.last_sale_price,
      p.last_sale_date!.isoformat(),
    ]),
  )
}
