import type { Asset } from '../assets/asset.js'

export type Liquidity = 'maker' | 'taker'

/** One fill. `amount` is signed; `price` in currency units; `at` epoch ms; no `orderId` where the engine closed a position itself. */
export interface Transaction {
  readonly asset: Asset
  readonly amount: number
  readonly price: number
  readonly at: number
  readonly orderId: string | undefined
  /** Whether the order rested in the book (`maker`) or took from it at once (`taker`), where that is known. */
  readonly liquidity?: Liquidity
  /** Where the market stood before the slippage model moved the price; left out where no model did (a vendor's fill, an automatic close). */
  readonly reference?: number
  /** What was charged for it, in the asset's currency; left out: nothing. */
  readonly commission?: number
  /** Where the stop order against it stood at the end of its bar, or until the bar hit it; left out where there was none. */
  readonly stop?: number
}
