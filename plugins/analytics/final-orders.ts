import type { OrderSnapshot } from '../../core/finance/order.js'

/** The last that is known of each order, in the order in which they were placed. */
export function finalOrders(orders: readonly (readonly OrderSnapshot[])[]): ReadonlyMap<string, OrderSnapshot> {
  const last = new Map<string, OrderSnapshot>()
  for (const session of orders) for (const order of session) last.set(order.id, order)
  return last
}
