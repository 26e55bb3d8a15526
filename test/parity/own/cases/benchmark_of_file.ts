/** Alpha, beta, and the benchmark's columns against returns with dates left out; a short account. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  context.i += 1
  if (context.i === 3) {
    order(symbol('BASE'), -300)
    order(symbol('DIVI'), 500)
  }
  if (context.i === 90) order(symbol('BASE'), 700)
}
