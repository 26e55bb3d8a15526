/** A run up to the last bar of all: orders of the last day stay open, dividends that go ex on it are earned. */
import { type BarData, type Context, get_open_orders, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const [b, d] = [symbol('BASE'), symbol('DIVI')]
  if (context.i === 2) {
    order(b, 20)
    order(d, -5)
  }
  if (context.i > 4) LOG.push([order(b, 3) === null, order(d, -1, { limit_price: 1e4 }) === null])
  const last = data.current(b, 'last_traded')
  LOG.push([
    String(data.current_session.date()),
    data.current(b, ['price', 'close', 'volume']).tolist(),
    data.can_trade(b),
    data.is_stale(b),
    String(last ?? 'NaT'),
    data.history(b, 'price', 5, '1d').tolist(),
    data.history(d, 'volume', 4, '1d').tolist(),
    get_open_orders(b).length,
  ])
}
