import type { Asset } from '../assets/asset.js'
import { token } from '../kernel/token.js'

/** The account as a fill would leave it. `cash` is in the currency that pays the fill, everything else in the account's own. */
export interface FundsAfter {
  readonly asset: Asset
  /** Signed units held before and after the fill. */
  readonly before: number
  readonly after: number
  readonly cash: number
  readonly currency: string
  /** What the account is worth, the fill's commission paid. */
  readonly equity: number
  /** Sum over positions of |value| × rate. */
  requirement(rateOf: (asset: Asset, amount: number) => number): number
}

/** What an account lets its owner do. */
export interface AccountModel {
  /** Why a fill may not be; undefined: it may. */
  refusal(funds: FundsAfter): string | undefined
  /** Fraction of a position's value that must be there as equity while it is held; left out: nothing is ever called. */
  maintenance?(asset: Asset, amount: number): number
  /** Fraction of a position's value that must be there as equity to open it; what `buying power` counts by. */
  initial?(asset: Asset, amount: number): number
  /** What becomes of an account that falls below: it is told of, or positions are reduced until it is not. */
  readonly onCall?: 'warn' | 'liquidate'
}
export const AccountModel = token<AccountModel>('AccountModel')
