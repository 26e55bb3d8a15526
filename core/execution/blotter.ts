import type { Asset } from '../assets/asset.js'
import type { Portal } from '../data/portal.js'
import {
  asymmetricRound,
  type ExecutionStyle,
  isSliced,
  limitPrice,
  type SingleStyle,
  stopPrice,
} from '../finance/execution-style.js'
import {
  createOrder,
  followPrice,
  isOpen,
  ORDER_STATUS,
  type Order,
  type OrderOptions,
  type OrderStatus,
  type OrderTerms,
  splitOrder,
} from '../finance/order.js'
import { RustybtError } from '../kernel/errors.js'
import { exactFromNumber, exactToNumber } from '../math/decimal.js'
import { decimalPlaces, roundDecimals } from '../math/rounding.js'
import type { BrokerCommand, BrokerEvent } from './broker.js'
import type { Reason } from './engine-event.js'
import type { EventLog } from './event-log.js'
import { LinkedOrders, type OrderBook } from './linked-orders.js'
import { SlicedOrders } from './sliced-orders.js'

/** What of an open order is to be other than it is. Prices in currency units; the whole amount, what has filled included. */
export interface OrderChanges {
  readonly amount?: number
  readonly limit?: number
  readonly stop?: number
}

/** Every order of a run, and which of them are open, by asset in the order in which they came. */
export class Blotter implements OrderBook {
  readonly orders = new Map<string, Order>()
  readonly open = new Map<Asset, Order[]>()
  /** Placed or cancelled on this bar, in order: what the performance record tells of it. */
  readonly news: Order[] = []
  /** Commands for the broker, not yet sent. */
  readonly outbox: BrokerCommand[] = []
  readonly linked: LinkedOrders = new LinkedOrders(this)
  readonly sliced: SlicedOrders
  /** Whether some order ever was more than a plain one; and whether fills of this bar have placed orders. */
  hasTerms = false
  hasFollowers = false
  #sequence = 0
  readonly #emptied = new Set<Asset>()

  /** Order ids are the run's id and a sequence number: the same run gives the same ids, and a vendor can be asked for them. */
  constructor(
    private readonly runId: string,
    private readonly events: EventLog,
    private readonly portal?: Portal,
    /** Whether prices on the tick grid are what doubles make of them (100.99000000000001), as in Zipline; else its decimals. */
    private readonly ticksInDoubles = false,
  ) {
    this.sliced = new SlicedOrders(this, portal)
  }

  /** Places an order; it reaches the broker when the bar ends. Zero units are no order. Of several orders it answers the first. */
  place(asset: Asset, amount: number, style: ExecutionStyle, at: number, options?: OrderOptions): Order | undefined {
    if (amount === 0) return undefined
    if (style.kind === 'oco')
      return this.linked.placePair(asset, amount, [style.first, style.second], at, [options ?? {}, options ?? {}])
    if (style.kind === 'bracket') return this.linked.placeBracket(asset, amount, style, at, options ?? {})
    if (isSliced(style)) return this.sliced.place(asset, amount, style, at, options ?? {})
    return this.submit(asset, amount, style, at, options)
  }

  /** One order, as it goes to a broker. `reference`: the price that a trailing stop follows first. */
  submit(
    asset: Asset,
    amount: number,
    style: SingleStyle,
    at: number,
    terms: OrderTerms | undefined,
    id = this.nextId(),
    reference?: number,
  ): Order {
    const isBuy = amount > 0
    const all = termsOf(style, terms)
    const priced = 'asset' in style ? style : NO_ASSET
    const limit = this.#onGrid(limitPrice(style, isBuy), priced)
    const stop = this.#onGrid(stopPrice(style, isBuy), priced)
    const order = createOrder(id, asset, amount, at, limit, stop, all)
    if (all !== undefined) this.hasTerms = true
    if (all?.trail !== undefined) {
      order.stop = isBuy ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
      followPrice(order, reference ?? this.portal?.spot(asset, 'price') ?? Number.NaN)
    }
    this.orders.set(order.id, order)
    this.#queue(order)
    this.news.push(order)
    if (all?.sliced === undefined) this.outbox.push({ kind: 'submit', order })
    return order
  }

  nextId(): string {
    return `${this.runId}-${++this.#sequence}`
  }

  /** Changes an open order in place; answers why not, or undefined. A price, or a larger amount, loses its place in the queue. */
  modify(id: string, changes: OrderChanges, at: number): Reason | undefined {
    const order = this.orders.get(id)
    if (!order || !isOpen(order)) return 'not-open'
    const { amount = order.amount, limit, stop } = changes
    if (!Number.isFinite(amount) || isBad(limit) || isBad(stop)) return 'bad-parameters'
    const isPriced = limit !== undefined || stop !== undefined
    if (order.terms?.sliced && isPriced) return 'bad-parameters'
    const left = amount - order.filled
    if (left * order.amount <= 0 || Math.abs(amount) < Math.abs(this.sliced.ordered(id))) return 'amount-filled'
    if (order.terms?.siblings && Math.abs(left) > Math.abs(this.linked.remaining(order))) return 'bad-parameters'
    if (stop !== undefined && order.stop === undefined)
      return order.limit !== undefined || order.stopReached ? 'already-triggered' : 'bad-parameters'
    if (stop !== undefined && order.stopReached) return 'already-triggered'
    if (limit !== undefined && order.limit === undefined) return 'bad-parameters'
    const isBuy = order.amount > 0
    const { tickSize } = order.asset
    if (isPriced || Math.abs(amount) > Math.abs(order.amount)) this.#requeue(order)
    if (limit !== undefined) {
      order.limit = this.#onGrid(asymmetricRound(limit, isBuy, tickSize), order)
      order.limitReached = false
    }
    if (stop !== undefined) order.stop = this.#onGrid(asymmetricRound(stop, !isBuy, tickSize), order)
    this.#change(order, amount, at)
    return undefined
  }

  /** Sets the whole amount of an open order for the sake of another; it keeps its place in the queue. */
  resize(order: Order, amount: number, at: number, reason: Reason): void {
    this.events.told('changed', order, reason, { from: order.amount, to: amount })
    this.#change(order, amount, at)
    if (!isOpen(order)) this.#close(order)
  }

  /** Cancels what is open; anything else is left as it is. `relay`: whether the performance record tells of it. */
  cancel(id: string, at: number, relay = true, reason: Reason = 'by-strategy'): void {
    const order = this.orders.get(id)
    if (!order || !isOpen(order)) return
    this.events.told('cancelled', order, reason)
    this.#takeOut(order)
    remove(this.news, order)
    order.status = ORDER_STATUS.CANCELLED
    order.dt = at
    if (relay) this.news.push(order)
    if (order.terms?.sliced === undefined) this.outbox.push({ kind: 'cancel', orderId: id })
    if (order.terms) this.sliced.ended(order, at)
  }

  /** Marks an order as refused, and why, whatever its state: a venue's word is the last. */
  reject(id: string, reason: string, at: number): void {
    const order = this.orders.get(id)
    if (!order) return
    this.#takeOut(order)
    this.events.told('rejected', order, reason)
    this.#tell(order, ORDER_STATUS.REJECTED, reason, at)
    if (order.terms) this.sliced.ended(order, at)
  }

  /** Marks an open order as held back by a venue. It stays in the book: with its first fill it is open again. */
  hold(id: string, reason: string, at: number): void {
    const order = this.orders.get(id)
    if (order && isOpen(order)) this.#tell(order, ORDER_STATUS.HELD, reason, at)
  }

  cancelAll(asset: Asset, at: number, reason?: Reason): void {
    for (const order of [...(this.open.get(asset) ?? [])]) this.cancel(order.id, at, true, reason)
    this.open.delete(asset)
  }

  /** Books what the broker told of one order; answers the order. */
  apply(event: BrokerEvent): Order {
    const order = this.orders.get(event.orderId)
    if (!order)
      throw new RustybtError(
        'ORDER_UNKNOWN',
        `the broker told of an order that this run did not place: ${event.orderId}`,
      )
    if (event.kind === 'accepted') {
      order.brokerOrderId = event.brokerOrderId
      return order
    }
    order.dt = event.at
    if (event.kind === 'filled') {
      order.filled = summed(order.filled, event.amount)
      order.commission += event.commission
      if (!isOpen(order)) this.#close(order)
      else this.events.unfilled(order, 'partly-filled')
      if (order.terms) this.#filled(order, event)
    } else {
      this.events.told(event.kind, order, event.reason ?? 'by-broker', 'data' in event ? event.data : undefined)
      order.status = event.kind === 'rejected' ? ORDER_STATUS.REJECTED : ORDER_STATUS.CANCELLED
      order.reason = event.reason
      this.#close(order)
      this.news.push(order)
      if (order.terms) this.sliced.ended(order, event.at)
    }
    return order
  }

  /** Adjusts an asset's open orders to a split; an order with nothing left to fill leaves the book. */
  split(asset: Asset, ratio: number): void {
    const all = [...(this.open.get(asset) ?? [])]
    for (const order of all) {
      splitOrder(order, ratio)
      if (order.amount === order.filled) {
        this.events.told('cancelled', order, 'split-to-nothing')
        this.#close(order)
        remove(this.news, order)
      }
    }
    if (!this.hasTerms) return
    this.linked.split(all.map(({ id }) => id))
    this.sliced.split(asset, ratio)
  }

  /** Lets trailing stops follow the bar that ends at `at`, by its range or its close; those that move are told to the broker. */
  followPrices(at: number, byRange: boolean): void {
    for (const [asset, orders] of this.open) {
      for (const order of orders) {
        if (order.terms?.trail === undefined) continue
        // What was placed within this bar has seen no more of it for sure than its close.
        const field = !byRange || order.created === at ? 'close' : order.amount > 0 ? 'low' : 'high'
        if (followPrice(order, this.portal!.spot(asset, field))) this.outbox.push({ kind: 'modify', order })
      }
    }
  }

  /** Open orders as they were placed: slices are left out, as what they are slices of stands for them. */
  get openAsPlaced(): ReadonlyMap<Asset, readonly Order[]> {
    if (this.sliced.isIdle) return this.open
    return new Map(Array.from(this.open, ([asset, all]) => [asset, all.filter(({ terms }) => terms?.role !== 'slice')]))
  }

  /** Forgets assets whose last order was cancelled. Called once a bar: ordered again before, an asset keeps its turn. */
  prune(): void {
    if (this.#emptied.size === 0) return
    for (const asset of this.#emptied) if (this.open.get(asset)?.length === 0) this.open.delete(asset)
    this.#emptied.clear()
  }

  /** What a fill means for other orders. */
  #filled(order: Order, { amount, at, price }: { amount: number; at: number; price: number }): void {
    if (this.linked.filled(order, amount, at, price)) this.hasFollowers = true
    const parent = this.sliced.filled(order, amount, at)
    if (parent === undefined) return
    remove(this.news, parent)
    this.news.push(parent)
    if (!isOpen(parent)) this.#close(parent)
  }

  #onGrid(price: number | undefined, { asset }: { readonly asset?: Asset }): number | undefined {
    if (price === undefined || this.ticksInDoubles) return price
    return roundDecimals(price, decimalPlaces(asset?.tickSize ?? 0.01))
  }

  #change(order: Order, amount: number, at: number): void {
    order.amount = amount
    order.dt = at
    remove(this.news, order)
    this.news.push(order)
    if (order.terms?.sliced === undefined) this.outbox.push({ kind: 'modify', order })
  }

  #queue(order: Order): void {
    const others = this.open.get(order.asset)
    if (others) others.push(order)
    else this.open.set(order.asset, [order])
  }

  #requeue(order: Order): void {
    const orders = this.open.get(order.asset)!
    remove(orders, order)
    orders.push(order)
  }

  #tell(order: Order, status: OrderStatus, reason: string, at: number): void {
    remove(this.news, order)
    order.status = status
    order.reason = reason
    order.dt = at
    this.news.push(order)
  }

  #takeOut(order: Order): void {
    const orders = this.open.get(order.asset)
    if (!orders) return
    remove(orders, order)
    if (orders.length === 0) this.#emptied.add(order.asset)
  }

  #close(order: Order): void {
    this.#takeOut(order)
    if (this.open.get(order.asset)?.length === 0) this.open.delete(order.asset)
  }
}

/** What a style adds to the terms: a trail, an auction. */
function termsOf(style: SingleStyle, terms: OrderTerms | undefined): OrderTerms | undefined {
  if (style.kind === 'at-open' || style.kind === 'at-close')
    return { ...terms, auction: style.kind === 'at-open' ? 'open' : 'close' }
  if (style.kind !== 'trailing-stop') return terms
  const { amount, percent } = style
  return { ...terms, trail: amount === undefined ? { percent } : { amount } }
}

const NO_ASSET: { readonly asset?: Asset } = {}

const isBad = (price: number | undefined) => price !== undefined && !(price >= 0 && Number.isFinite(price))

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
}

/** Parts of a unit add up as they are written: 0.1 and 0.2 are 0.3. */
function summed(a: number, b: number): number {
  const sum = a + b
  return Number.isInteger(sum) ? sum : exactToNumber(exactFromNumber(a) + exactFromNumber(b))
}
