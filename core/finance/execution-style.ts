import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { decimalPlaces, roundHalfEven } from '../math/rounding.js'

/** How an order wants to be executed: at the market, or once a price is reached. Prices in currency units. */
export type ExecutionStyle =
  | { readonly kind: 'market' }
  | { readonly kind: 'limit'; readonly limit: number; readonly asset?: Asset }
  | { readonly kind: 'stop'; readonly stop: number; readonly asset?: Asset }
  | { readonly kind: 'stop-limit'; readonly limit: number; readonly stop: number; readonly asset?: Asset }

export const MARKET: ExecutionStyle = { kind: 'market' }

/** Checks the prices: finite and not negative, else `BAD_ORDER_PARAMETERS`. */
export function checkedStyle(style: ExecutionStyle): ExecutionStyle {
  if ('limit' in style) checkPrice(style.limit, 'limit')
  if ('stop' in style) checkPrice(style.stop, 'stop')
  return style
}

function checkPrice(price: number, label: string): void {
  if (!Number.isFinite(price))
    throw new RustybtError('BAD_ORDER_PARAMETERS', `Attempted to place an order with a ${label} price of ${price}.`)
  if (price < 0)
    throw new RustybtError('BAD_ORDER_PARAMETERS', `Can't place a ${label} order with a negative price (${price}).`)
}

/** The limit on the tick grid: a buy's rounds down, a sell's up, so that it is not filled worse than asked. */
export function limitPrice(style: ExecutionStyle, isBuy: boolean): number | undefined {
  return 'limit' in style ? asymmetricRound(style.limit, isBuy, tickOf(style)) : undefined
}

export function stopPrice(style: ExecutionStyle, isBuy: boolean): number | undefined {
  return 'stop' in style ? asymmetricRound(style.stop, !isBuy, tickOf(style)) : undefined
}

const tickOf = (style: { readonly asset?: Asset }) => style.asset?.tickSize ?? 0.01

/**
 * To the tick grid with a bias: a price rounds in the preferred direction unless it is within 5 % of a tick of the other side.
 * Zipline's arithmetic on doubles, step by step.
 */
export function asymmetricRound(price: number, preferDown: boolean, tick: number): number {
  const precision = decimalPlaces(tick)
  const multiplier = Math.trunc(tick * 10 ** precision)
  const bias = (0.95 - 0.5) * 10 ** -precision * multiplier - 10 * Number.EPSILON
  const rounded = tick * consistentRound((price - (preferDown ? bias : -bias)) / tick)
  return Math.abs(rounded) <= 1e-6 ? 0 : rounded
}

function consistentRound(value: number): number {
  return value - Math.floor(value) >= 0.5 ? Math.ceil(value) : roundHalfEven(value)
}
