/** Many window lengths and fields of one asset in one day, before_trading_start among them: no reading spoils another. */
import { type BarData, type Context, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function before_trading_start(_context: Context, data: BarData) {
  look(data)
  LOG.push(data.current(symbol('SPLA'), ['price', 'open', 'volume']).tolist())
}

export function handle_data(_context: Context, data: BarData) {
  look(data)
}

function look(data: BarData) {
  const found: unknown[] = []
  for (const name of ['SPLA', 'GAPS', 'DIVI', 'LIST']) {
    for (const field of ['price', 'open', 'volume'] as const) {
      for (const n of [1, 2, 5, 3]) found.push(data.history(symbol(name), field, n, '1d').tolist())
    }
  }
  LOG.push(found)
}
