import type { CommissionModel } from '../../core/finance/commission.js'

/** Free of charge, whatever the asset. */
export class NoCommission implements CommissionModel {
  calculate(): number {
    return 0
  }
}
