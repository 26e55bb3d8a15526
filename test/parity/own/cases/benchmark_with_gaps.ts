/** A benchmark with days without trades. */
import { type BarData, type Context, order, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  set_benchmark(symbol('GAPS'))
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  context.i += 1
  if (context.i === 2) order(symbol('GAPS'), 100)
}
