import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { perUnitCommission } from './per-unit.js'

/** So much a share, at least `minTradeCost` an order; currency units. Zipline's default for equities: 0.001 a share, no minimum. */
export class PerShare implements CommissionModel {
  readonly assetKinds = ['equity'] as const

  constructor(
    readonly cost = 0.001,
    readonly minTradeCost = 0,
  ) {}

  get kernel(): CommissionModel['kernel'] {
    return ['perShare', this.cost, this.minTradeCost]
  }

  calculate(order: OrderSnapshot, fill: Transaction): number {
    return perUnitCommission(order, fill.amount, this.cost, 0, this.minTradeCost)
  }
}
