import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { divideExact, type Exact, exactFromNumber, multiplyExact } from '../../core/math/decimal.js'

/** The last that is known of each order, in the order in which they were placed. */
export function finalOrders(orders: readonly (readonly OrderSnapshot[])[]): ReadonlyMap<string, OrderSnapshot> {
  const last = new Map<string, OrderSnapshot>()
  for (const session of orders) for (const order of session) last.set(order.id, order)
  return last
}

/** Each fill's part of its order's commission, by units, exact: the last fill of an order has what is left. A fill without an order paid none. */
export function commissionByFill(
  orders: readonly (readonly OrderSnapshot[])[],
  transactions: readonly (readonly Transaction[])[],
): ReadonlyMap<Transaction, Exact> {
  const byOrder = new Map<string, Transaction[]>()
  for (const fill of transactions.flat()) {
    if (fill.orderId === undefined) continue
    const fills = byOrder.get(fill.orderId)
    if (fills) fills.push(fill)
    else byOrder.set(fill.orderId, [fill])
  }
  const last = finalOrders(orders)
  const parts = new Map<Transaction, Exact>()
  for (const [id, fills] of byOrder) {
    const order = last.get(id)
    if (!order) continue
    let left = exactFromNumber(order.commission)
    let units = fills.reduce((sum, { amount }) => sum + exactFromNumber(Math.abs(amount)), 0n)
    for (const fill of fills) {
      const amount = exactFromNumber(Math.abs(fill.amount))
      const part = amount === units ? left : divideExact(multiplyExact(left, amount), units)
      parts.set(fill, part)
      left -= part
      units -= amount
    }
  }
  return parts
}
