/** Long and short odd lots through splits and reverse splits: what is left over is paid at the rounded basis; positions that vanish. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

const ORDERS: Record<number, [string, number][]> = {
  0: [
    ['REVS', 137],
    ['SPLA', 7],
    ['GAPS', 31],
    ['MILL', 1000],
  ],
  20: [
    ['REVS', 11],
    ['SPLA', -13],
    ['MILL', -1500],
  ],
  60: [
    ['REVS', -9],
    ['GAPS', -50],
  ],
  85: [
    ['SPLA', 12],
    ['REVS', -20],
  ],
  121: [['SPLA', 4]],
}

export function handle_data(context: Context, _data: BarData) {
  for (const [name, amount] of ORDERS[context.i++] ?? []) order(symbol(name), amount)
  LOG.push([
    context.portfolio.cash,
    [...context.portfolio.positions.values()].map((p) => [p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price]),
  ])
}
