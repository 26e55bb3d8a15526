import type { LatencyModel } from '../finance/latency.js'
import type { OrderSnapshot } from '../finance/order.js'
import type { Random } from '../kernel/random.js'

/** Which orders are on their way, and until when. Each is drawn once: as it is sent, or as the market first sees it. */
export class Arrivals {
  readonly #inFlight = new Map<OrderSnapshot, number>()
  /** Orders placed before this moment have been drawn. */
  #drawnBefore = Number.NEGATIVE_INFINITY
  #bar = Number.NEGATIVE_INFINITY

  constructor(
    private readonly model: LatencyModel,
    private readonly random: Random,
  ) {}

  /** The market is about to look at its orders, at `at` (epoch ms). */
  begin(at: number): void {
    this.#drawnBefore = this.#bar
    this.#bar = at
  }

  sent(order: OrderSnapshot): void {
    if (order.created >= this.#drawnBefore && !this.#inFlight.has(order)) this.#draw(order)
  }

  /** Whether an order is there when the market is met, at `at`. */
  hasArrived(order: OrderSnapshot, at: number): boolean {
    if (this.#inFlight.size === 0 && order.created < this.#drawnBefore) return true
    const arrival = this.#inFlight.get(order) ?? (order.created < this.#drawnBefore ? undefined : this.#draw(order))
    if (arrival === undefined) return true
    if (arrival > at) return false
    // It is kept for as long as it might be drawn again.
    if (order.created < this.#drawnBefore) this.#inFlight.delete(order)
    return true
  }

  #draw(order: OrderSnapshot): number {
    const arrival = order.created + Math.max(0, this.model.delay(order, this.random))
    this.#inFlight.set(order, arrival)
    return arrival
  }
}
