import type { Asset } from '../assets/asset.js'
import type { BracketStyle, SingleStyle } from '../finance/execution-style.js'
import { exitStyles } from '../finance/execution-style.js'
import { isOpen, type Order, type OrderOptions, type OrderTerms } from '../finance/order.js'
import type { Reason } from './engine-event.js'

/** The book of orders, as those who place and change orders for the sake of others use it. */
export interface OrderBook {
  readonly orders: ReadonlyMap<string, Order>
  submit(
    asset: Asset,
    amount: number,
    style: SingleStyle,
    at: number,
    terms?: OrderTerms,
    id?: string,
    reference?: number,
  ): Order
  nextId(): string
  cancel(id: string, at: number, relay?: boolean, reason?: Reason): void
  /** Sets the whole amount of an open order, for a reason that is none of the strategy's. */
  resize(order: Order, amount: number, at: number, reason: Reason): void
}

/** Orders of which at most `total` units (signed) fill together. */
interface Group {
  ids: readonly string[]
  total: number
}

/**
 * Orders that exclude each other and orders that follow one another, as plain orders to any broker: what one fills is taken from the
 * other, and what a bracket's entry fills is what its exits close.
 */
export class LinkedOrders {
  readonly #groups = new Map<string, Group>()
  readonly #exits = new Map<string, Group>()

  constructor(private readonly book: OrderBook) {}

  /** Places two orders that exclude each other; answers the first. */
  placePair(
    asset: Asset,
    amount: number,
    styles: readonly [SingleStyle, SingleStyle],
    at: number,
    terms: readonly [OrderTerms, OrderTerms],
    reference?: number,
  ): Order {
    const ids = [this.book.nextId(), this.book.nextId()]
    const group: Group = { ids, total: amount }
    const [first] = ids.map((id, i) => {
      this.#groups.set(id, group)
      return this.book.submit(asset, amount, styles[i], at, { ...terms[i], siblings: [ids[1 - i]] }, id, reference)
    })
    return first
  }

  placeBracket(asset: Asset, amount: number, style: BracketStyle, at: number, options: OrderOptions): Order {
    return this.book.submit(asset, amount, style.entry, at, { ...options, exits: exitStyles(style, asset) })
  }

  /** Those that exclude each other with this one, itself included, oldest first; undefined: none do. */
  groupOf(id: string): readonly string[] | undefined {
    return this.#groups.get(id)?.ids
  }

  /** The exits that a bracket's entry has so far. */
  exitsOf(entryId: string): readonly string[] {
    return this.#exits.get(entryId)?.ids ?? []
  }

  /** Signed units that an order and its siblings may still fill together. */
  restOf(id: string): number {
    const group = this.#groups.get(id)!
    return group.total - this.#filledOf(group)
  }

  /** Signed units that an order may still fill: of its own, and together with its siblings. */
  remaining(order: Order): number {
    const own = order.amount - order.filled
    const group = this.#groups.get(order.id)
    return group === undefined ? own : nearerZero(own, group.total - this.#filledOf(group))
  }

  /** After a fill of `amount` has been booked. Answers whether orders were placed for its sake. */
  filled(order: Order, amount: number, at: number, price: number): boolean {
    const { terms } = order
    if (terms === undefined) return false
    const group = this.#groups.get(order.id)
    if (group) this.#reduce(group, order, at)
    if (terms.parentId !== undefined && terms.role !== 'slice')
      this.book.cancel(terms.parentId, at, true, 'exit-filled')
    return terms.exits !== undefined && this.#placeExits(order, terms.exits, { amount, at, price })
  }

  /** Units of the group, and what its members have filled, after a split of the asset. */
  split(ids: Iterable<string>): void {
    for (const group of new Set(Array.from(ids, (id) => this.#groups.get(id)))) {
      if (group === undefined) continue
      const open = group.ids.map((id) => this.book.orders.get(id)!).filter(isOpen)
      const filled = this.#filledOf(group)
      group.total = filled + open.reduce((most, each) => farther(most, each.amount - each.filled), 0)
    }
  }

  #filledOf(group: Group): number {
    return group.ids.reduce((sum, id) => sum + (this.book.orders.get(id)?.filled ?? 0), 0)
  }

  #reduce(group: Group, by: Order, at: number): void {
    const rest = group.total - this.#filledOf(group)
    for (const id of group.ids) {
      const sibling = this.book.orders.get(id)!
      if (sibling === by || !isOpen(sibling)) continue
      if (rest * group.total <= 0) this.book.cancel(id, at, true, 'sibling-filled')
      else if (Math.abs(sibling.amount - sibling.filled) > Math.abs(rest))
        this.book.resize(sibling, sibling.filled + rest, at, 'sibling-filled')
    }
  }

  #placeExits(
    entry: Order,
    [loss, profit]: readonly [SingleStyle, SingleStyle],
    { amount, at, price }: { readonly amount: number; readonly at: number; readonly price: number },
  ): boolean {
    const known = this.#exits.get(entry.id)
    if (known === undefined) {
      const { tag, strategy } = entry.terms!
      const terms = {
        ...(tag !== undefined && { tag }),
        ...(strategy !== undefined && { strategy }),
        parentId: entry.id,
      }
      const first = this.placePair(
        entry.asset,
        -amount,
        [loss, profit],
        at,
        [
          { ...terms, role: 'stop-loss' },
          { ...terms, role: 'take-profit' },
        ],
        price,
      )
      this.#exits.set(entry.id, this.#groups.get(first.id)!)
      return true
    }
    known.total -= amount
    for (const id of known.ids) {
      const exit = this.book.orders.get(id)!
      if (isOpen(exit)) this.book.resize(exit, exit.amount - amount, at, 'parent-filled')
    }
    return false
  }
}

const nearerZero = (a: number, b: number) => (a * b <= 0 ? 0 : Math.abs(a) < Math.abs(b) ? a : b)
const farther = (a: number, b: number) => (Math.abs(a) > Math.abs(b) ? a : b)
