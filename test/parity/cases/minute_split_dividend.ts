/** Minute mode: a split and a cash dividend overnight with positions and a resting order; daily history read inside the day. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const a = symbol('AMIN')
  const d = symbol('DMIN')
  if (context.i === 0) {
    order(a, 77)
    order(d, 41)
    order(d, 10, { limit_price: 100.0 })
  }
  if (context.i % 130 === 0) {
    LOG.push([
      data.current_dt.isoformat(),
      data.history(d, 'close', 4, '1d').tolist(),
      data.history(d, 'volume', 4, '1d').tolist(),
      data.history(d, 'open', 3, '1m').tolist(),
      context.portfolio.positions.get(d).amount,
    ])
  }
  context.i += 1
}
