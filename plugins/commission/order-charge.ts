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
  readonly due: number
  readonly value: number
  readonly charged: number
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
    return raw < 0 || !this.#isBound
      ? raw
      : this.#next(order, fill, raw).charged - (this.#orders.get(order)?.charged ?? 0)
  }

  /** The fill was charged. */
  add(order: OrderSnapshot, fill: Transaction, raw: number): void {
    if (raw >= 0 && this.#isBound) this.#orders.set(order, this.#next(order, fill, raw))
  }

  get #isBound(): boolean {
    return (this.bounds.minimum ?? 0) > 0 || this.bounds.maximumShare !== undefined
  }

  #next(order: OrderSnapshot, fill: Transaction, raw: number): Told {
    const { minimum = 0, maximumShare } = this.bounds
    const { due: before, value: worth, charged } = this.#orders.get(order) ?? NOTHING
    const [due, value] = [before + raw, worth + tradedValue(fill)]
    const least = Math.max(minimum, due)
    const whole = maximumShare === undefined ? least : Math.min(least, maximumShare * value)
    // A maximum that grows with the value may fall behind what earlier fills were charged: nothing is paid back.
    return { due, value, charged: Math.max(charged, whole) }
  }
}

const NOTHING: Told = { due: 0, value: 0, charged: 0 }

/** Unsigned, in currency units. */
export function tradedValue({ asset, amount, price }: Transaction): number {
  return Math.abs(amount) * Math.abs(price) * asset.multiplier
}
