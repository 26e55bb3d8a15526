/** Minute data played day by day: daily bars made of the minutes. */
import { type BarData, type Context, order, symbols } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price'] as const

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  for (const [n, a] of symbols('MAIN', 'RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MODD').entries()) {
    order(a, 30 - 11 * n)
    const windows = FIELDS.map((field) => data.history(a, field, 2, '1d').tolist())
    LOG.push([data.current(a, FIELDS).tolist(), data.can_trade(a), data.is_stale(a), windows])
  }
}
