import type { LatencyModel } from '../finance/latency.js'
import type { OrderSnapshot } from '../finance/order.js'
import type { Random } from '../kernel/random.js'

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
