import { type OrderSnapshot, openAmount } from '../../core/finance/order.js'
import { wholeLots } from '../../core/finance/sizing.js'
import {
  LIQUIDITY_EXCEEDED,
  type SlippageFill,
  type SlippageModel,
  type TradeBar,
} from '../../core/finance/slippage.js'

/**
 * Fills at the market's price (in Zipline the close), worse by so many basis points, at most `volumeLimit` of the bar's volume. Zipline's default for equities:
 * 5 basis points, a tenth of the volume. The limit of an order that has been triggered is not looked at again, as in Zipline.
 */
export class FixedBasisPointsSlippage implements SlippageModel {
  constructor(
    readonly basisPoints = 5,
    readonly volumeLimit = 0.1,
  ) {}

  get kernel(): SlippageModel['kernel'] {
    return ['basisPoints', this.basisPoints, this.volumeLimit]
  }

  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill | typeof LIQUIDITY_EXCEEDED {
    const open = openAmount(order)
    const direction = open > 0 ? 1 : -1
    const room = wholeLots(this.volumeLimit * bar.volume, order.asset) - bar.volumeUsed
    const units = Math.min(Math.abs(open), room)
    if (units === 0) return LIQUIDITY_EXCEEDED
    const { price } = bar
    return { price: price + price * ((this.basisPoints / 10_000) * direction), amount: units * direction }
  }
}
