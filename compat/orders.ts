import { lotOf } from '../core/assets/asset-class.js'
import type { RunContext } from '../core/engine/strategy.js'
import { type ExecutionStyle, MARKET } from '../core/finance/execution-style.js'
import type { OrderOptions as CoreOptions, TimeInForce } from '../core/finance/order.js'
import { orderableUnits, unitsForValue } from '../core/finance/sizing.js'
import { RustybtError } from '../core/kernel/errors.js'
import { DAY } from '../core/time/instant.js'
import { type Arguments, namedArguments } from './arguments.js'
import { currentRun } from './current.js'
import { type DateLike, instantOf, isoDate } from './dates.js'
import { type Asset, assetOf, Order } from './protocol.js'

/** Limit, stop and style of an order; a style stands alone. Beyond Zipline: how long it lives, and labels. */
export interface OrderOptions {
  /** Where left out, what the cancel policy says. */
  readonly time_in_force?: TimeInForce | null
  /** With `gtd`: through a session, or up to an instant. */
  readonly good_till?: DateLike | null
  readonly tag?: string | null
  /** Which of several strategies on one account it is for. */
  readonly strategy?: string | null
  readonly limit_price?: number | null
  readonly stop_price?: number | null
  readonly style?: ExecutionStyle | null
}

/** Limit price, stop price and style by position as in Zipline, or in one trailing object. */
type OrderTail = Arguments<
  OrderOptions,
  [limit_price?: number | null, stop_price?: number | null, style?: ExecutionStyle | null]
>

/** All arguments but the asset in one object: `order(asset, { amount: 10, limit_price: 99.5 })`. */
type Keywords<Name extends string> = OrderOptions & { readonly [K in Name]: number }

/** Orders `amount` units (negative sells). Answers the order's id, or null where nothing was ordered. */
export function order(asset: Asset, amount: number | Keywords<'amount'>, ...tail: OrderTail): string | null {
  return ordered('order', asset, 'amount', amount, tail, asGiven)
}

/** Orders what `value` buys at the current price. */
export function order_value(asset: Asset, value: number | Keywords<'value'>, ...tail: OrderTail): string | null {
  return ordered('order_value', asset, 'value', value, tail, unitsFor)
}

/** Orders for a share of the portfolio's value: 0.5 is a half. */
export function order_percent(asset: Asset, percent: number | Keywords<'percent'>, ...tail: OrderTail): string | null {
  return ordered('order_percent', asset, 'percent', percent, tail, unitsForShare)
}

/** Orders what is missing to hold `target` units; open orders are not counted. Asking what is held marks the account, as in Zipline. */
export function order_target(asset: Asset, target: number | Keywords<'target'>, ...tail: OrderTail): string | null {
  return ordered('order_target', asset, 'target', target, tail, missing)
}

/** Orders what is missing to hold `target` of value. */
export function order_target_value(
  asset: Asset,
  target: number | Keywords<'target'>,
  ...tail: OrderTail
): string | null {
  return ordered('order_target_value', asset, 'target', target, tail, missingForValue)
}

/** Orders what is missing to hold a share of the portfolio's value. */
export function order_target_percent(
  asset: Asset,
  target: number | Keywords<'target'>,
  ...tail: OrderTail
): string | null {
  return ordered('order_target_percent', asset, 'target', target, tail, missingForShare)
}

/** Places a market order for each asset with an amount; answers the ids, none for an amount of 0. Trading controls are not asked. */
export function batch_market_order(
  share_counts: Iterable<readonly [Asset, number]> | { entries(): Iterable<readonly [Asset, number]> },
): string[] {
  const run = currentRun('batch_market_order')
  const pairs = 'entries' in share_counts && !Array.isArray(share_counts) ? share_counts.entries() : share_counts
  return run.orderBatch(Array.from(pairs, ([asset, amount]) => [asset.core, amount] as const))
}

/** A copy of an order as it stands, or null. */
export function get_order(order_id: string): Order | null {
  const found = currentRun('get_order').orderOf(order_id)
  return found ? new Order(found) : null
}

/** Open orders by asset, or those of one asset; copies, oldest first. */
export function get_open_orders(): Map<Asset, Order[]>
export function get_open_orders(asset: Asset): Order[]
export function get_open_orders(asset?: Asset): Map<Asset, Order[]> | Order[] {
  const { openOrders } = currentRun('get_open_orders')
  if (asset) return (openOrders.get(asset.core) ?? []).map((each) => new Order(each))
  const some = Array.from(openOrders).filter(([, orders]) => orders.length > 0)
  return new Map(some.map(([core, orders]) => [assetOf(core), orders.map((each) => new Order(each))]))
}

/** Cancels an open order, by its id or itself. */
export function cancel_order(order_param: string | Order): void {
  currentRun('cancel_order').cancel(typeof order_param === 'string' ? order_param : order_param.id)
}

export interface ModifyOptions {
  /** The whole of it, what has filled included. */
  readonly amount?: number | null
  readonly limit_price?: number | null
  readonly stop_price?: number | null
}

/** Changes an open order in place; it keeps its id. false where it can't be: an engine event says why. Not in Zipline. */
export function modify_order(order_param: string | Order, changes: ModifyOptions): boolean {
  const { amount, limit_price, stop_price } = changes
  const id = typeof order_param === 'string' ? order_param : order_param.id
  return currentRun('modify_order').modify(id, {
    ...(typeof amount === 'number' && { amount }),
    ...(typeof limit_price === 'number' && { limit: limit_price }),
    ...(typeof stop_price === 'number' && { stop: stop_price }),
  })
}

function ordered(
  name: string,
  asset: Asset,
  quantity: string,
  first: number | OrderOptions,
  tail: readonly unknown[],
  unitsOf: UnitsOf,
): string | null {
  const run = currentRun(name)
  if (run.phase === 'before-trading-start')
    throw new RustybtError('ORDER_IN_BEFORE_TRADING_START', 'Cannot place orders inside before_trading_start.')
  if (!canOrder(run, asset)) return null
  const named =
    tail.length === 0 && typeof first === 'number'
      ? undefined
      : namedArguments<Keywords<string>>(name, [first, ...tail], [quantity, ...TAIL], STYLE)
  const given = named ? (named[quantity] as number) : (first as number)
  const units = unitsOrdered(name, run, asset, given, unitsOf)
  if (units === undefined) return null
  if (run.phase === 'initialize') {
    throw new RustybtError(
      'ORDER_DURING_INITIALIZE',
      `${name}() can only be called from within handle_data() or scheduled functions, not during initialize().`,
    )
  }
  if (named === undefined) return run.order(asset.core, units, MARKET) ?? null
  return run.order(asset.core, units, styleOf(asset, named), termsOf(named)) ?? null
}

/** Whole lots of a wish; undefined where it can't be worked out, and that does not end the run. Being less than a lot off a target is no event. */
function unitsOrdered(
  name: string,
  run: RunContext,
  asset: Asset,
  given: number,
  unitsOf: UnitsOf,
): number | undefined {
  try {
    const wish = unitsOf(run, asset, given)
    const units = orderableUnits(wish, lotOf(asset.core))
    if (units === 0 && wish !== 0 && !name.includes('target')) run.refuse(asset.core, wish, 'less-than-a-lot')
    return units
  } catch (error) {
    if (run.quirks.refusalsEndTheRun || !(error instanceof RustybtError)) throw error
    run.refuse(asset.core, Number.NaN, 'bad-amount', { message: error.message })
    return undefined
  }
}

const TAIL = ['limit_price', 'stop_price', 'style', 'time_in_force', 'good_till', 'tag', 'strategy'] as const
const STYLE = ['style']

/** The units that a call wishes for, of what it was given. */
type UnitsOf = (run: RunContext, asset: Asset, given: number) => number

const asGiven: UnitsOf = (_run, _asset, units) => units
const unitsFor: UnitsOf = (run, asset, value) =>
  unitsForValue(asset.core, value, run.data.spot(asset.core, 'price'), run.session)
const unitsForShare: UnitsOf = (run, asset, share) => unitsFor(run, asset, run.ledger.portfolioValue * share)
const missing: UnitsOf = (run, asset, units) => units - run.ledger.amount(asset.core)
const missingForValue: UnitsOf = (run, asset, value) => unitsFor(run, asset, value) - run.ledger.amount(asset.core)
const missingForShare: UnitsOf = (run, asset, share) => unitsForShare(run, asset, share) - run.ledger.amount(asset.core)

function canOrder(run: RunContext, asset: Asset): boolean {
  if (!asset?.core) {
    throw new RustybtError(
      'UNSUPPORTED_ORDER_PARAMETERS',
      `Passing non-Asset argument to 'order()' is not supported. Use 'sid()' or 'symbol()' methods to look up an Asset; it was ${String(asset)}.`,
    )
  }
  if (!run.data.hasLeft(asset.core)) return true
  run.refuse(asset.core, 0, 'delisted', { autoCloseDate: asset.core.autoCloseDate! })
  run.log(
    'warn',
    `Cannot place order for ${asset.symbol}, as it has de-listed. Any existing positions for this asset will be liquidated on ${asset.auto_close_date}.`,
  )
  return false
}

/** What an order is told beside its style; undefined where that is nothing. */
function termsOf({ time_in_force, good_till, tag, strategy }: OrderOptions): CoreOptions | undefined {
  const given = {
    ...(time_in_force && { timeInForce: time_in_force }),
    ...(good_till && { goodTill: goodTillOf(good_till) }),
    ...(tag && { tag }),
    ...(strategy && { strategy }),
  }
  return Object.keys(given).length > 0 ? given : undefined
}

/** A date is a session, all of it; a time of day an instant. */
function goodTillOf(given: DateLike): string | number {
  const at = instantOf(given)
  return at % DAY === 0 ? isoDate(given) : at
}

function styleOf(asset: Asset, options: OrderOptions): ExecutionStyle {
  const [limit, stop, style] = [options.limit_price ?? undefined, options.stop_price ?? undefined, options.style]
  const both = (name: string) =>
    new RustybtError('UNSUPPORTED_ORDER_PARAMETERS', `Passing both ${name} and style is not supported.`)
  if (style && limit !== undefined) throw both('limit_price')
  if (style && stop !== undefined) throw both('stop_price')
  if (style) return style
  const { core } = asset
  if (limit !== undefined && stop !== undefined) return { kind: 'stop-limit', limit, stop, asset: core }
  if (limit !== undefined) return { kind: 'limit', limit, asset: core }
  if (stop !== undefined) return { kind: 'stop', stop, asset: core }
  return MARKET
}
