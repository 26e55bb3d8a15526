import type { Asset } from '../assets/asset.js'
import { type OrderSnapshot, openAmount } from '../finance/order.js'
import {
  ENGINE_EVENT_VERSION,
  type EngineEvent,
  type EngineEventKind,
  type EventData,
  type Reason,
} from './engine-event.js'

type Mutable = { -readonly [K in keyof EngineEvent]: EngineEvent[K] }

/** So many events an order, or a reason and asset, has as its reasons take turns; from then on it has one for each reason. */
const RUNS_KEPT = 100

/** The time of the run. */
export interface Moment {
  readonly now: number
  readonly session: string
}

interface Runs {
  last: Mutable
  /** The bar, counted, on which `last` was so last. */
  bar: number
  count: number
  /** Beyond `RUNS_KEPT`. */
  byReason?: Map<string, Mutable>
}

/** A run's engine events in the order of their beginnings. Nothing is kept, and nothing done, for orders that are placed and fill. */
export class EventLog {
  readonly list: EngineEvent[] = []
  /** Bars so far; the engine counts them. */
  bar = 0
  readonly #ofOrder = new WeakMap<OrderSnapshot, Runs>()
  readonly #refused = new Map<string, Runs>()

  constructor(private readonly moment: Moment) {}

  /** An intent that becomes no order. Of the same bar and the next, for the same reason, it is the same event. */
  refused(asset: Asset, amount: number, reason: Reason | (string & {}), data?: EventData): void {
    const key = `${reason} ${asset.sid}`
    const runs = this.#refused.get(key)
    if (runs && (this.bar - runs.bar <= 1 || runs.count >= RUNS_KEPT)) {
      this.#repeat(runs.last, amount)
      runs.bar = this.bar
      return
    }
    const last = this.#begin('refused', asset, amount, reason, data)
    this.#refused.set(key, { last, bar: this.bar, count: (runs?.count ?? 0) + 1 })
  }

  /** Why an order did not fill, or not wholly, on this bar; asked once a bar. On following bars for the same reason it is the same event. */
  unfilled(order: OrderSnapshot, reason: Reason | (string & {}), data?: EventData): void {
    const amount = openAmount(order)
    const runs = this.#ofOrder.get(order)
    if (runs?.last.reason === reason) {
      this.#repeat(runs.last, amount)
      return
    }
    const kept = runs && runs.count >= RUNS_KEPT ? (runs.byReason ??= new Map<string, Mutable>()) : undefined
    const former = kept?.get(reason)
    if (former) this.#repeat(former, amount)
    const last = former ?? this.#begin('unfilled', order.asset, amount, reason, data, order.id)
    kept?.set(reason, last)
    if (runs) {
      runs.last = last
      runs.count++
    } else this.#ofOrder.set(order, { last, bar: this.bar, count: 1 })
  }

  /** What happened once to an order: `amount` is what was open of it, unless told. */
  told(
    kind: Exclude<EngineEventKind, 'refused' | 'unfilled' | 'margin-call'>,
    order: OrderSnapshot,
    reason: Reason | (string & {}),
    data?: EventData,
    amount = openAmount(order),
  ): void {
    this.#begin(kind, order.asset, amount, reason, data, order.id)
  }

  /** The account fell below its maintenance margin; `amount` is what was ordered to mend it. */
  called(asset: Asset, amount: number, data: EventData, orderId?: string): void {
    this.#begin('margin-call', asset, amount, 'below-maintenance', data, orderId)
  }

  #repeat(event: Mutable, amount: number): void {
    event.count++
    event.lastAt = this.moment.now
    event.lastSession = this.moment.session
    event.amount = amount
  }

  #begin(
    kind: EngineEventKind,
    asset: Asset,
    amount: number,
    reason: string,
    data: EventData | undefined,
    orderId?: string,
  ): Mutable {
    const { now, session } = this.moment
    const event: Mutable = {
      version: ENGINE_EVENT_VERSION,
      kind,
      reason,
      at: now,
      session,
      lastAt: now,
      lastSession: session,
      count: 1,
      asset,
      ...(orderId === undefined ? {} : { orderId }),
      amount,
      ...(data === undefined ? {} : { data }),
    }
    this.list.push(event)
    return event
  }
}
