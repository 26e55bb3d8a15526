import type { CommissionModel } from '../../core/finance/commission.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { type ByRoot, ofRoot } from './by-root.js'
import { EXCHANGE_FEES } from './exchange-fees.js'
import { perUnitCommission } from './per-unit.js'

const DEFAULT_COST = 0.85

/**
 * So much a contract, and the exchange's fee once an order; currency units. Both are one number, or numbers by root symbol: a root
 * without a cost costs 0.85, one without a fee pays that of `EXCHANGE_FEES`. Zipline's default for futures.
 */
export class PerContract implements CommissionModel {
  readonly assetKinds = ['future'] as const

  constructor(
    readonly cost: ByRoot = DEFAULT_COST,
    readonly exchangeFee: ByRoot = EXCHANGE_FEES,
    readonly minTradeCost = 0,
  ) {}

  /** Throws `EXCHANGE_FEE_UNKNOWN` for a root that has no fee. */
  calculate(order: OrderSnapshot, fill: Transaction): number {
    const { asset } = order
    const root = asset.kind === 'future' ? asset.rootSymbol : ''
    const fee = ofRoot(this.exchangeFee, root, EXCHANGE_FEES)
    if (fee === undefined) {
      throw new RustybtError(
        'EXCHANGE_FEE_UNKNOWN',
        `no exchange fee is known for the root '${root}' of ${asset.symbol}`,
        {
          hint: `give one: exchangeFee: { ${root}: 1.5 }, or one number for all roots`,
        },
      )
    }
    return perUnitCommission(order, fill.amount, ofRoot(this.cost, root) ?? DEFAULT_COST, fee, this.minTradeCost)
  }
}
