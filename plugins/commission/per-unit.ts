import type { OrderSnapshot } from '../../core/finance/order.js'

/**
 * Charge of one fill at `cost` a unit and `fee` an order, with a minimum an order: the minimum is charged with the first fill, and
 * later fills are charged only for what the order's whole commission then exceeds it by (Zipline's rule).
 */
export function perUnitCommission(
  order: OrderSnapshot,
  amount: number,
  cost: number,
  fee: number,
  minimum: number,
): number {
  const additional = Math.abs(amount * cost)
  if (order.commission === 0) return Math.max(minimum, additional + fee)
  const total = Math.abs(order.filled * cost) + additional + fee
  return total < minimum ? 0 : total - order.commission
}
