/** A benchmark that pays dividends in stock raises. */
import { type BarData, type Context, set_benchmark, symbol } from 'rustybt/compat'

export function initialize(_context: Context) {
  set_benchmark(symbol('STKD'))
}

export function handle_data(_context: Context, _data: BarData) {}
