/** Short positions whose fraction costs cash, down to nothing. */
import { type BarData, type Context, commission, order, set_commission, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
  set_commission(commission.NoCommission())
}

const ORDERS: Record<number, [string, number][]> = {
  0: [
    ['REVS', -1234],
    ['SPLA', -17],
    ['GAPS', -29],
    ['GRID', -3],
  ],
  40: [['REVS', 119]],
  78: [
    ['REVS', -21],
    ['SPLA', -10],
  ],
}

export function handle_data(context: Context, _data: BarData) {
  for (const [name, amount] of ORDERS[context.i++] ?? []) order(symbol(name), amount)
}
