import type { OrderSnapshot } from '../../core/finance/order.js'
import type { SlippageModel, TradeBar } from '../../core/finance/slippage.js'
import { movedFill, unitsWithin } from './room.js'

/** Quoted spreads as fractions of the price: one for all assets, or by symbol with a `default`. */
export type Spreads = number | { readonly [symbol: string]: number }

/**
 * Orders cross half the quoted spread: buys at the ask, sells at the bid, `factor` of the way (1; 0.5 where orders are improved upon).
 * Bars have no quotes, so the spread is what it is said to be.
 */
export class SpreadSlippage implements SlippageModel {
  constructor(
    readonly spread: Spreads = 0.001,
    readonly factor = 1,
    readonly volumeLimit = Number.POSITIVE_INFINITY,
  ) {}

  fill(order: OrderSnapshot, bar: TradeBar) {
    const { spread } = this
    const fraction = typeof spread === 'number' ? spread : (spread[order.asset.symbol] ?? spread.default ?? 0)
    return movedFill(order, bar, unitsWithin(order, bar, this.volumeLimit), (bar.price * fraction * this.factor) / 2)
  }
}
