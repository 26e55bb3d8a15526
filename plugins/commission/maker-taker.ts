import type { ChargeBounds } from './order-charge.js'
import { TieredCommission } from './tiered.js'

/**
 * One fraction of the value traded for orders that rested in the book (`maker`), another for those that took from it (`taker`); a
 * negative one is a rebate, and the minimum an order is not applied to it.
 */
export class MakerTakerCommission extends TieredCommission {
  constructor(maker: number, taker: number, bounds: ChargeBounds = {}) {
    super([{ from: 0, rate: { maker, taker } }], bounds)
  }
}
