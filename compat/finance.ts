import { checkedStyle, type ExecutionStyle, MARKET } from '../core/finance/execution-style.js'
import { NoCommission } from '../plugins/commission/none.js'
import { PerDollar } from '../plugins/commission/per-dollar.js'
import { PerShare } from '../plugins/commission/per-share.js'
import { PerTrade } from '../plugins/commission/per-trade.js'
import { FixedSlippage } from '../plugins/slippage/fixed.js'
import { FixedBasisPointsSlippage } from '../plugins/slippage/fixed-basis-points.js'
import { NoSlippage } from '../plugins/slippage/none.js'
import { VolumeShareSlippage } from '../plugins/slippage/volume-share.js'
import type { Asset } from './protocol.js'

/** Positional arguments as in Zipline, or one object of the same names: `PerShare(0.005)`, `PerShare({ cost: 0.005 })`. */
type Arguments<Names extends string> = readonly [(number | { readonly [K in Names]?: number })?, number?]

function take<Names extends string>(
  given: readonly unknown[],
  names: readonly [Names, Names?],
): (number | undefined)[] {
  const [first] = given
  if (typeof first !== 'object' || first === null) return given as (number | undefined)[]
  return names.map((name) => (first as Record<string, number | undefined>)[name!])
}

/** Zipline's commission models, made without `new`. */
export const commission = {
  NoCommission: () => new NoCommission(),
  PerShare: (...given: Arguments<'cost' | 'min_trade_cost'>) =>
    new PerShare(...take(given, ['cost', 'min_trade_cost'])),
  PerTrade: (...given: Arguments<'cost'>) => new PerTrade(...take(given, ['cost'])),
  PerDollar: (...given: Arguments<'cost'>) => new PerDollar(...take(given, ['cost'])),
}

/** Zipline's slippage models, made without `new`. */
export const slippage = {
  NoSlippage: () => new NoSlippage(),
  FixedSlippage: (...given: Arguments<'spread'>) => new FixedSlippage(...take(given, ['spread'])),
  VolumeShareSlippage: (...given: Arguments<'volume_limit' | 'price_impact'>) =>
    new VolumeShareSlippage(...take(given, ['volume_limit', 'price_impact'])),
  FixedBasisPointsSlippage: (...given: Arguments<'basis_points' | 'volume_limit'>) =>
    new FixedBasisPointsSlippage(...take(given, ['basis_points', 'volume_limit'])),
}

/** Zipline's execution styles, made without `new`. Prices of a style without an asset round to cents. */
export const execution = {
  MarketOrder: (): ExecutionStyle => MARKET,
  LimitOrder: (limit_price: number, asset?: Asset): ExecutionStyle =>
    checkedStyle({ kind: 'limit', limit: limit_price, asset: asset?.core }),
  StopOrder: (stop_price: number, asset?: Asset): ExecutionStyle =>
    checkedStyle({ kind: 'stop', stop: stop_price, asset: asset?.core }),
  StopLimitOrder: (limit_price: number, stop_price: number, asset?: Asset): ExecutionStyle =>
    checkedStyle({ kind: 'stop-limit', limit: limit_price, stop: stop_price, asset: asset?.core }),
}
export const { MarketOrder, LimitOrder, StopOrder, StopLimitOrder } = execution
