import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'

/** The last that is known of each order, in the order in which they were placed. */
export function finalOrders(orders: readonly (readonly OrderSnapshot[])[]): ReadonlyMap<string, OrderSnapshot> {
  const last = new Map<string, OrderSnapshot>()
  for (const session of orders) for (const order of session) last.set(order.id, order)
  return last
}

/** Each fill's part of its order's commission, by units. A fill without an order paid none. */
export function commissionByFill(
  orders: readonly (readonly OrderSnapshot[])[],
  transactions: readonly (readonly Transaction[])[],
): ReadonlyMap<Transaction, number> {
  const units = new Map<string, number>()
  for (const { orderId, amount } of transactions.flat()) {
    if (orderId !== undefined) units.set(orderId, (units.get(orderId) ?? 0) + Math.abs(amount))
  }
  const last = finalOrders(orders)
  const parts = new Map<Transaction, number>()
  for (const fill of transactions.flat()) {
    const order = fill.orderId === undefined ? undefined : last.get(fill.orderId)
    if (order) parts.set(fill, (order.commission * Math.abs(fill.amount)) / units.get(order.id)!)
  }
  return parts
}
