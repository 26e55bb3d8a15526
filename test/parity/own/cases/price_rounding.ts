/** Limits and stops on the cent grid, in favour of the order; a zero limit is none; styles with and without an asset. */
import {
  type BarData,
  type Context,
  get_order,
  LimitOrder,
  order,
  StopLimitOrder,
  StopOrder,
  symbol,
} from 'rustybt/compat'

const PRICES = [
  1.005, 1.0095, 1.00951, 1.0049, 1.0005, 1.00049, 99.995, 99.9949, 0.004, 0.0095, 0.00951, 0.0004, 4.14159265, 120.455,
  2.675, 1e-7, 33.3333333, 1000000.0049, 7, 0.015, 0.025, 12.3456789e4,
]

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function handle_data(_context: Context, data: BarData) {
  const b = symbol('BASE')
  const sign = data.current_session.day % 2 ? 1 : -1
  for (const p of PRICES) {
    LOG.push([
      both(order(b, 10 * sign, { limit_price: p })),
      both(order(b, -10 * sign, { stop_price: p })),
      both(order(b, sign, { limit_price: p, stop_price: p * 1.5 })),
      both(order(b, sign, { style: LimitOrder(p) })),
      both(order(b, sign, { style: StopOrder(p, b) })),
      both(order(b, -sign, { style: StopLimitOrder(p, p + 0.5) })),
    ])
  }
  LOG.push([
    both(order(b, sign, { limit_price: 0 })),
    both(order(b, sign, { stop_price: 0 })),
    both(order(b, 1, { limit_price: 0, stop_price: 2.345 })),
  ])
}

function both(id: string | null) {
  const { limit, stop } = get_order(id!)!
  return [limit, stop]
}
