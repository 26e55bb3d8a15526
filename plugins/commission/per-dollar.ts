import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'

/** A fraction of the value traded. */
export class PerDollar implements CommissionModel {
  readonly assetKinds = ['equity'] as const

  constructor(readonly cost = 0.0015) {}

  get kernel(): CommissionModel['kernel'] {
    return ['perDollar', this.cost, 0]
  }

  calculate(_order: OrderSnapshot, fill: Transaction): number {
    return Math.abs(fill.amount) * (fill.price * this.cost)
  }
}
