/** Risk against an asset with gaps, splits and dividends, of an account that is levered, short, and flat in turn. */
import { type BarData, type Context, order_target_percent, set_benchmark, symbol, symbols } from 'rustybt/compat'

const WEIGHTS = [0, 1.2, -0.8, 0, 0.5]

export function initialize(context: Context) {
  set_benchmark(symbol('SPLA'))
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i % 10 !== 0) return
  for (const [n, asset] of symbols('BASE', 'SPLA', 'DIVI', 'GAPS').entries())
    order_target_percent(asset, i > 150 && i < 170 ? 0 : WEIGHTS[(i / 10 + n) % 5])
}
