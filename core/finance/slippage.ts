import type { Asset, AssetKind } from '../assets/asset.js'
import { token } from '../kernel/token.js'
import type { SWEEP_SLIPPAGE } from '../math/kernels.js'
import type { OrderSnapshot } from './order.js'

/** The bar on which an order may fill. Prices in currency units; `volume` and `volumeUsed` (already taken by this bar's fills) in units traded. */
export interface TradeBar {
  readonly asset: Asset
  readonly at: number
  /** Day number, since 1970, of the bar's session. */
  readonly session: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Where the market stands when orders meet it: the close, or the open where the broker fills there. */
  readonly price: number
  /** Where a stop or a limit was reached within the bar: then `price` is the same; NaN, or left out, for what meets the market where all do. */
  readonly reached?: number
  readonly volume: number
  readonly volumeUsed: number
  /** The last `count` daily values before this session, the newest last. */
  history(field: 'open' | 'high' | 'low' | 'close' | 'volume', count: number): Float64Array
}

/** Price in currency units and signed amount of a fill. */
export interface SlippageFill {
  readonly price: number
  readonly amount: number
}

/** This bar's liquidity in the asset is used up: no further order of it fills now. */
export const LIQUIDITY_EXCEEDED = Symbol('LIQUIDITY_EXCEEDED')

/** At what price, and how much of, an order fills on a bar. */
export interface SlippageModel {
  readonly assetKinds?: readonly AssetKind[]
  /** As messages name it; its class's name, where left out. */
  readonly name?: string
  /** The same model as numbers, where the sweep kernel has it: its kind and what it is told. A lot is one unit. */
  readonly kernel?: readonly [kind: keyof typeof SWEEP_SLIPPAGE, first: number, second: number]
  /** undefined: nothing on this bar. Called only for orders whose stop and limit have been reached, on bars with volume. */
  fill(order: OrderSnapshot, bar: TradeBar): SlippageFill | typeof LIQUIDITY_EXCEEDED | undefined
}
export const SlippageModel = token<SlippageModel>('SlippageModel')

/** Whether a model's price is worse than the order's limit allows. */
export function worseThanLimit(price: number, order: OrderSnapshot): boolean {
  if (order.limit === undefined) return false
  return order.amount > 0 ? price > order.limit : price < order.limit
}
