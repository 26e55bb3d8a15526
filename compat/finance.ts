import { RustybtError } from '../core/kernel/errors.js'
import type { ByRoot } from '../plugins/commission/by-root.js'
import { NoCommission } from '../plugins/commission/none.js'
import { PerContract } from '../plugins/commission/per-contract.js'
import { PerDollar } from '../plugins/commission/per-dollar.js'
import { PerFutureTrade } from '../plugins/commission/per-future-trade.js'
import { PerShare } from '../plugins/commission/per-share.js'
import { PerTrade } from '../plugins/commission/per-trade.js'
import { FixedSlippage as FixedSpread } from '../plugins/slippage/fixed.js'
import { FixedBasisPointsSlippage as BasisPoints } from '../plugins/slippage/fixed-basis-points.js'
import { NoSlippage } from '../plugins/slippage/none.js'
import { VolatilityVolumeShare } from '../plugins/slippage/volatility-volume-share.js'
import { VolumeShareSlippage as VolumeShare } from '../plugins/slippage/volume-share.js'
import { type Arguments, namedArguments } from './arguments.js'
import {
  CommissionModel,
  EquityCommissionModel,
  EquitySlippageModel,
  FutureCommissionModel,
  FutureSlippageModel,
  LiquidityExceeded,
  MarketImpactBase,
  ours,
  SlippageModel,
} from './models.js'
import { rustybtCommission, rustybtSlippage } from './rustybt-models.js'

interface PerShareOptions {
  readonly cost?: number
  readonly min_trade_cost?: number | null
}
interface PerContractOptions {
  readonly cost: ByRoot
  readonly exchange_fee: ByRoot
  readonly min_trade_cost?: number | null
}

/**
 * Zipline's commission models, made without `new`: arguments by position, or one object of the same names. A model of one's own
 * extends `CommissionModel` and says `calculate(order, transaction)`.
 */
export const commission = {
  NoCommission: () => ours(new NoCommission()),
  /** So much a share, at least `min_trade_cost` an order. */
  PerShare(...given: Arguments<PerShareOptions, [cost?: number, min_trade_cost?: number | null]>) {
    const { cost, min_trade_cost } = namedArguments<PerShareOptions>('PerShare', given, ['cost', 'min_trade_cost'])
    return ours(new PerShare(cost, min_trade_cost ?? 0))
  },
  /** So much an order. */
  PerTrade: (...given: Arguments<{ cost?: number }, [cost?: number]>) => ours(new PerTrade(costOf('PerTrade', given))),
  /** A fraction of the value traded. */
  PerDollar: (...given: Arguments<{ cost?: number }, [cost?: number]>) =>
    ours(new PerDollar(costOf('PerDollar', given))),
  /** Futures: so much a contract and a fee an order, each a number or numbers by root symbol. */
  PerContract(
    ...given: Arguments<PerContractOptions, [cost: ByRoot, exchange_fee: ByRoot, min_trade_cost?: number | null]>
  ) {
    const names = ['cost', 'exchange_fee', 'min_trade_cost'] as const
    const tables = ['cost', 'exchange_fee']
    const { cost, exchange_fee, min_trade_cost } = namedArguments<PerContractOptions>(
      'PerContract',
      given,
      names,
      tables,
    )
    return ours(
      new PerContract(
        required('PerContract', 'cost', cost),
        required('PerContract', 'exchange_fee', exchange_fee),
        min_trade_cost ?? 0,
      ),
    )
  },
  /** Futures: so much an order, a number or numbers by root symbol. */
  PerFutureTrade(...given: Arguments<{ cost?: ByRoot }, [cost?: ByRoot]>) {
    return ours(new PerFutureTrade(namedArguments<{ cost: ByRoot }>('PerFutureTrade', given, ['cost'], ['cost']).cost))
  },
  ...rustybtCommission,
  CommissionModel,
  EquityCommissionModel,
  FutureCommissionModel,
}

interface VolumeShareOptions {
  readonly volume_limit?: number
  readonly price_impact?: number
}
interface FixedBasisPointsOptions {
  readonly basis_points?: number
  readonly volume_limit?: number
}
interface VolatilityVolumeShareOptions {
  readonly volume_limit: number
  readonly eta?: ByRoot
}

/**
 * Zipline's slippage models, made without `new`: arguments by position, or one object of the same names. A model of one's own
 * extends `SlippageModel` and says `process_order(data, order)`, answering `[price, amount]`.
 */
export const slippage = {
  /** Whole orders at the close. */
  NoSlippage: () => ours(new NoSlippage()),
  /** Whole orders, half a spread from the close. */
  FixedSlippage(...given: Arguments<{ spread?: number }, [spread?: number]>) {
    return ours(new FixedSpread(namedArguments<{ spread: number }>('FixedSlippage', given, ['spread']).spread))
  },
  /** At most a share of the bar's volume, at a price that worsens with the square of the share taken. */
  VolumeShareSlippage(...given: Arguments<VolumeShareOptions, [volume_limit?: number, price_impact?: number]>) {
    const names = ['volume_limit', 'price_impact'] as const
    const { volume_limit, price_impact } = namedArguments<VolumeShareOptions>('VolumeShareSlippage', given, names)
    return ours(new VolumeShare(volume_limit, price_impact))
  },
  /** So many basis points off the close, at most a share of the bar's volume. */
  FixedBasisPointsSlippage(
    ...given: Arguments<FixedBasisPointsOptions, [basis_points?: number, volume_limit?: number]>
  ) {
    const name = 'FixedBasisPointsSlippage'
    const names = ['basis_points', 'volume_limit'] as const
    const { basis_points = 5, volume_limit = 0.1 } = namedArguments<FixedBasisPointsOptions>(name, given, names)
    if (!(basis_points >= 0)) throw invalid(name, 'basis_points', '0 or more', basis_points)
    if (!(volume_limit > 0)) throw invalid(name, 'volume_limit', 'more than 0', volume_limit)
    return ours(new BasisPoints(basis_points, volume_limit))
  },
  /** Futures: worse with volatility and the share of daily volume taken; `eta` a number, or numbers by root symbol. */
  VolatilityVolumeShare(...given: Arguments<VolatilityVolumeShareOptions, [volume_limit: number, eta?: ByRoot]>) {
    const name = 'VolatilityVolumeShare'
    const names = ['volume_limit', 'eta'] as const
    const { volume_limit, eta } = namedArguments<VolatilityVolumeShareOptions>(name, given, names, ['eta'])
    return ours(new VolatilityVolumeShare(required(name, 'volume_limit', volume_limit), eta))
  },
  ...rustybtSlippage,
  SlippageModel,
  EquitySlippageModel,
  FutureSlippageModel,
  MarketImpactBase,
  LiquidityExceeded,
}

export const { FixedSlippage, FixedBasisPointsSlippage, VolumeShareSlippage } = slippage

const costOf = (model: string, given: readonly unknown[]) =>
  namedArguments<{ cost: number }>(model, given, ['cost']).cost

function required<T>(model: string, name: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new RustybtError('ARGUMENT_MISSING', `${model} needs ${name}`)
}

function invalid(model: string, name: string, expected: string, was: unknown): RustybtError {
  return new RustybtError('ARGUMENT_INVALID', `${model}: expected ${name} to be ${expected}, was ${String(was)}`)
}
