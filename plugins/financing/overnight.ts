import type { Asset } from '../../core/assets/asset.js'
import type { FinancingCharge, FinancingModel, FinancingPoint } from '../../core/finance/financing.js'
import type { RateTable } from '../../core/finance/rate-table.js'
import { DAY } from '../../core/time/instant.js'
import { nightlyCharge } from './nightly.js'

/** Rates a year by side and symbol, and by date where a table has them. */
export interface SideRates {
  /** Of assets that have none of their own. */
  readonly fallback: number
  readonly bySymbol?: Readonly<Record<string, number>>
  readonly table?: RateTable
}

export interface OvernightOptions {
  readonly kind: string
  /** undefined: positions of that side are not charged. */
  readonly long?: SideRates
  readonly short?: SideRates
  /** Days in a year: 365, or 360 where the market counts so. */
  readonly daysInYear?: 360 | 365
  /** Whether futures are charged as well, on their notional. */
  readonly futures?: boolean
}

/** |value| × rate × calendar days ÷ days in the year for each position that is held over nights: borrow fees, swaps. */
export class OvernightFinancing implements FinancingModel {
  constructor(readonly options: OvernightOptions) {}

  charge({ holdings, fromDay, toDay }: FinancingPoint): readonly FinancingCharge[] {
    const charges: FinancingCharge[] = []
    const { kind, long, short, daysInYear = 365, futures = false } = this.options
    for (const { asset, value, currency } of holdings) {
      const side = value < 0 ? short : long
      if (side === undefined || value === 0 || (asset.kind === 'future' && !futures)) continue
      const amount = nightlyCharge(Math.abs(value), ratesOver(side, asset, fromDay, toDay), daysInYear)
      if (amount !== 0) charges.push({ kind, asset, currency, amount })
    }
    return charges
  }
}

/** Sum of the rates that hold on the nights. */
function ratesOver(
  { fallback, bySymbol, table }: SideRates,
  { symbol }: Asset,
  fromDay: number,
  toDay: number,
): number {
  const constant = bySymbol?.[symbol] ?? fallback
  if (table === undefined) return constant * (toDay - fromDay)
  let sum = 0
  for (let day = fromDay; day < toDay; day++) sum += table.at(symbol, day * DAY) ?? constant
  return sum
}
