/** Ticks of .01, .1, .25 and .005; a style without an asset rounds to cents. */
import { type BarData, type Context, future_symbol, get_order, LimitOrder, order, StopLimitOrder } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  for (const name of ['CLJ21', 'GCJ21', 'ESM21', 'FSM21']) {
    const a = future_symbol(name)
    const p = data.current(a, 'price')
    for (const k of [0.9001, 0.99987, 1, 1.00013, 1.0333, 1.1]) {
      for (const n of [1, -1]) {
        LOG.push([
          name,
          both(order(a, n, { limit_price: p * k })),
          both(order(a, n, { stop_price: p * k })),
          both(order(a, n, { limit_price: p * k, stop_price: p / k })),
          both(order(a, n, { style: LimitOrder(p * k) })),
          both(order(a, n, { style: StopLimitOrder(p * k, p / k, a) })),
        ])
      }
    }
  }
}

function both(id: string | null) {
  const { limit, stop } = get_order(id!)!
  return [limit, stop]
}
