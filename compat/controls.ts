import type { RunContext } from '../core/engine/strategy.js'
import { MaxLeverage, MinLeverage } from '../core/finance/account-controls.js'
import type { AccountControl, OnViolation, TradingControl } from '../core/finance/controls.js'
import {
  LongOnly,
  MaxOrderCount,
  MaxOrderSize,
  MaxPositionSize,
  type SizeLimits,
} from '../core/finance/trading-controls.js'
import { RustybtError } from '../core/kernel/errors.js'
import { type Arguments, namedArguments } from './arguments.js'
import { currentRun } from './current.js'
import type { Asset } from './protocol.js'
import { type Restrictions, StaticRestrictions } from './restrictions.js'
import { Timedelta, type TimedeltaParts } from './timedelta.js'

/**
 * `fail` ends the run with `TradingControlViolation`; `log` tells of the order and places it; `refuse` places no order, of which an event
 * tells. `fail` in profile `zipline`, `refuse` in profile `strict`, where left out.
 */
export interface OnError {
  readonly on_error?: OnViolation
}
export interface SizeOptions extends OnError {
  readonly asset?: Asset | null
  readonly max_shares?: number | null
  readonly max_notional?: number | null
}
type SizeArguments = Arguments<
  SizeOptions,
  [asset?: Asset | null, max_shares?: number | null, max_notional?: number | null, on_error?: OnViolation]
>

/** Ends the run with `AccountControlViolation` when gross leverage is more than this at the end of a session. Only in `initialize`. */
export function set_max_leverage(...given: Arguments<{ max_leverage: number }, [max_leverage: number]>): void {
  const { max_leverage } = namedArguments<{ max_leverage: number }>('set_max_leverage', given, ['max_leverage'])
  limitAccount('set_max_leverage', () => new MaxLeverage(max_leverage as number))
}

export interface MinLeverageOptions {
  readonly min_leverage: number
  /** Counted from the run's first day: a Timedelta, its parts, or ms. */
  readonly grace_period: Timedelta | TimedeltaParts | number
}

/** Ends the run when, after the grace period, gross leverage is less than this at the end of a session. Only in `initialize`. */
export function set_min_leverage(
  ...given: Arguments<MinLeverageOptions, [min_leverage: number, grace_period: MinLeverageOptions['grace_period']]>
): void {
  const names = ['min_leverage', 'grace_period'] as const
  const { min_leverage, grace_period } = namedArguments<MinLeverageOptions>('set_min_leverage', given, names, [
    'grace_period',
  ])
  if (grace_period === undefined)
    throw new RustybtError('CONTROL_INVALID', 'set_min_leverage needs a grace_period', {
      hint: 'Timedelta(0) for none',
    })
  limitAccount(
    'set_min_leverage',
    (run) => new MinLeverage(min_leverage as number, Date.parse(run.start) + Timedelta(grace_period).valueOf()),
  )
}

/** Limits how much of an asset, or of each, is held: absolute units, or value. Held against each order as it is placed. Only in `initialize`. */
export function set_max_position_size(...given: SizeArguments): void {
  limitSize('set_max_position_size', MaxPositionSize, given)
}

/** Limits single orders of an asset, or of each: absolute units, or value. Only in `initialize`. */
export function set_max_order_size(...given: SizeArguments): void {
  limitSize('set_max_order_size', MaxOrderSize, given)
}

/** So many orders a day, those of 0 units included. Only in `initialize`. */
export function set_max_order_count(
  ...given: Arguments<{ max_count?: number } & OnError, [max_count: number, on_error?: OnViolation]>
): void {
  const names = ['max_count', 'on_error'] as const
  const { max_count, on_error } = namedArguments<{ max_count: number } & OnError>('set_max_order_count', given, names)
  limitOrders('set_max_order_count', () => new MaxOrderCount(max_count as number), on_error)
}

/** No short positions. Only in `initialize`. */
export function set_long_only(...given: Arguments<OnError, [on_error?: OnViolation]>): void {
  const { on_error } = namedArguments<OnError>('set_long_only', given, ['on_error'])
  limitOrders('set_long_only', () => new LongOnly(), on_error)
}

/** Assets that may not be ordered; `data.can_trade` answers false for them. Only in `initialize`. */
export function set_asset_restrictions(
  ...given: Arguments<{ restrictions?: Restrictions } & OnError, [restrictions: Restrictions, on_error?: OnViolation]>
): void {
  const names = ['restrictions', 'on_error'] as const
  type Named = { restrictions: Restrictions } & OnError
  const { restrictions, on_error } = namedArguments<Named>('set_asset_restrictions', given, names)
  if (typeof restrictions?.is_restricted !== 'function') {
    throw new RustybtError(
      'CONTROL_INVALID',
      `set_asset_restrictions needs restrictions, was ${String(restrictions)}`,
      {
        hint: 'StaticRestrictions([…]) makes them of a list of assets',
      },
    )
  }
  duringInitialize('set_asset_restrictions', 'TRADING').controls.restrict(restrictions.core, on_error)
}

/** Deprecated: `set_asset_restrictions(StaticRestrictions([…]))`. */
export function set_do_not_order_list(
  ...given: Arguments<
    { restricted_list?: Iterable<Asset> } & OnError,
    [restricted_list: Iterable<Asset>, on_error?: OnViolation]
  >
): void {
  const names = ['restricted_list', 'on_error'] as const
  type Named = { restricted_list: Iterable<Asset> } & OnError
  const { restricted_list, on_error } = namedArguments<Named>('set_do_not_order_list', given, names)
  set_asset_restrictions(StaticRestrictions(restricted_list as Iterable<Asset>), on_error)
}

function limitSize(name: string, Control: new (limits: SizeLimits) => TradingControl, given: readonly unknown[]): void {
  const names = ['asset', 'max_shares', 'max_notional', 'on_error'] as const
  const { asset, max_shares, max_notional, on_error } = namedArguments<SizeOptions>(name, given, names)
  const limits: SizeLimits = {
    asset: asset?.core,
    maxShares: max_shares ?? undefined,
    maxNotional: max_notional ?? undefined,
  }
  limitOrders(name, () => new Control(limits), on_error)
}

/** Limits are checked before the phase, as in Zipline. */
function limitOrders(name: string, make: () => TradingControl, on_error: OnViolation | undefined): void {
  const control = make()
  duringInitialize(name, 'TRADING').controls.limitOrders(control, on_error)
}

function limitAccount(name: string, make: (run: RunContext) => AccountControl): void {
  const control = make(currentRun(name))
  duringInitialize(name, 'ACCOUNT').controls.limitAccount(control)
}

function duringInitialize(name: string, kind: 'TRADING' | 'ACCOUNT'): RunContext {
  const run = currentRun(name)
  if (run.phase === 'initialize') return run
  throw new RustybtError(
    `REGISTER_${kind}_CONTROL_POST_INIT`,
    `You attempted to set ${kind === 'TRADING' ? 'a trading' : 'an account'} control outside of \`initialize\`; '${name}' may be called there only.`,
  )
}
