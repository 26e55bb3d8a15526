import { checkedStyle, type ExecutionStyle, MARKET, type SingleStyle } from '../core/finance/execution-style.js'
import { type Arguments, namedArguments } from './arguments.js'
import type { Asset } from './protocol.js'

interface Prices {
  readonly limit_price: number
  readonly stop_price: number
  readonly asset?: Asset
  readonly exchange?: string | null
}
type Limit = Omit<Prices, 'stop_price'>
type Stop = Omit<Prices, 'limit_price'>
type Tail = [asset?: Asset, exchange?: string | null]
const TAIL = ['asset', 'exchange'] as const

interface Trail {
  readonly trail_amount?: number | null
  readonly trail_percent?: number | null
}
interface Pair {
  readonly order1_style: ExecutionStyle
  readonly order2_style: ExecutionStyle
}
interface Bracket {
  readonly entry_style: ExecutionStyle
  readonly stop_loss_price: number | ExecutionStyle
  readonly take_profit_price: number | ExecutionStyle
}
interface Iceberg {
  readonly display_size: number
  readonly limit_price?: number | null
}
interface Slices {
  readonly slices: number
  /** Bars between two slices. */
  readonly every?: number
  readonly limit_price?: number | null
}
type VolumeSlices = Slices & {
  /** Sessions from which volume is known. */
  readonly window?: number
}

/**
 * Zipline's execution styles and further ones, made without `new`: arguments by position, or one object of the same names. Prices of a
 * style without an asset round to cents; `exchange` has no effect. What each does is told in docs/orders.md.
 */
export const execution = {
  MarketOrder: (_exchange?: string | null): ExecutionStyle => MARKET,
  LimitOrder(...given: Arguments<Limit, [limit_price: number, ...Tail]>): ExecutionStyle {
    const { limit_price, asset } = namedArguments<Limit>('LimitOrder', given, ['limit_price', ...TAIL])
    return checkedStyle({ kind: 'limit', limit: limit_price as number, asset: asset?.core })
  },
  StopOrder(...given: Arguments<Stop, [stop_price: number, ...Tail]>): ExecutionStyle {
    const { stop_price, asset } = namedArguments<Stop>('StopOrder', given, ['stop_price', ...TAIL])
    return checkedStyle({ kind: 'stop', stop: stop_price as number, asset: asset?.core })
  },
  StopLimitOrder(...given: Arguments<Prices, [limit_price: number, stop_price: number, ...Tail]>): ExecutionStyle {
    const names = ['limit_price', 'stop_price', ...TAIL] as const
    const { limit_price, stop_price, asset } = namedArguments<Prices>('StopLimitOrder', given, names)
    const [limit, stop] = [limit_price as number, stop_price as number]
    return checkedStyle({ kind: 'stop-limit', limit, stop, asset: asset?.core })
  },
  /** A stop that follows the best price, by an amount or by a fraction of it (0.05: 5 %). */
  TrailingStopOrder(
    ...given: Arguments<Trail, [trail_amount?: number | null, trail_percent?: number | null]>
  ): ExecutionStyle {
    const names = ['trail_amount', 'trail_percent'] as const
    const { trail_amount: amount, trail_percent: percent } = namedArguments<Trail>('TrailingStopOrder', given, names)
    return checkedStyle({ kind: 'trailing-stop', amount: amount ?? undefined, percent: percent ?? undefined })
  },
  /** Two orders of the same amount, of which at most that amount fills together. */
  OCOOrder(...given: Arguments<Pair, [order1_style: ExecutionStyle, order2_style: ExecutionStyle]>): ExecutionStyle {
    const names = ['order1_style', 'order2_style'] as const
    const { order1_style, order2_style } = namedArguments<Pair>('OCOOrder', given, names, names)
    return checkedStyle({ kind: 'oco', first: order1_style as SingleStyle, second: order2_style as SingleStyle })
  },
  /** An entry, and a stop and a limit (prices, or styles) that close what it has filled. */
  BracketOrder(
    ...given: Arguments<
      Bracket,
      [
        entry_style: ExecutionStyle,
        stop_loss_price: number | ExecutionStyle,
        take_profit_price: number | ExecutionStyle,
      ]
    >
  ): ExecutionStyle {
    const names = ['entry_style', 'stop_loss_price', 'take_profit_price'] as const
    const named = namedArguments<Bracket>('BracketOrder', given, names, names)
    return checkedStyle({
      kind: 'bracket',
      entry: named.entry_style as SingleStyle,
      stopLoss: named.stop_loss_price as number | SingleStyle,
      takeProfit: named.take_profit_price as number | SingleStyle,
    })
  },
  /** In the first trade of a session, or the last; with a limit not at all where that is worse. */
  MarketOnOpenOrder: (): ExecutionStyle => ({ kind: 'at-open' }),
  MarketOnCloseOrder: (): ExecutionStyle => ({ kind: 'at-close' }),
  LimitOnOpenOrder: (limit_price: number): ExecutionStyle => checkedStyle({ kind: 'at-open', limit: limit_price }),
  LimitOnCloseOrder: (limit_price: number): ExecutionStyle => checkedStyle({ kind: 'at-close', limit: limit_price }),
  /** Shows `display_size` units at a time. */
  IcebergOrder(...given: Arguments<Iceberg, [display_size: number, limit_price?: number | null]>): ExecutionStyle {
    const names = ['display_size', 'limit_price'] as const
    const { display_size, limit_price } = namedArguments<Iceberg>('IcebergOrder', given, names)
    return checkedStyle({ kind: 'iceberg', display: display_size as number, limit: limit_price ?? undefined })
  },
  /** Equal slices, `every` bars apart. */
  TWAPOrder(
    ...given: Arguments<Slices, [slices: number, every?: number, limit_price?: number | null]>
  ): ExecutionStyle {
    const names = ['slices', 'every', 'limit_price'] as const
    const { slices, every, limit_price } = namedArguments<Slices>('TWAPOrder', given, names)
    return checkedStyle({ kind: 'twap', slices: slices as number, every, limit: limit_price ?? undefined })
  },
  /** Slices as large as volume is usual at their time, over the last `window` sessions. */
  VWAPOrder(
    ...given: Arguments<VolumeSlices, [slices: number, every?: number, window?: number, limit_price?: number | null]>
  ): ExecutionStyle {
    const names = ['slices', 'every', 'window', 'limit_price'] as const
    const { slices, every, window, limit_price } = namedArguments<VolumeSlices>('VWAPOrder', given, names)
    return checkedStyle({ kind: 'vwap', slices: slices as number, every, window, limit: limit_price ?? undefined })
  },
}
export const {
  MarketOrder,
  LimitOrder,
  StopOrder,
  StopLimitOrder,
  TrailingStopOrder,
  OCOOrder,
  BracketOrder,
  MarketOnOpenOrder,
  MarketOnCloseOrder,
  LimitOnOpenOrder,
  LimitOnCloseOrder,
  IcebergOrder,
  TWAPOrder,
  VWAPOrder,
} = execution
