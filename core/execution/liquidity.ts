import type { OrderSnapshot } from '../finance/order.js'
import type { Liquidity } from '../finance/transaction.js'

/**
 * Which orders rest in the book and which take from it: an order without a limit takes, and one whose limit the market's price had
 * reached when it arrived. A stop-limit order arrives as a limit order at its stop.
 */
export class BookSides {
  readonly #sides = new WeakMap<OrderSnapshot, Liquidity>()

  /** `price`: the market's last, as the order arrives. */
  arrive(order: OrderSnapshot, price: number): void {
    this.#sides.set(order, sideOf(order, price))
  }

  of(order: OrderSnapshot, price: number): Liquidity {
    let side = this.#sides.get(order)
    if (side === undefined) this.#sides.set(order, (side = sideOf(order, price)))
    return side
  }
}

function sideOf({ amount, limit, stop }: OrderSnapshot, price: number): Liquidity {
  if (limit === undefined) return 'taker'
  const market = stop ?? price
  return (amount > 0 ? limit >= market : limit <= market) ? 'taker' : 'maker'
}
