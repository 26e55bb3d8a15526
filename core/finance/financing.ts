import type { Asset } from '../assets/asset.js'
import { token } from '../kernel/token.js'

/** One position as it is charged. `amount` and `value` (at the last price, in the asset's own currency) are signed. */
export interface Holding {
  readonly asset: Asset
  readonly amount: number
  readonly value: number
  readonly currency: string
}

/** The account when something may be charged, and for how long. Times are epoch ms, days count from 1970. */
export interface FinancingPoint {
  readonly at: number
  /** Calendar days that are charged: `fromDay`, and all after it before `toDay`. */
  readonly fromDay: number
  readonly toDay: number
  /** The moment of the last point. */
  readonly since: number
  readonly holdings: readonly Holding[]
  /** Cash by currency, negative where it is owed. */
  readonly cash: ReadonlyMap<string, number>
}

/** What holding something costs: a positive amount is paid by the account, a negative one is paid to it. */
export interface FinancingCharge {
  /** What it is for: 'borrow-fee', 'margin-interest', 'funding', … */
  readonly kind: string
  readonly asset?: Asset
  readonly currency: string
  /** In units of the currency; what is booked is rounded to the eighth place. */
  readonly amount: number
}

/** Flows that no financing model makes: what companies pay, fractions of split units in cash, and capital that is neither gain nor cost. */
export const PAID_BY_NO_MODEL: ReadonlySet<string> = new Set(['dividend', 'cash-in-lieu', 'deposit'])

/** Money that moved beside trading. `amount` is signed as cash is: negative was paid. */
export interface CashFlow {
  readonly at: number
  /** A charge's, or one of `PAID_BY_NO_MODEL`. */
  readonly kind: string
  readonly asset: Asset | undefined
  /** Empty where the run does not tell currencies apart. */
  readonly currency: string
  readonly amount: number
}

/**
 * What holding positions and owing cash costs. One sign rule for all: a positive rate costs the holder (of the short, the long, the debt
 * that it is a rate of), a negative one pays him.
 */
export interface FinancingModel {
  /** The first moment after `time` at which it charges; left out: with each session, for the nights since the one before. */
  nextAt?(time: number): number
  charge(point: FinancingPoint): Iterable<FinancingCharge>
}
export const FinancingModel = token<FinancingModel>('FinancingModel')
