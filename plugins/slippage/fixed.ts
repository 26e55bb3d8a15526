import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import type { SlippageFill, SlippageModel, TradeBar } from '../../core/finance/slippage.js'

/** Fills the whole order half a spread away from the market's price, whatever the volume. `spread` in currency units. */
export class FixedSlippage implements SlippageModel {
  constructor(readonly spread = 0) {}

  get kernel(): SlippageModel['kernel'] {
    return ['fixed', this.spread, 0]
  }

  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill {
    const direction = order.amount > 0 ? 1 : -1
    return { price: bar.price + (this.spread / 2) * direction, amount: openAmount(order) }
  }
}
