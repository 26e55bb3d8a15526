import type { Asset } from '../assets/asset.js'
import { roundDecimals } from '../math/rounding.js'

/** In Zipline's numbering. */
export const ORDER_STATUS = { OPEN: 0, FILLED: 1, CANCELLED: 2, REJECTED: 3, HELD: 4 } as const
export type OrderStatus = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS]

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
}

export type OrderSnapshot = Readonly<Order>

export function createOrder(
  id: string,
  asset: Asset,
  amount: number,
  at: number,
  limit?: number,
  stop?: number,
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

/** Multiplies prices by the ratio (0.25: a 4:1 split), to the cent, and divides amounts, open and filled apart, whole shares only. */
export function splitOrder(order: Order, ratio: number): void {
  const remaining = Math.trunc(openAmount(order) / ratio)
  order.filled = Math.trunc(order.filled / ratio)
  order.amount = order.filled + remaining
  if (order.limit !== undefined) order.limit = roundDecimals(order.limit * ratio, 2)
  if (order.stop !== undefined) order.stop = roundDecimals(order.stop * ratio, 2)
}
