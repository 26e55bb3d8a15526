import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { decimalPlaces, roundHalfEven } from '../math/rounding.js'

interface OnTick {
  /** Whose tick prices round to; cents where left out. */
  readonly asset?: Asset
}

/** A single order: at the market, or once a price is reached. Prices in currency units. */
export type SingleStyle =
  | { readonly kind: 'market' }
  | ({ readonly kind: 'limit'; readonly limit: number } & OnTick)
  | ({ readonly kind: 'stop'; readonly stop: number } & OnTick)
  | ({ readonly kind: 'stop-limit'; readonly limit: number; readonly stop: number } & OnTick)
  /** A stop that follows the best price since the order was placed, so far behind it: in currency units, or as a fraction of the price. */
  | ({ readonly kind: 'trailing-stop' } & Trail & OnTick)
  /** In a session's first trade, or its last; not at all where that is worse than the limit. */
  | ({ readonly kind: 'at-open' | 'at-close'; readonly limit?: number } & OnTick)

/** One of both. `percent` is a fraction: 0.05 follows 5 % behind. */
export interface Trail {
  readonly amount?: number
  readonly percent?: number
}

/** An order that is worked as several, each bar's own. All of `every` bars apart, the first on the bar that places it. */
export type SlicedStyle =
  /** Shows so many units at a time: the next ones are placed when those have filled. */
  | ({ readonly kind: 'iceberg'; readonly display: number; readonly limit?: number } & OnTick)
  /** Equal slices. */
  | ({ readonly kind: 'twap'; readonly slices: number; readonly every?: number; readonly limit?: number } & OnTick)
  /** Slices as large as the volume that is usual at their time of day (of the week, in daily data), over the last `window` sessions (20). */
  | ({ readonly kind: 'vwap' } & VolumeSlices & OnTick)

interface VolumeSlices {
  readonly slices: number
  readonly every?: number
  readonly window?: number
  readonly limit?: number
}

/** How an order wants to be executed. */
export type ExecutionStyle =
  | SingleStyle
  | SlicedStyle
  /** Two orders of the same amount, of which at most that amount fills together. */
  | { readonly kind: 'oco'; readonly first: SingleStyle; readonly second: SingleStyle }
  | BracketStyle

/** An order, and what closes again what of it has filled: at a loss (a stop at a price, or a style), at a profit (a limit, or a style). */
export interface BracketStyle {
  readonly kind: 'bracket'
  readonly entry: SingleStyle
  readonly stopLoss: number | SingleStyle
  readonly takeProfit: number | SingleStyle
}

export const MARKET: ExecutionStyle & SingleStyle = { kind: 'market' }

export const isSliced = (style: ExecutionStyle): style is SlicedStyle =>
  style.kind === 'iceberg' || style.kind === 'twap' || style.kind === 'vwap'

/** A bracket's exits as styles: a price is a stop, or a limit, on the tick grid of the entry's asset. */
export function exitStyles({ stopLoss, takeProfit }: BracketStyle, asset?: Asset): [SingleStyle, SingleStyle] {
  return [
    typeof stopLoss === 'number' ? { kind: 'stop', stop: stopLoss, asset } : stopLoss,
    typeof takeProfit === 'number' ? { kind: 'limit', limit: takeProfit, asset } : takeProfit,
  ]
}

const SINGLE = ['market', 'limit', 'stop', 'stop-limit', 'trailing-stop', 'at-open', 'at-close'] as const
const KINDS = [...SINGLE, 'iceberg', 'twap', 'vwap', 'oco', 'bracket'] as const

/** Checks kinds, prices, counts and combinations, else `BAD_ORDER_PARAMETERS`. `amount`: what is ordered, where that is known. */
export function checkedStyle(style: ExecutionStyle, amount?: number): ExecutionStyle {
  checkKind(style, 'An execution style', KINDS)
  switch (style.kind) {
    case 'oco':
      checkPart(style.first, "An OCO's first order")
      checkPart(style.second, "An OCO's second order")
      break
    case 'bracket':
      checkBracket(style, amount)
      break
    default:
      if ('limit' in style && (style.limit !== undefined || style.kind.endsWith('limit')))
        checkPrice(style.limit as number, 'limit')
      if ('stop' in style) checkPrice(style.stop, 'stop')
      if (style.kind === 'trailing-stop') checkTrail(style)
      if (style.kind === 'iceberg' && !(style.display > 0 && Number.isFinite(style.display)))
        throw bad(`An iceberg order shows more than 0 units at a time, was ${style.display}.`)
      if (style.kind === 'twap' || style.kind === 'vwap') checkSlices(style)
  }
  return style
}

const bad = (message: string, hint?: string) => new RustybtError('BAD_ORDER_PARAMETERS', message, { hint })

function checkKind(style: unknown, what: string, kinds: readonly string[]): void {
  const kind = (style as ExecutionStyle | undefined)?.kind
  if (kind !== undefined && kinds.includes(kind)) return
  const was = typeof style === 'function' ? `${style.name}, not called` : (JSON.stringify(style) ?? 'left out')
  throw bad(
    `${what} is of one of the kinds ${kinds.join(', ')}: was ${was}.`,
    'for example MarketOrder(), LimitOrder(99.5)',
  )
}

function checkPart(style: SingleStyle, what: string): void {
  checkKind(style, what, SINGLE)
  checkedStyle(style)
}

function checkPrice(price: number, label: string): void {
  if (!Number.isFinite(price)) throw bad(`Attempted to place an order with a ${label} price of ${price}.`)
  if (price < 0) throw bad(`Can't place a ${label} order with a negative price (${price}).`)
}

function checkTrail({ amount, percent }: Trail): void {
  if ((amount === undefined) === (percent === undefined))
    throw bad('A trailing stop follows by an amount or by a percentage: give one of them.')
  if (amount !== undefined && !(amount > 0 && Number.isFinite(amount)))
    throw bad(`A trailing stop follows by an amount of more than 0, was ${amount}.`)
  if (percent !== undefined && !(percent > 0 && percent < 1))
    throw bad(`A trailing stop follows by a percentage between 0 and 1 (0.05: 5 %), was ${percent}.`)
}

function checkSlices(style: { slices: number; every?: number; window?: number }): void {
  for (const name of ['slices', 'every', 'window'] as const) {
    const value = style[name]
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw bad(`A sliced order's ${name} is a whole number from 1, was ${value}.`)
  }
  if (style.slices === undefined) throw bad('A sliced order needs a number of slices.')
}

function checkBracket(style: BracketStyle, amount = 0): void {
  const [stop, limit] = exitStyles(style)
  checkPart(style.entry, "A bracket's entry")
  checkPart(stop, "A bracket's stop loss, where it is no price,")
  checkPart(limit, "A bracket's take profit, where it is no price,")
  const { stopLoss: loss, takeProfit: profit } = style
  if (amount === 0 || typeof loss !== 'number' || typeof profit !== 'number') return
  if (amount > 0 ? loss < profit : loss > profit) return
  const side = amount > 0 ? 'below' : 'above'
  throw bad(
    `The bracket of a ${amount > 0 ? 'buy' : 'sell'} loses ${side} where it profits: ${loss} and ${profit} do not.`,
  )
}

/** The limit on the tick grid: a buy's rounds down, a sell's up, so that it is not filled worse than asked. */
export function limitPrice(style: SingleStyle, isBuy: boolean): number | undefined {
  return 'limit' in style && style.limit !== undefined ? asymmetricRound(style.limit, isBuy, tickOf(style)) : undefined
}

export function stopPrice(style: SingleStyle, isBuy: boolean): number | undefined {
  return 'stop' in style ? asymmetricRound(style.stop, !isBuy, tickOf(style)) : undefined
}

const tickOf = (style: OnTick) => style.asset?.tickSize ?? 0.01

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
