import type { AssetKind } from '../core/assets/asset.js'
import type { RunContext } from '../core/engine/strategy.js'
import type { CommissionModel as CoreCommission } from '../core/finance/commission.js'
import type { OrderSnapshot } from '../core/finance/order.js'
import { type SlippageModel as CoreSlippage, LIQUIDITY_EXCEEDED, type TradeBar } from '../core/finance/slippage.js'
import { RustybtError } from '../core/kernel/errors.js'
import { marketImpactFill, rememberedActivity } from '../plugins/slippage/market-impact.js'
import { BarData } from './bar-data.js'
import { within } from './current.js'
import { Equity, Future, Order, Transaction } from './protocol.js'

/** The assets that a model is for; both kinds, where left out. */
export type AllowedAssets = readonly (typeof Equity | typeof Future)[]

/** Price and signed amount of a fill; nulls, or nothing, for none on this bar. */
export type Execution = readonly [price: number | null, amount: number | null] | null | undefined

/** A slippage model in Zipline's form: an object, or a class that extends one of the bases. */
export interface ZiplineSlippage {
  allowed_asset_types?: AllowedAssets
  /** Set before each call: units that this bar's fills of the asset have taken. */
  volume_for_bar?: number
  process_order(data: BarData, order: Order): Execution
}

/** A commission model in Zipline's form; what it answers is charged for the fill. */
export interface ZiplineCommission {
  allowed_asset_types?: AllowedAssets
  calculate(order: Order, transaction: Transaction): number
}

/** Thrown by `process_order`: no further order of this asset fills on this bar. */
export class LiquidityExceeded extends Error {
  override readonly name = 'LiquidityExceeded'
}

export abstract class SlippageModel implements ZiplineSlippage {
  allowed_asset_types?: AllowedAssets
  volume_for_bar = 0
  abstract process_order(data: BarData, order: Order): Execution
}
export abstract class EquitySlippageModel extends SlippageModel {
  override allowed_asset_types: AllowedAssets = [Equity]
}
export abstract class FutureSlippageModel extends SlippageModel {
  override allowed_asset_types: AllowedAssets = [Future]
}

/** For models that move the price by what the order takes of the market; see `VolatilityVolumeShare`. */
export abstract class MarketImpactBase {
  allowed_asset_types?: AllowedAssets
  NO_DATA_VOLATILITY_SLIPPAGE_IMPACT = 10 / 10_000
  /** Units that the bar would give. */
  abstract get_txn_volume(data: BarData, order: Order): number
  /** By how much, in currency units, the price moves. */
  abstract get_simulated_impact(
    order: Order,
    current_price: number,
    current_volume: number,
    txn_volume: number,
    mean_volume: number,
    volatility: number,
  ): number
}

export abstract class CommissionModel implements ZiplineCommission {
  allowed_asset_types?: AllowedAssets
  abstract calculate(order: Order, transaction: Transaction): number
}
export abstract class EquityCommissionModel extends CommissionModel {
  override allowed_asset_types: AllowedAssets = [Equity]
}
export abstract class FutureCommissionModel extends CommissionModel {
  override allowed_asset_types: AllowedAssets = [Future]
}

declare const BUILT_IN: unique symbol

/** A model that `commission` or `slippage` made. */
export interface BuiltIn {
  readonly [BUILT_IN]: true
}

/** What says that a model is one of core's. */
export type OfCore = BuiltIn | { readonly assetKinds: readonly AssetKind[] }

const builtIn = new WeakSet<object>()

/** Marks a model of the framework's own: its `calculate` takes core's orders. */
export function ours<M extends object>(model: M): M & BuiltIn {
  builtIn.add(model)
  return model as M & BuiltIn
}

/** A user's model, or one of ours, as the engine takes it. */
export function slippageOf(model: CoreSlippage | ZiplineSlippage | MarketImpactBase, run: RunContext): CoreSlippage {
  if ('fill' in model) return model
  const data = new BarData(run)
  const shared = { name: model.constructor.name, assetKinds: kindsOf(model) }
  if (!('process_order' in model)) return { ...shared, ...marketImpact(model, data, run) }
  return {
    ...shared,
    fill(order: OrderSnapshot, bar: TradeBar) {
      model.volume_for_bar = bar.volumeUsed
      try {
        const [price, amount] = within(run, () => model.process_order(data, new Order(order))) ?? [null, null]
        return price === null || price === undefined ? undefined : { price, amount: wholeAmount(amount, shared.name) }
      } catch (error) {
        if (error instanceof LiquidityExceeded) return LIQUIDITY_EXCEEDED
        throw error
      }
    },
  }
}

export function commissionOf(model: OfCore | ZiplineCommission, run: RunContext): CoreCommission {
  if (builtIn.has(model) || 'assetKinds' in model) return model as unknown as CoreCommission
  const users = model as ZiplineCommission
  return {
    name: users.constructor.name,
    assetKinds: kindsOf(users),
    calculate: (order, fill) => within(run, () => users.calculate(new Order(order), new Transaction(fill))),
  }
}

function marketImpact(model: MarketImpactBase, data: BarData, run: RunContext): Pick<CoreSlippage, 'fill'> {
  const activity = rememberedActivity()
  const rule = {
    impactWithoutHistory: model.NO_DATA_VOLATILITY_SLIPPAGE_IMPACT,
    units: (order: OrderSnapshot) => model.get_txn_volume(data, new Order(order)),
    impact: (
      order: OrderSnapshot,
      bar: TradeBar,
      price: number,
      units: number,
      { meanVolume, volatility }: ReturnType<typeof activity>,
    ) => model.get_simulated_impact(new Order(order), price, bar.volume, units, meanVolume, volatility),
  }
  return { fill: (order, bar) => within(run, () => marketImpactFill(order, bar, rule, activity)) }
}

function wholeAmount(amount: number | null, model: string): number {
  const whole = Math.trunc(amount ?? 0)
  if (Math.abs(whole) >= 1) return whole
  throw new RustybtError(
    'TRANSACTION_TOO_SMALL',
    `Transaction magnitude must be at least 1; ${model} answered an amount of ${amount}`,
    { hint: 'answer [null, null] for no fill' },
  )
}

function kindsOf({ allowed_asset_types }: { allowed_asset_types?: AllowedAssets }): readonly AssetKind[] | undefined {
  return allowed_asset_types?.map((type) => ((type as unknown) === Future ? 'future' : 'equity'))
}
