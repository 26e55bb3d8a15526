import type { AssetKind } from '../assets/asset.js'
import { token } from '../kernel/token.js'
import type { SWEEP_COMMISSION } from '../math/kernels.js'
import type { OrderSnapshot } from './order.js'
import type { Transaction } from './transaction.js'

/** What a broker charges for a fill. */
export interface CommissionModel {
  /** Kinds of asset that it knows how to charge; all, where left out. */
  readonly assetKinds?: readonly AssetKind[]
  /** As messages name it; its class's name, where left out. */
  readonly name?: string
  /** The same model as numbers, where the sweep kernel has it: its kind and what it is told. */
  readonly kernel?: readonly [kind: keyof typeof SWEEP_COMMISSION, first: number, second: number]
  /**
   * Commission of one fill, in currency units; a negative one is a rebate. `order.filled` and `order.commission` are as they were
   * before this fill.
   */
  calculate(order: OrderSnapshot, fill: Transaction): number
  /** Told of each fill that was charged, for models that count what came before: `calculate` alone changes nothing. */
  charged?(order: OrderSnapshot, fill: Transaction): void
}
export const CommissionModel = token<CommissionModel>('CommissionModel')
