import type { CommissionModel } from '../../core/finance/commission.js'

/** Free of charge, whatever the asset. */
export class NoCommission implements CommissionModel {
  get kernel(): CommissionModel['kernel'] {
    return ['perTrade', 0, 0]
  }

  calculate(): number {
    return 0
  }
}
