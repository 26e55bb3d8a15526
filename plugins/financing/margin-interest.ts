import type { FinancingCharge, FinancingModel, FinancingPoint } from '../../core/finance/financing.js'
import type { RateTable } from '../../core/finance/rate-table.js'
import { type Exact, exactFromNumber } from '../../core/math/decimal.js'
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

  *charge({ cash, holdings, fromDay, toDay }: FinancingPoint): Generator<FinancingCharge> {
    const { rate = 0.05, cashRate = 0, table, daysInYear = 360 } = this.options
    for (const [currency, balance] of cash) {
      let free = balance
      for (const each of holdings)
        if (each.value < 0n && each.currency === currency && each.asset.kind !== 'future') free += each.value
      const owed = free < 0n
      let rates: Exact = 0n
      for (let day = fromDay; day < toDay; day++)
        rates += exactFromNumber(owed ? (table?.at(currency, day * DAY) ?? rate) : cashRate)
      const amount = nightlyCharge(owed ? -free : free, rates, daysInYear)
      if (amount !== 0n) yield { kind: owed ? 'margin-interest' : 'cash-interest', currency, amount }
    }
  }
}
