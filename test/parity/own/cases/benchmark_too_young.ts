/** A benchmark that is listed after the run's first session raises. */
import { type BarData, type Context, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {
  set_benchmark(symbol('LIST'))
}

export function handle_data(_context: Context, _data: BarData) {}
