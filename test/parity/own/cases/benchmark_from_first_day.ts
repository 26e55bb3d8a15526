/** An asset as benchmark whose first day is the run's: that day counts from its open. */
import { type BarData, type Context, order, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  set_benchmark(symbol('LIST'))
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  context.i += 1
  if (context.i === 1) order(symbol('LIST'), 1000)
}
