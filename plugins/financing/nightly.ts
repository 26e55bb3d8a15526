/** value × (sum of the nights' yearly rates) ÷ days in the year. */
export function nightlyCharge(value: number, rates: number, daysInYear: number): number {
  return (value * rates) / daysInYear
}
