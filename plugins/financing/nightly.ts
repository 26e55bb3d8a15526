import { divideExact, type Exact, multiplyExact, ONE } from '../../core/math/decimal.js'

/** value × (sum of the nights' yearly rates) ÷ days in the year. */
export function nightlyCharge(value: Exact, rates: Exact, daysInYear: number): Exact {
  return divideExact(multiplyExact(value, rates), BigInt(daysInYear) * ONE)
}
