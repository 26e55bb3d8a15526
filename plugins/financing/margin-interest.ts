import type { FinancingCharge, FinancingModel, FinancingPoint } from '../../core/finance/financing.js'
import type { RateTable } from '../../core/finance/rate-table.js'
import { DAY } from '../../core/time/instant.js'
import { nightlyCharge } from './nightly.js'

export interface MarginInterestOptions {
  /** Yearly, on cash that is owed; and on cash that is there (negative: it is paid to the account). */
  readonly rate?: number
  readonly cashRate?: number
  /** Rates by currency and date, before `rate`. */
  readonly table?: RateTable
  readonly daysInYear?: 360 | 365
}

/**
 * Interest on what is owed in each currency: cash less what short sales have brought (their market value), which is collateral and
 * pays for nothing else.
 */
export class MarginInterest implements FinancingModel {
  constructor(readonly options: MarginInterestOptions = {}) {}

  charge({ cash, holdings, fromDay, toDay }: FinancingPoint): readonly FinancingCharge[] {
    const charges: FinancingCharge[] = []
    const { rate = 0.05, cashRate = 0, table, daysInYear = 360 } = this.options
    for (const [currency, balance] of cash) {
      let free = balance
      for (const each of holdings)
        if (each.value < 0 && each.currency === currency && each.asset.kind !== 'future') free += each.value
      const owed = free < 0
      let rates = 0
      for (let day = fromDay; day < toDay; day++) rates += owed ? (table?.at(currency, day * DAY) ?? rate) : cashRate
      const amount = nightlyCharge(owed ? -free : free, rates, daysInYear)
      if (amount !== 0) charges.push({ kind: owed ? 'margin-interest' : 'cash-interest', currency, amount })
    }
    return charges
  }
}
