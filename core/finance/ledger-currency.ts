import { RustybtError } from '../kernel/errors.js'
import { type Exact, exactFromNumber } from '../math/decimal.js'

/** As many currencies as an account has room for. */
export const MOST_CURRENCIES = 8

/** In what an account is kept, and what other currencies are worth in it. */
export interface LedgerCurrency {
  /** ISO code, or a coin's: 'USD', 'USDT'. */
  readonly code: string
  /** Units of the account's currency for one of another, at a moment (epoch ms); NaN where there is no rate. */
  rate(code: string, at: number): number
}

export interface Payment {
  readonly amount: number
  readonly currency: string
}

/** Exact 10^-8. */
const UNIT: Exact = exactFromNumber(1e-8)

/** What payments come to in each currency, exactly; doubles enter by their shortest digits. */
export function sumsByCurrency(payments: readonly Payment[]): ReadonlyMap<string, Exact> {
  const sums = new Map<string, { units: number; exact: Exact }>()
  for (const { amount, currency } of payments) {
    let sum = sums.get(currency)
    if (!sum) sums.set(currency, (sum = { units: 0, exact: 0n }))
    // Units of 10^-8 add up exactly as long as they are few; what is not made of them goes the long way.
    const units = Math.round(amount * 1e8)
    if (units / 1e8 === amount && Math.abs(units) + Math.abs(sum.units) <= 1e15) sum.units += units
    else sum.exact += exactFromNumber(amount)
  }
  return new Map(Array.from(sums, ([currency, { units, exact }]) => [currency, exact + BigInt(units) * UNIT]))
}

/** Mixing currencies without a rate. */
export function rateMissing(code: string, account: string, at: number): RustybtError {
  const day = Number.isNaN(at) ? '' : ` on ${new Date(at).toISOString().slice(0, 10)}`
  return new RustybtError(
    'FX_RATE_MISSING',
    `there is no rate from ${code} to ${account}, the account's currency${day}`,
    {
      hint: `choose fx in the config: { use: 'fixed', rates: { ${code}: 1.1 } }, or { use: 'csv', file: 'rates.csv' }`,
    },
  )
}
