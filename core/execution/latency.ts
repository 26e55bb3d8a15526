import type { OrderSnapshot } from '../finance/order.js'
import type { Random } from '../kernel/random.js'
import { token } from '../kernel/token.js'

/** How long an order is on its way to the market. */
export interface LatencyModel {
  /** Milliseconds from placing it (`order.created`) to its arrival; `random` is the run's. */
  delay(order: OrderSnapshot, random: Random): number
}
export const LatencyModel = token<LatencyModel>('LatencyModel')

/** When each order arrives; drawn once an order, in the order in which they are first asked for. */
export class Arrivals {
  readonly #at = new WeakMap<OrderSnapshot, number>()

  constructor(
    private readonly model: LatencyModel,
    private readonly random: Random,
  ) {}

  /** Epoch ms. */
  of(order: OrderSnapshot): number {
    let at = this.#at.get(order)
    if (at === undefined) {
      at = order.created + Math.max(0, this.model.delay(order, this.random))
      this.#at.set(order, at)
    }
    return at
  }
}
