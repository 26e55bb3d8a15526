import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'

/** So much an order, charged with its first fill; currency units. */
export class PerTrade implements CommissionModel {
  constructor(readonly cost = 0) {}

  get kernel(): CommissionModel['kernel'] {
    return ['perTrade', this.cost, 0]
  }

  calculate(order: OrderSnapshot): number {
    return order.commission === 0 ? this.cost : 0
  }
}
