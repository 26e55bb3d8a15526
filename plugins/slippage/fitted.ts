import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageModel, TradeBar } from '../../core/finance/slippage.js'
import type { FittedSlippageParameters } from '../../core/finance/slippage-fit.js'
import { movedFill, unitsWithin } from './room.js'

/** What `fitSlippage` has found in one's own fills: price × (1 ± (halfSpread + impact × (units ÷ bar volume)^exponent)). */
export class FittedSlippage implements SlippageModel {
  constructor(
    readonly parameters: FittedSlippageParameters,
    readonly volumeLimit = Number.POSITIVE_INFINITY,
  ) {}

  fill(order: OrderSnapshot, bar: TradeBar) {
    const { halfSpread, impact, exponent } = this.parameters
    const units = unitsWithin(order, bar, this.volumeLimit)
    return movedFill(order, bar, units, bar.price * (halfSpread + impact * (units / bar.volume) ** exponent))
  }
}
