import type { FillModel } from '../../core/finance/fill-model.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import type { SlippageFill, TradeBar } from '../../core/finance/slippage.js'
import type { Random } from '../../core/kernel/random.js'

/** On each bar an order fills with a `probability`, and then a share of what is offered: `least` of it or more, up to all, uniformly. */
export class ChanceFills implements FillModel {
  constructor(
    readonly probability = 1,
    readonly least = 1,
  ) {}

  fill(order: OrderSnapshot, _bar: TradeBar, offered: SlippageFill, random: Random): SlippageFill | undefined {
    if (random.next() >= this.probability) return undefined
    const share = this.least + (1 - this.least) * random.next()
    const units = share === 1 ? Math.abs(offered.amount) : wholeLots(Math.abs(offered.amount) * share, order.asset)
    return units === 0 ? undefined : { price: offered.price, amount: Math.sign(offered.amount) * units }
  }
}
