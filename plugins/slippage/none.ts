import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageFill, SlippageModel, TradeBar } from '../../core/finance/slippage.js'

/** Fills the whole order at the close. */
export class NoSlippage implements SlippageModel {
  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill {
    return { price: bar.close, amount: order.amount }
  }
}
