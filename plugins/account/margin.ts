import type { Asset } from '../../core/assets/asset.js'
import type { AccountModel, FundsAfter } from '../../core/finance/account.js'

/** Fractions of a position's value. */
export interface MarginRates {
  readonly long: number
  readonly short: number
  readonly future: number
}

export interface MarginOptions {
  readonly initial?: Partial<MarginRates>
  readonly maintenance?: Partial<MarginRates>
  readonly onCall?: 'warn' | 'liquidate'
}

/** Regulation T's initial half, and FINRA rule 4210's maintenance of a quarter (shorts: 30 %); a tenth for futures. */
export const INITIAL: MarginRates = { long: 0.5, short: 0.5, future: 0.1 }
export const MAINTENANCE: MarginRates = { long: 0.25, short: 0.3, future: 0.1 }

/** Positions may be worth more than the account: what it is worth must be the initial margin of all of them. What lowers a position is never refused. */
export class MarginAccount implements AccountModel {
  readonly initialRates: MarginRates
  readonly maintenanceRates: MarginRates
  readonly onCall: 'warn' | 'liquidate'

  constructor({ initial, maintenance, onCall = 'liquidate' }: MarginOptions = {}) {
    this.initialRates = { ...INITIAL, ...initial }
    this.maintenanceRates = { ...MAINTENANCE, ...maintenance }
    this.onCall = onCall
  }

  refusal(funds: FundsAfter): string | undefined {
    const { before, after, equity } = funds
    if (Math.abs(after) <= Math.abs(before) && before * after >= 0) return undefined
    const needed = funds.requirement(this.initial)
    return !(needed <= equity * (1 + 1e-12)) ? `insufficient margin: ${needed} needed, ${equity} there` : undefined
  }

  readonly initial = (asset: Asset, amount: number): number => rateOf(this.initialRates, asset, amount)
  readonly maintenance = (asset: Asset, amount: number): number => rateOf(this.maintenanceRates, asset, amount)
}

function rateOf(rates: MarginRates, { kind }: Asset, amount: number): number {
  return kind === 'future' ? rates.future : amount < 0 ? rates.short : rates.long
}
