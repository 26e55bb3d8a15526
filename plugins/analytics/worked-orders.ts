import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { finalOrders } from './final-orders.js'
import type { RunView } from './run-view.js'

/** An order, as it stood in the end, with its fills. */
export interface WorkedOrder {
  readonly order: OrderSnapshot
  readonly fills: readonly Transaction[]
  /** From placing it to its first and to its last fill: sessions, or minutes of runs on minutes. NaN without one. */
  readonly toFirst: number
  readonly toLast: number
}

/** All orders of a run, in the order in which they were placed. */
export function workedOrders({ performance, about }: RunView): WorkedOrder[] {
  const { orders, transactions } = performance
  const fills = new Map<string, { readonly fill: Transaction; readonly row: number }[]>()
  for (const [row, session] of transactions.entries())
    for (const fill of session) {
      if (fill.orderId === undefined) continue
      const known = fills.get(fill.orderId)
      if (known) known.push({ fill, row })
      else fills.set(fill.orderId, [{ fill, row }])
    }
  const placed = new Map<string, number>()
  for (const [row, session] of orders.entries()) for (const { id } of session) if (!placed.has(id)) placed.set(id, row)
  return [...finalOrders(orders).values()].map((order) => {
    const own = fills.get(order.id) ?? []
    const time = ({ fill, row }: (typeof own)[number]) =>
      about.frequency === 'minute' ? (fill.at - order.created) / 60_000 : row - placed.get(order.id)!
    return {
      order,
      fills: own.map(({ fill }) => fill),
      toFirst: own.length === 0 ? Number.NaN : time(own[0]),
      toLast: own.length === 0 ? Number.NaN : time(own[own.length - 1]),
    }
  })
}
