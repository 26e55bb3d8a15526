/** Volumes above 2^32 are none, prices above 2^32 thousandths are none, four decimals become three; reading n * 0.001. */
import { type BarData, type Context, order, record, symbols } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const [v, p, t, m] = symbols('BIGV', 'BIGP', 'TINY', 'MILL')
  const i = context.i++
  if (i % 6 === 0) {
    order(v, i % 12 ? 100000 : -30000)
    order(p, i % 12 ? 1 : -2)
    order(m, 100)
  }
  record({
    v: data.current(v, 'volume'),
    p: data.current(p, 'close'),
    t: data.current(t, 'close'),
    m: data.current(m, 'price'),
  })
  LOG.push([
    data.is_stale(v),
    data.is_stale(p),
    data.can_trade(p),
    data.history(p, 'price', 4, '1d').tolist(),
    data.history(v, 'volume', 4, '1d').tolist(),
    data.history(t, 'close', 4, '1d').tolist(),
    data.history(m, 'close', 3, '1d').tolist(),
  ])
}
