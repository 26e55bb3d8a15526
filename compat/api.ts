import type { RunContext } from '../core/engine/strategy.js'
import type { CommissionModel } from '../core/finance/commission.js'
import type { ExecutionStyle } from '../core/finance/execution-style.js'
import { MARKET } from '../core/finance/execution-style.js'
import { hasLeft, wholeUnits } from '../core/finance/sizing.js'
import type { SlippageModel } from '../core/finance/slippage.js'
import { RustybtError } from '../core/kernel/errors.js'
import { currentRun } from './current.js'
import { type Asset, assetOf } from './protocol.js'
import { Timestamp } from './timestamp.js'

/** Limit, stop and style of an order; a style stands alone. */
export interface OrderOptions {
  readonly limit_price?: number
  readonly stop_price?: number
  readonly style?: ExecutionStyle
}

/** The asset of a ticker, as of the run's end. Throws `SYMBOL_NOT_FOUND`. */
export function symbol(symbol_str: string, options: { readonly country_code?: string } = {}): Asset {
  const run = currentRun('symbol')
  return assetOf(run.finder.lookupSymbol(symbol_str, run.end, options.country_code))
}

/** Orders `amount` units (negative sells). Answers the order's id, or null where nothing was ordered. */
export function order(asset: Asset, amount: number, options: OrderOptions = {}): string | null {
  const run = currentRun('order')
  return canOrder(run, asset) ? place(run, asset, amount, options) : null
}

/** Orders what is missing to hold `target` units; open orders are not counted. */
export function order_target(asset: Asset, target: number, options: OrderOptions = {}): string | null {
  const run = currentRun('order_target')
  return canOrder(run, asset) ? place(run, asset, target - run.ledger.amount(asset.core), options) : null
}

/** Keeps values by name on this and every later session's row: `record({ price: 1.5 })`, or `record('price', 1.5)`. */
export function record(values: Readonly<Record<string, unknown>>): void
export function record(name: string, value: unknown, ...more: unknown[]): void
export function record(first: string | Readonly<Record<string, unknown>>, ...rest: unknown[]): void {
  const run = currentRun('record')
  if (typeof first !== 'string') {
    for (const name in first) run.record(name, first[name])
    return
  }
  const pairs = [first, ...rest]
  for (let i = 0; i < pairs.length; i += 2) run.record(String(pairs[i]), pairs[i + 1])
}

/** Chooses the commission models. Only in `initialize`. */
export function set_commission(model: CommissionModel | ModelsByClass<CommissionModel>): void {
  const run = duringInitialize('set_commission', 'SET_COMMISSION_POST_INIT')
  eachModel(model, 'calculate', (each, kind) => run.costs.setCommission(each, kind))
}

/** Chooses the slippage models. Only in `initialize`. */
export function set_slippage(model: SlippageModel | ModelsByClass<SlippageModel>): void {
  const run = duringInitialize('set_slippage', 'SET_SLIPPAGE_POST_INIT')
  eachModel(model, 'fill', (each, kind) => run.costs.setSlippage(each, kind))
}

export interface ModelsByClass<M> {
  readonly us_equities?: M
  readonly us_futures?: M
}

/** The current time of the simulation. */
export function get_datetime(): Timestamp {
  return new Timestamp(currentRun('get_datetime').now)
}

function eachModel<M extends object>(
  given: M | ModelsByClass<M>,
  method: string,
  use: (model: M, kind: 'equity' | 'future') => void,
): void {
  if (method in given) {
    use(given as M, 'equity')
    return
  }
  const { us_equities, us_futures } = given as ModelsByClass<M>
  if (us_equities) use(us_equities, 'equity')
  if (us_futures) use(us_futures, 'future')
}

function duringInitialize(name: string, code: string): RunContext {
  const run = currentRun(name)
  if (run.phase !== 'initialize')
    throw new RustybtError(code, `You attempted to call '${name}' outside of initialize; it may be called there only.`)
  return run
}

function canOrder(run: RunContext, asset: Asset): boolean {
  if (!asset?.core) {
    throw new RustybtError(
      'UNSUPPORTED_ORDER_PARAMETERS',
      `Passing non-Asset argument to 'order()' is not supported. Use 'symbol()' to look up the asset; it was ${String(asset)}.`,
    )
  }
  if (!hasLeft(asset.core, run.session)) return true
  run.log(
    'warn',
    `Cannot place order for ${asset.symbol}, as it has de-listed. Any existing positions for this asset will be liquidated on ${asset.auto_close_date}.`,
  )
  return false
}

function place(run: RunContext, asset: Asset, amount: number, options: OrderOptions): string | null {
  if (run.phase === 'initialize')
    throw new RustybtError(
      'ORDER_DURING_INITIALIZE',
      'order() can only be called from within handle_data() or scheduled functions, not during initialize().',
    )
  if (run.phase === 'before-trading-start')
    throw new RustybtError('ORDER_IN_BEFORE_TRADING_START', 'Cannot place orders inside before_trading_start.')
  return run.order(asset.core, wholeUnits(amount), styleOf(asset, options)) ?? null
}

/** Zero prices count as absent, as in Zipline. */
function styleOf(asset: Asset, { limit_price, stop_price, style }: OrderOptions): ExecutionStyle {
  if (style) {
    if (limit_price)
      throw new RustybtError('UNSUPPORTED_ORDER_PARAMETERS', 'Passing both limit_price and style is not supported.')
    if (stop_price)
      throw new RustybtError('UNSUPPORTED_ORDER_PARAMETERS', 'Passing both stop_price and style is not supported.')
    return style
  }
  const { core } = asset
  if (limit_price && stop_price) return { kind: 'stop-limit', limit: limit_price, stop: stop_price, asset: core }
  if (limit_price) return { kind: 'limit', limit: limit_price, asset: core }
  if (stop_price) return { kind: 'stop', stop: stop_price, asset: core }
  return MARKET
}
