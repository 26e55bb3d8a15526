import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'

/** What bounds an order's whole commission. */
export interface ChargeBounds {
  /** Currency units an order, charged with its first fill. */
  readonly minimum?: number
  /** At most this share of the value traded; it stands above the minimum. */
  readonly maximumShare?: number
}

interface Told {
  due: number
  value: number
  charged: number
}

/**
 * Charges fill by fill what an order's whole commission comes to under a minimum an order: the first fill pays it, later fills pay only
 * what the whole then exceeds it by. Rebates (negative charges) are paid as they come, beside it.
 */
export class OrderCharge {
  readonly #orders = new WeakMap<OrderSnapshot, Told>()

  constructor(private readonly bounds: ChargeBounds = {}) {}

  /** `raw`: what the fill costs by itself. */
  of(order: OrderSnapshot, fill: Transaction, raw: number): number {
    const { minimum = 0, maximumShare } = this.bounds
    if (raw < 0) return raw
    if (minimum === 0 && maximumShare === undefined) return raw
    let told = this.#orders.get(order)
    if (!told) this.#orders.set(order, (told = { due: 0, value: 0, charged: 0 }))
    told.due += raw
    told.value += tradedValue(fill)
    let whole = Math.max(minimum, told.due)
    if (maximumShare !== undefined) whole = Math.min(whole, maximumShare * told.value)
    // A maximum that grows with the value may fall behind what earlier fills were charged: nothing is paid back.
    const charge = Math.max(0, whole - told.charged)
    told.charged += charge
    return charge
  }
}

/** Unsigned, in currency units. */
export function tradedValue({ asset, amount, price }: Transaction): number {
  return Math.abs(amount) * Math.abs(price) * asset.multiplier
}
