import type { OrderSnapshot } from '../core/finance/order.js'
import type { SlippageModel, TradeBar } from '../core/finance/slippage.js'
import { MakerTakerCommission as MakerTaker } from '../plugins/commission/maker-taker.js'
import { PerShare } from '../plugins/commission/per-share.js'
import { PercentageCommission as Percentage } from '../plugins/commission/percentage.js'
import { TieredCommission as Tiered } from '../plugins/commission/tiered.js'
import { BasisPointsSlippage } from '../plugins/slippage/basis-points.js'
import { SpreadSlippage } from '../plugins/slippage/spread.js'
import { SquareRootSlippage } from '../plugins/slippage/square-root.js'
import { type Arguments, namedArguments } from './arguments.js'
import { type BuiltIn, ours } from './models.js'

export interface PerShareOptions {
  readonly cost_per_share: number
  readonly min_commission?: number
}
export interface PercentageOptions {
  readonly percentage: number
  readonly min_commission?: number
}
export interface TieredOptions {
  /** Rates by the month's volume from which they hold: `{ 0: 0.001, 100000: 0.0005 }`. */
  readonly tiers: Readonly<Record<number, number>>
  readonly min_commission?: number
}
export interface MakerTakerOptions {
  readonly maker_rate: number
  readonly taker_rate: number
  readonly min_commission?: number
}

/** Commission models under the names of Python's RustyBT. Minimums are an order's there too, not a fill's. */
export const rustybtCommission = {
  /** So much a share, at least a minimum (1.00) an order. */
  PerShareCommission(...given: Arguments<PerShareOptions, [cost_per_share: number, min_commission?: number]>) {
    const names = ['cost_per_share', 'min_commission'] as const
    const { cost_per_share, min_commission = 1 } = namedArguments<PerShareOptions>('PerShareCommission', given, names)
    return ours(new PerShare(cost_per_share, min_commission))
  },
  /** A fraction of the value traded. */
  PercentageCommission(...given: Arguments<PercentageOptions, [percentage: number, min_commission?: number]>) {
    const names = ['percentage', 'min_commission'] as const
    const { percentage = 0, min_commission } = namedArguments<PercentageOptions>('PercentageCommission', given, names)
    return ours(new Percentage(percentage, min_commission))
  },
  /** A fraction of the value traded that falls with the calendar month's volume before the trade. */
  TieredCommission(...given: Arguments<TieredOptions, [tiers: TieredOptions['tiers'], min_commission?: number]>) {
    const names = ['tiers', 'min_commission'] as const
    const options = namedArguments<TieredOptions>('TieredCommission', given, names, ['tiers'])
    const tiers = Object.entries(options.tiers ?? {}).map(([from, rate]) => ({ from: Number(from), rate }))
    return ours(new Tiered(tiers, { minimum: options.min_commission }))
  },
  /** One fraction for orders that rested in the book, one for others; negative is a rebate. */
  MakerTakerCommission(
    ...given: Arguments<MakerTakerOptions, [maker_rate: number, taker_rate: number, min_commission?: number]>
  ) {
    const names = ['maker_rate', 'taker_rate', 'min_commission'] as const
    const options = namedArguments<MakerTakerOptions>('MakerTakerCommission', given, names)
    return ours(new MakerTaker(options.maker_rate ?? 0, options.taker_rate ?? 0, { minimum: options.min_commission }))
  },
  /** The same, without a minimum. */
  CryptoCommission(
    ...given: Arguments<Omit<MakerTakerOptions, 'min_commission'>, [maker_rate: number, taker_rate: number]>
  ) {
    const names = ['maker_rate', 'taker_rate'] as const
    const options = namedArguments<MakerTakerOptions>('CryptoCommission', given, names)
    return ours(new MakerTaker(options.maker_rate ?? 0, options.taker_rate ?? 0))
  },
}

export interface ImpactOptions {
  readonly volume_limit?: number
  readonly price_impact?: number
  readonly power_factor?: number
  readonly volatility_window?: number
}
export interface BasisPointsOptions {
  readonly basis_points?: number
  readonly min_slippage?: number
}
export interface SpreadOptions {
  readonly spread_estimate?: number
  readonly spread_factor?: number
}
export interface AsymmetricOptions {
  readonly buy_model: SlippageModel & BuiltIn
  readonly sell_model: SlippageModel & BuiltIn
}

/** Slippage models under the names of Python's RustyBT. */
export const rustybtSlippage = {
  /** price × impact × (share of the bar's volume ÷ volume limit)^power × yearly volatility, which is that of the window. */
  VolumeShareSlippageDecimal(
    ...given: Arguments<
      ImpactOptions,
      [volume_limit?: number, price_impact?: number, power_factor?: number, volatility_window?: number]
    >
  ) {
    const names = ['volume_limit', 'price_impact', 'power_factor', 'volatility_window'] as const
    const options = namedArguments<ImpactOptions>('VolumeShareSlippageDecimal', given, names)
    const { volume_limit = 0.025, price_impact = 0.1, power_factor = 0.5, volatility_window = 20 } = options
    const coefficient = (price_impact * Math.sqrt(252)) / volume_limit ** power_factor
    const shape = { exponent: power_factor, window: volatility_window, of: 'bar-volume' } as const
    return ours(new SquareRootSlippage({ coefficient, ...shape }))
  },
  /** So many basis points, at least so much a unit (0.01). */
  FixedBasisPointSlippageDecimal(
    ...given: Arguments<BasisPointsOptions, [basis_points?: number, min_slippage?: number]>
  ) {
    const names = ['basis_points', 'min_slippage'] as const
    const options = namedArguments<BasisPointsOptions>('FixedBasisPointSlippageDecimal', given, names)
    return ours(new BasisPointsSlippage(options.basis_points, options.min_slippage ?? 0.01))
  },
  /** Half of the quoted spread, a fraction of the price. */
  BidAskSpreadSlippageDecimal(...given: Arguments<SpreadOptions, [spread_estimate?: number, spread_factor?: number]>) {
    const names = ['spread_estimate', 'spread_factor'] as const
    const options = namedArguments<SpreadOptions>('BidAskSpreadSlippageDecimal', given, names)
    return ours(new SpreadSlippage(options.spread_estimate, options.spread_factor))
  },
  /** One of these models for buys, another for sells. */
  AsymmetricSlippage(
    ...given: [AsymmetricOptions] | [AsymmetricOptions['buy_model'], AsymmetricOptions['sell_model']]
  ) {
    const { buy_model, sell_model } = given.length === 1 ? given[0] : { buy_model: given[0], sell_model: given[1] }
    const fill = (order: OrderSnapshot, bar: TradeBar) => (order.amount > 0 ? buy_model : sell_model).fill(order, bar)
    return ours({ name: 'AsymmetricSlippage', fill } as SlippageModel)
  },
}
