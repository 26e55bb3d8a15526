import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageModel, TradeBar } from '../../core/finance/slippage.js'
import { movedFill, unitsWithin } from './room.js'

/** Fills the whole order so many basis points off the market's price, at least `minimum` currency units a unit, and never beyond a limit. */
export class BasisPointsSlippage implements SlippageModel {
  constructor(
    readonly basisPoints = 5,
    readonly minimum = 0,
  ) {}

  fill(order: OrderSnapshot, bar: TradeBar) {
    const move = Math.max((bar.price * this.basisPoints) / 10_000, this.minimum)
    return movedFill(order, bar, unitsWithin(order, bar), move)
  }
}
