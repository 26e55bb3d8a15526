/** Truncation toward zero but for what is within 1e-4 of a whole number; a target's delta, not the target, is rounded. */
import {
  type BarData,
  type Context,
  order,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  order_value,
  symbol,
} from 'rustybt/compat'

const AMOUNTS = [
  5.5, -5.5, 1.9998, 1.99991, -1.99991, -1.9998, 0.9999, 0.99989, 0.00009, -0.00011, 2.5, 3.5001, 2.00009, -7.99995,
  1e-5, 0.5, -0.5, 12.0001,
]
const TARGETS = [3.7, 5.2, -1.3, -1.9, 0.3, -0.4, 8.9999, 8.5, 8.99995, -2.5]

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  const [a, m, d] = [symbol('BASE'), symbol('MILL'), symbol('DIVI')]
  const none = (...ids: (string | null)[]) => ids.map((id) => id === null)
  if (i < AMOUNTS.length) LOG.push(order(a, AMOUNTS[i]) === null)
  else if (i < 28) LOG.push(order_target(a, TARGETS[i - 18]) === null)
  else if (i % 3 === 0) LOG.push(none(order_target_value(m, 137.77 * (i - 40)), order_value(d, -61.37 * i)))
  else if (i % 3 === 1) LOG.push(none(order_target_percent(m, 0.003 * (45 - i)), order_percent(a, -0.0101 * (i - 41))))
  else
    LOG.push(
      none(
        order_target_percent(d, -0.0173),
        order_target_value(a, context.portfolio.cash * 0.0371),
        order_target(m, 17),
      ),
    )
}
