import type { Asset } from '../assets/asset.js'
import { type ExecutionStyle, limitPrice, stopPrice } from '../finance/execution-style.js'
import { createOrder, isOpen, ORDER_STATUS, type Order, type OrderStatus, splitOrder } from '../finance/order.js'
import { RustybtError } from '../kernel/errors.js'
import { exactFromNumber, exactToNumber } from '../math/decimal.js'
import type { BrokerCommand, BrokerEvent } from './broker.js'
import type { Reason } from './engine-event.js'
import type { EventLog } from './event-log.js'

/** Every order of a run, and which of them are open, by asset in the order in which they came. */
export class Blotter {
  readonly orders = new Map<string, Order>()
  readonly open = new Map<Asset, Order[]>()
  /** Placed or cancelled on this bar, in order: what the performance record tells of it. */
  readonly news: Order[] = []
  /** Commands for the broker, not yet sent. */
  readonly outbox: BrokerCommand[] = []
  #sequence = 0
  readonly #emptied = new Set<Asset>()

  /** Order ids are the run's id and a sequence number: the same run gives the same ids, and a vendor can be asked for them. */
  constructor(
    private readonly runId: string,
    private readonly events: EventLog,
  ) {}

  /** Places an order; it reaches the broker when the bar ends. Zero units are no order. */
  place(asset: Asset, amount: number, style: ExecutionStyle, at: number): Order | undefined {
    if (amount === 0) return undefined
    const isBuy = amount > 0
    const order = createOrder(
      `${this.runId}-${++this.#sequence}`,
      asset,
      amount,
      at,
      limitPrice(style, isBuy),
      stopPrice(style, isBuy),
    )
    this.orders.set(order.id, order)
    const others = this.open.get(asset)
    if (others) others.push(order)
    else this.open.set(asset, [order])
    this.news.push(order)
    this.outbox.push({ kind: 'submit', order })
    return order
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
    this.outbox.push({ kind: 'cancel', orderId: id })
  }

  /** Marks an order as refused, and why, whatever its state: a venue's word is the last. */
  reject(id: string, reason: string, at: number): void {
    const order = this.orders.get(id)
    if (!order) return
    this.#takeOut(order)
    this.events.told('rejected', order, reason)
    this.#tell(order, ORDER_STATUS.REJECTED, reason, at)
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
    } else {
      this.events.told(event.kind, order, event.reason ?? 'by-broker', 'data' in event ? event.data : undefined)
      order.status = event.kind === 'rejected' ? ORDER_STATUS.REJECTED : ORDER_STATUS.CANCELLED
      order.reason = event.reason
      this.#close(order)
      this.news.push(order)
    }
    return order
  }

  /** Adjusts an asset's open orders to a split; an order with nothing left to fill leaves the book. */
  split(asset: Asset, ratio: number): void {
    for (const order of [...(this.open.get(asset) ?? [])]) {
      splitOrder(order, ratio)
      if (order.amount === order.filled) {
        this.events.told('cancelled', order, 'split-to-nothing')
        this.#close(order)
        remove(this.news, order)
      }
    }
  }

  /** Forgets assets whose last order was cancelled. Called once a bar: ordered again before, an asset keeps its turn. */
  prune(): void {
    if (this.#emptied.size === 0) return
    for (const asset of this.#emptied) if (this.open.get(asset)?.length === 0) this.open.delete(asset)
    this.#emptied.clear()
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

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item)
  if (at >= 0) list.splice(at, 1)
}

/** Parts of a unit add up as they are written: 0.1 and 0.2 are 0.3. */
function summed(a: number, b: number): number {
  const sum = a + b
  return Number.isInteger(sum) ? sum : exactToNumber(exactFromNumber(a) + exactFromNumber(b))
}
