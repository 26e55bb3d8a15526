/** An asset as benchmark, adjusted for its split and dividends as of the last day. */
import { type BarData, type Context, order, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  set_benchmark(symbol('BNCH'))
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  context.i += 1
  if (context.i % 20 !== 1) return
  order(symbol('BNCH'), 10)
  order(symbol('MILL'), 500)
}
