/** The same from code: run_algorithm answers the performance frame. `node --import rustybt/register docs/examples/buy_apple_from_code.ts` */
import { type BarData, type Context, order, run_algorithm, symbol } from 'rustybt/compat'

export function buyAppleFromCode(csv: string, benchmark_returns: Map<string, number>) {
  return run_algorithm({
    start: '2014-01-02',
    end: '2014-11-01',
    capital_base: 10_000_000,
    csv,
    benchmark_returns,
    initialize(context: Context) {
      context.asset = symbol('AAPL')
    },
    handle_data(context: Context, _data: BarData) {
      order(context.asset, 10)
    },
  })
}
