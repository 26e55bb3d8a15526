import { lotOf } from '../../core/assets/asset-class.js'
import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import {
  LIQUIDITY_EXCEEDED,
  type SlippageFill,
  type SlippageModel,
  type TradeBar,
  worseThanLimit,
} from '../../core/finance/slippage.js'

/**
 * Fills at most `volumeLimit` of the bar's volume, at a price that worsens with the square of the share of volume taken:
 * price × (1 ± share² × priceImpact). Nothing fills beyond an order's limit.
 */
export class VolumeShareSlippage implements SlippageModel {
  constructor(
    readonly volumeLimit = 0.025,
    readonly priceImpact = 0.1,
  ) {}

  get kernel(): SlippageModel['kernel'] {
    return ['volumeShare', this.volumeLimit, this.priceImpact]
  }

  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill | typeof LIQUIDITY_EXCEEDED | undefined {
    const { price: market, volume, volumeUsed } = bar
    const remaining = this.volumeLimit * volume - volumeUsed
    if (remaining < lotOf(order.asset)) return LIQUIDITY_EXCEEDED
    const open = openAmount(order)
    const units = wholeLots(Math.min(remaining, Math.abs(open)), order.asset)
    if (units === 0) return undefined
    const direction = open > 0 ? 1 : -1
    const share = Math.min((volumeUsed + units) / volume, this.volumeLimit)
    const price = market + share * share * (Math.abs(this.priceImpact) * direction) * market
    return worseThanLimit(price, order) ? undefined : { price, amount: units * direction }
  }
}
