/** Minute data against an asset: its returns are day by day; leverage is looked at when sessions end. */
import { type BarData, type Context, order, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  set_benchmark(symbol('MSPL'))
  context.n = 0
}

export function handle_data(context: Context, _data: BarData) {
  context.n += 1
  if (context.n % 500 === 7) order(symbol('MAIN'), 400)
  if (context.n % 500 === 300) order(symbol('MAIN'), -390)
}
