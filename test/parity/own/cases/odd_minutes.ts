/** Minutes with a price and no volume, volume and a price too small to keep: spot values, windows of minutes and of days with today's bar. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.n = 0
}

export function handle_data(context: Context, data: BarData) {
  context.n += 1
  const m = symbol('MODD')
  if (context.n % 19 === 1) {
    const last = data.current(m, 'last_traded')
    LOG.push([data.current(m, FIELDS).tolist(), data.can_trade(m), data.is_stale(m), String(last ?? 'NaT')])
  }
  if (context.n % 53 === 2) {
    order(m, 25)
    const windows = FIELDS.map((field) => [data.history(m, field, 2, '1d'), data.history(m, field, 9, '1m')])
    LOG.push(windows.flat().map((window) => window.tolist()))
  }
}
