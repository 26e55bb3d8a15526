/** Contracts closed at notice and at expiry, long and short, with orders open, at the last price where the last days had none; orders after that. */
import { type BarData, type Context, future_symbol, order } from 'rustybt/compat'

const DAY = 86_400_000

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  const names = ['CLG21', 'GCG21', 'CLJ21', 'GCK21', 'FSH21', 'FSM21', 'ESM21', 'CLK21']
  for (const [k, name] of names.entries()) {
    const a = future_symbol(name)
    const left = (a.auto_close_date!.valueOf() - data.current_session.valueOf()) / DAY
    if ([20, 4, 3, 1].includes(left)) {
      order(a, k % 2 ? -3 : 2)
      order(a, 1, { limit_price: 0.5 })
    }
    if ([0, -1, -2, -5].includes(left))
      LOG.push([
        String(data.current_session.date()),
        name,
        order(a, -1) === null,
        data.can_trade(a),
        data.current(a, 'price'),
        data.current(a, 'volume'),
      ])
  }
}
