import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import type { SlippageFill, SlippageModel, TradeBar } from '../../core/finance/slippage.js'

/** Fills the whole order at the market's price. */
export class NoSlippage implements SlippageModel {
  get kernel(): SlippageModel['kernel'] {
    return ['fixed', 0, 0]
  }

  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill {
    return { price: bar.price, amount: openAmount(order) }
  }
}
