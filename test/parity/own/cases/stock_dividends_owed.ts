/** A short position owes shares; they are taken from what is held of them. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i === 0) {
    order(symbol('STKD'), -103)
    order(symbol('THIN'), 15)
  }
  if (i === 30) order(symbol('STKD'), -7)
}
