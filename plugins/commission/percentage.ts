import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { OrderCharge, tradedValue } from './order-charge.js'

/** A fraction of the value traded (0.001 is ten basis points), at least `minimum` an order; any kind of asset. */
export class PercentageCommission implements CommissionModel {
  readonly #charge: OrderCharge

  constructor(
    readonly rate: number,
    readonly minimum = 0,
  ) {
    this.#charge = new OrderCharge({ minimum })
  }

  calculate(order: OrderSnapshot, fill: Transaction): number {
    return this.#charge.of(order, fill, tradedValue(fill) * this.rate)
  }

  charged(order: OrderSnapshot, fill: Transaction): void {
    this.#charge.add(order, fill, tradedValue(fill) * this.rate)
  }
}
