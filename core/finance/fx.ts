import type { AssetFinder } from '../assets/finder.js'
import type { Portal } from '../data/portal.js'
import { token } from '../kernel/token.js'

/** What rates may be read from, as of the current bar. */
export interface FxMarket {
  readonly finder: AssetFinder
  readonly data: Portal
}

/** What one currency is worth in another. */
export interface FxRates {
  /** Before the run; for rates that are prices of the run's own data. */
  begin?(market: FxMarket): void
  /** Units of `to` for one unit of `from` at a moment (epoch ms); NaN where there is no rate. Nothing later than `at` may be read. */
  rate(from: string, to: string, at: number): number
}
export const FxRates = token<FxRates>('FxRates')

/** The rate, its inverse's inverse, or both through a third currency; NaN where neither is known. `known` answers NaN for no rate. */
export function crossRate(
  known: (from: string, to: string) => number,
  from: string,
  to: string,
  through: readonly string[],
): number {
  if (from === to) return 1
  const direct = either(known, from, to)
  if (!Number.isNaN(direct)) return direct
  for (const middle of through) {
    const rate = either(known, from, middle) * either(known, middle, to)
    if (!Number.isNaN(rate)) return rate
  }
  return Number.NaN
}

function either(known: (from: string, to: string) => number, from: string, to: string): number {
  if (from === to) return 1
  const rate = known(from, to)
  return Number.isNaN(rate) ? 1 / known(to, from) : rate
}
