import type { FillModel } from '../../core/finance/fill-model.js'
import type { OrderSnapshot } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import { type SlippageFill, type TradeBar, worseThanLimit } from '../../core/finance/slippage.js'

/**
 * All orders of an asset together get at most `ratio` of a bar's volume, at a price that is worse by `impact` × the share taken; nothing
 * beyond a limit. What is left stays open for later bars.
 */
export class VolumeFills implements FillModel {
  constructor(
    readonly ratio = 0.1,
    readonly impact = 0.01,
  ) {}

  fill(order: OrderSnapshot, bar: TradeBar, offered: SlippageFill): SlippageFill | undefined {
    const room = this.ratio * bar.volume - bar.volumeUsed
    const units = room <= 0 ? 0 : wholeLots(Math.min(room, Math.abs(offered.amount)), order.asset)
    if (units === 0) return undefined
    const direction = Math.sign(offered.amount)
    const price = offered.price * (1 + direction * this.impact * (units / bar.volume))
    return worseThanLimit(price, order) ? undefined : { price, amount: direction * units }
  }
}
