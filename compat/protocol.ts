import {
  assetLabel,
  type Asset as CoreAsset,
  type ContinuousFuture as CoreContinuousFuture,
} from '../core/assets/asset.js'
import { ORDER_STATUS, type OrderSnapshot, statusOf, type TimeInForce } from '../core/finance/order.js'
import type { Position as CorePosition } from '../core/finance/position.js'
import type { Transaction as Fill } from '../core/finance/transaction.js'
import { Timestamp } from './timestamp.js'

/** An asset as algorithms see it. One object an asset: compare with `===`, use as a Map key. */
export class Asset {
  readonly sid: number
  readonly symbol: string
  readonly asset_name: string
  readonly exchange: string
  readonly exchange_full: string
  readonly country_code: string
  readonly tick_size: number
  readonly price_multiplier: number
  /** The same asset in core. */
  readonly core: CoreAsset

  constructor(core: CoreAsset) {
    this.core = core
    this.sid = core.sid
    this.symbol = core.symbol
    this.asset_name = core.name
    this.exchange = core.exchange
    this.exchange_full = core.exchange
    this.country_code = core.country
    this.tick_size = core.tickSize
    this.price_multiplier = core.multiplier
    Object.freeze(this)
  }

  get start_date(): Timestamp {
    return dateStamp(this.core.startDate)
  }
  get end_date(): Timestamp {
    return dateStamp(this.core.endDate)
  }
  get first_traded(): Timestamp {
    return this.start_date
  }
  get auto_close_date(): Timestamp | null {
    return this.core.autoCloseDate === undefined ? null : dateStamp(this.core.autoCloseDate)
  }

  is_alive_for_session(session: Timestamp | string): boolean {
    const date = typeof session === 'string' ? session : session.isoformat().slice(0, 10)
    return this.core.startDate <= date && date <= this.core.endDate
  }

  /** Assets sort by sid, as in Zipline. */
  valueOf(): number {
    return this.sid
  }

  toString(): string {
    return assetLabel(this.core)
  }

  toJSON(): string {
    return this.symbol
  }
}

export class Equity extends Asset {}

export class Future extends Asset {
  get root_symbol(): string {
    return this.core.kind === 'future' ? this.core.rootSymbol : ''
  }
  get multiplier(): number {
    return this.price_multiplier
  }
  get notice_date(): Timestamp | null {
    return this.core.kind === 'future' && this.core.noticeDate ? dateStamp(this.core.noticeDate) : null
  }
  get expiration_date(): Timestamp | null {
    return this.core.kind === 'future' && this.core.expirationDate ? dateStamp(this.core.expirationDate) : null
  }
}

/** A root's chain of contracts read as one; it has prices and history, but cannot be ordered. */
export class ContinuousFuture {
  readonly root_symbol: string
  readonly offset: number
  readonly roll_style: 'calendar' | 'volume'
  readonly adjustment: 'mul' | 'add' | null
  readonly exchange: string
  /** The same in core. */
  readonly core: CoreContinuousFuture

  constructor(core: CoreContinuousFuture) {
    this.core = core
    this.root_symbol = core.rootSymbol
    this.offset = core.offset
    this.roll_style = core.roll
    this.adjustment = core.adjustment ?? null
    this.exchange = core.exchange
    Object.freeze(this)
  }

  get start_date(): Timestamp {
    return dateStamp(this.core.startDate)
  }
  get end_date(): Timestamp {
    return dateStamp(this.core.endDate)
  }

  toString(): string {
    return `ContinuousFuture(${this.root_symbol}, ${this.offset}, ${this.roll_style}, ${this.adjustment})`
  }

  toJSON(): string {
    return this.toString()
  }
}

const dateStamp = (date: string) => new Timestamp(date)

const interned = new WeakMap<CoreAsset, Asset>()

export function assetOf(core: CoreAsset): Asset {
  let asset = interned.get(core)
  if (!asset) interned.set(core, (asset = core.kind === 'future' ? new Future(core) : new Equity(core)))
  return asset
}

/** What is held of one asset. */
export class Position {
  readonly #position: CorePosition
  readonly asset: Asset

  constructor(position: CorePosition) {
    this.#position = position
    this.asset = assetOf(position.asset)
  }

  get sid(): Asset {
    return this.asset
  }
  get amount(): number {
    return this.#position.amount
  }
  get cost_basis(): number {
    return this.#position.costBasis
  }
  get last_sale_price(): number {
    return this.#position.lastSalePrice
  }
  get last_sale_date(): Timestamp | null {
    const at = this.#position.lastSaleAt
    return at === undefined ? null : new Timestamp(at)
  }
}

/** A copy of an order as it stands. */
export class Order {
  readonly id: string
  readonly dt: Timestamp
  readonly created: Timestamp
  readonly reason: string | null
  readonly amount: number
  readonly filled: number
  readonly commission: number
  readonly stop: number | null
  readonly limit: number | null
  readonly stop_reached: boolean
  readonly limit_reached: boolean
  readonly sid: Asset
  readonly status: number
  readonly broker_order_id: string | null
  /** Beyond Zipline, and null for plain orders. */
  readonly trail_amount: number | null
  readonly trail_percent: number | null
  readonly linked_order_ids: readonly string[] | null
  readonly parent_order_id: string | null
  readonly time_in_force: TimeInForce | null
  readonly tag: string | null
  readonly strategy: string | null

  constructor(order: OrderSnapshot) {
    this.id = order.id
    this.dt = new Timestamp(order.dt)
    this.created = new Timestamp(order.created)
    this.reason = order.reason ?? null
    this.amount = order.amount
    this.filled = order.filled
    this.commission = order.commission
    this.stop = order.stop ?? null
    this.limit = order.limit ?? null
    this.stop_reached = order.stopReached
    this.limit_reached = order.limitReached
    this.sid = assetOf(order.asset)
    this.status = statusOf(order)
    this.broker_order_id = order.brokerOrderId ?? null
    const { terms } = order
    this.trail_amount = terms?.trail?.amount ?? null
    this.trail_percent = terms?.trail?.percent ?? null
    this.linked_order_ids = terms?.siblings ?? null
    this.parent_order_id = terms?.parentId ?? null
    this.time_in_force = terms?.timeInForce ?? null
    this.tag = terms?.tag ?? null
    this.strategy = terms?.strategy ?? null
  }

  get asset(): Asset {
    return this.sid
  }
  /** 1 buys, -1 sells. */
  get direction(): number {
    return this.amount < 0 ? -1 : 1
  }
  get open_amount(): number {
    return this.amount - this.filled
  }
  get open(): boolean {
    return this.status === ORDER_STATUS.OPEN || this.status === ORDER_STATUS.HELD
  }
}

/** One fill. */
export class Transaction {
  readonly sid: Asset
  readonly amount: number
  readonly dt: Timestamp
  readonly price: number
  readonly order_id: string | null
  readonly commission = null

  constructor(fill: Fill) {
    this.sid = assetOf(fill.asset)
    this.amount = fill.amount
    this.dt = new Timestamp(fill.at)
    this.price = fill.price
    this.order_id = fill.orderId ?? null
  }

  get asset(): Asset {
    return this.sid
  }
}

export { ORDER_STATUS }
