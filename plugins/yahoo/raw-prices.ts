import type { Split } from '../../core/data/source.js'

/** Six decimals are what Yahoo keeps of a dividend. */
const AMOUNT_ERROR = 0.5e-6
const MOST_DIGITS = 15

/**
 * Shares of today that a share of a date has become: the product of all splits after it. Yahoo divides prices and dividends by it and
 * multiplies volumes.
 */
export class SharesToday {
  readonly #splits: readonly { readonly date: string; readonly shares: number }[]

  constructor(splits: readonly Pick<Split, 'effectiveDate' | 'ratio'>[]) {
    this.#splits = splits.map(({ effectiveDate, ratio }) => ({ date: effectiveDate, shares: 1 / ratio }))
  }

  on(date: string): number {
    return this.#splits.reduce((product, split) => (split.date > date ? product * split.shares : product), 1)
  }
}

/**
 * The price that was traded, given what Yahoo made of it: divided by `shares` and kept as a 32-bit float. Of all prices that give this
 * float the one with the fewest digits, so 124.8075 (as 124.80750274658203) of a share that became four was 499.23.
 */
export function rawPrice(adjusted: number, shares: number): number {
  if (Math.fround(adjusted) !== adjusted) return adjusted * shares
  return fewestDigits(adjusted * shares, (price) => Math.fround(price / shares) === adjusted)
}

/** The dividend that was paid on a share of its day. */
export function rawAmount(adjusted: number, shares: number): number {
  if (shares === 1) return adjusted
  return fewestDigits(adjusted * shares, (amount) => Math.abs(amount / shares - adjusted) <= AMOUNT_ERROR)
}

/** Shares are whole, but for what cannot be split (currencies, coins). */
export function rawVolume(adjusted: number, shares: number): number {
  return shares === 1 ? adjusted : Math.round(adjusted / shares)
}

function fewestDigits(value: number, fits: (value: number) => boolean): number {
  for (let digits = 1; digits <= MOST_DIGITS; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (fits(rounded)) return rounded
  }
  return value
}
