import type { Asset } from '../assets/asset.js'
import { decimalPlaces, roundDecimals } from '../math/rounding.js'
import { asymmetricRound, type SingleStyle, type Trail } from './execution-style.js'

/** In Zipline's numbering. */
export const ORDER_STATUS = { OPEN: 0, FILLED: 1, CANCELLED: 2, REJECTED: 3, HELD: 4 } as const
export type OrderStatus = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS]

/** How long an order lives: till it is cancelled, for the day, at once (all or part), at once and whole, till a date. */
export const TIMES_IN_FORCE = ['gtc', 'day', 'ioc', 'fok', 'gtd'] as const
export type TimeInForce = (typeof TIMES_IN_FORCE)[number]

/** What an order may be told beside amount and style. */
export interface OrderOptions {
  /** Where left out, what the run's cancel policy says. */
  readonly timeInForce?: TimeInForce
  /** With `gtd`: through the session of an ISO date, or up to an instant, epoch ms. */
  readonly goodTill?: string | number
  /** The strategy's own label. */
  readonly tag?: string
  /** Which of several strategies on one account it is for. */
  readonly strategy?: string
}

/** What an order asks beyond amount and prices, and which orders it belongs to. Never changed, only replaced. */
export interface OrderTerms extends OrderOptions {
  readonly trail?: Trail
  /** It is for the opening or the closing of a session alone. */
  readonly auction?: 'open' | 'close'
  /** Orders of which at most one amount fills together. */
  readonly siblings?: readonly string[]
  /** The bracket's entry that this closes, or the sliced order that this is a slice of; and as what. */
  readonly parentId?: string
  readonly role?: 'stop-loss' | 'take-profit' | 'slice'
  /** The exits that a bracket's entry has when it fills: at a loss, at a profit. */
  readonly exits?: readonly [SingleStyle, SingleStyle]
  /** It is worked as slices: it never goes to the market itself. */
  readonly sliced?: 'iceberg' | 'twap' | 'vwap'
}

/**
 * An order and how far it has come. Amounts are signed (negative sells); prices in currency units; times epoch ms. The engine
 * changes it by the functions below only; strategies see copies.
 */
export interface Order {
  readonly id: string
  readonly asset: Asset
  /** When it was placed, and when it last changed. */
  readonly created: number
  dt: number
  amount: number
  filled: number
  /** Commission charged so far, in currency units. */
  commission: number
  stop: number | undefined
  limit: number | undefined
  stopReached: boolean
  limitReached: boolean
  status: OrderStatus
  reason: string | undefined
  /** The broker's own id, once it has told one. */
  brokerOrderId: string | undefined
  /** undefined: a plain order. */
  terms: OrderTerms | undefined
}

export type OrderSnapshot = Readonly<Order>

export function createOrder(
  id: string,
  asset: Asset,
  amount: number,
  at: number,
  limit?: number,
  stop?: number,
  terms?: OrderTerms,
): Order {
  return {
    id,
    asset,
    created: at,
    dt: at,
    amount,
    filled: 0,
    commission: 0,
    stop,
    limit,
    stopReached: false,
    limitReached: false,
    status: ORDER_STATUS.OPEN,
    reason: undefined,
    brokerOrderId: undefined,
    terms,
  }
}

/** An order with nothing left to fill is filled, whatever else happened to it. */
export function statusOf(order: OrderSnapshot): OrderStatus {
  if (order.amount === order.filled) return ORDER_STATUS.FILLED
  return order.status === ORDER_STATUS.HELD && order.filled !== 0 ? ORDER_STATUS.OPEN : order.status
}

export function isOpen(order: OrderSnapshot): boolean {
  const status = statusOf(order)
  return status === ORDER_STATUS.OPEN || status === ORDER_STATUS.HELD
}

export const openAmount = (order: OrderSnapshot): number => order.amount - order.filled

/** Whether the order may fill: no price to wait for, or all of them reached. */
export function isTriggered(order: OrderSnapshot): boolean {
  return (order.stop === undefined || order.stopReached) && (order.limit === undefined || order.limitReached)
}

/**
 * Compares stop and limit with a price. An order that is triggered stays so; a stop-limit order whose stop is reached goes on as a
 * limit order.
 */
export function checkTriggers(order: Order, price: number, at: number): void {
  if (isTriggered(order)) return
  const above = (level: number) => price >= level
  const below = (level: number) => price <= level
  const [onStop, onLimit] = order.amount > 0 ? [above, below] : [below, above]
  if (order.stop !== undefined && order.limit !== undefined) {
    if (!onStop(order.stop)) return
    order.stop = undefined
    order.limitReached = onLimit(order.limit)
    if (order.limitReached) order.dt = at
  } else if (order.stop !== undefined) {
    order.stopReached = onStop(order.stop)
    if (order.stopReached) order.dt = at
  } else if (order.limit !== undefined) {
    order.limitReached = onLimit(order.limit)
    if (order.limitReached) order.dt = at
  }
}

/** The stop that follows a price, on the asset's tick grid. */
export function trailingStop({ asset, amount }: OrderSnapshot, trail: Trail, price: number): number {
  const isBuy = amount > 0
  const distance = trail.amount ?? price * trail.percent!
  const stop = asymmetricRound(isBuy ? price + distance : price - distance, !isBuy, asset.tickSize)
  return roundDecimals(stop, decimalPlaces(asset.tickSize))
}

/** Lets a trailing stop follow to a price; it never loosens. Answers whether it moved. */
export function followPrice(order: Order, price: number): boolean {
  const trail = order.terms?.trail
  if (trail === undefined || order.stopReached || Number.isNaN(price)) return false
  const stop = trailingStop(order, trail, price)
  if (order.stop !== undefined && (order.amount > 0 ? stop >= order.stop : stop <= order.stop)) return false
  order.stop = stop
  return true
}

/** Multiplies prices by the ratio (0.25: a 4:1 split), to the cent, and divides amounts, open and filled apart, whole shares only. */
export function splitOrder(order: Order, ratio: number): void {
  const remaining = Math.trunc(openAmount(order) / ratio)
  order.filled = Math.trunc(order.filled / ratio)
  order.amount = order.filled + remaining
  if (order.limit !== undefined) order.limit = roundDecimals(order.limit * ratio, 2)
  if (order.stop !== undefined) order.stop = roundDecimals(order.stop * ratio, 2)
  if (order.terms) order.terms = splitTerms(order.terms, ratio)
}

function splitTerms(terms: OrderTerms, ratio: number): OrderTerms {
  const { trail, exits } = terms
  if (trail === undefined && exits === undefined) return terms
  return {
    ...terms,
    ...(trail && { trail: splitTrail(trail, ratio) }),
    ...(exits && { exits: [splitStyle(exits[0], ratio), splitStyle(exits[1], ratio)] }),
  }
}

const splitTrail = ({ amount, percent }: Trail, ratio: number): Trail =>
  amount === undefined ? { percent } : { amount: amount * ratio }

function splitStyle(style: SingleStyle, ratio: number): SingleStyle {
  const price = (value: number) => roundDecimals(value * ratio, 2)
  if (style.kind === 'trailing-stop') return { ...style, ...splitTrail(style, ratio) }
  return {
    ...style,
    ...('limit' in style && style.limit !== undefined ? { limit: price(style.limit) } : {}),
    ...('stop' in style ? { stop: price(style.stop) } : {}),
  } as SingleStyle
}
