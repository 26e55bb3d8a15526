import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { roundHalfEven } from '../math/rounding.js'

/**
 * Whole units of a wish: within 1e-4 of a whole number that number, else toward zero (Zipline's `round_order`). Throws
 * `ORDER_AMOUNT_INVALID` for what is no number.
 */
export function wholeUnits(amount: number): number {
  if (!Number.isFinite(amount)) {
    throw new RustybtError('ORDER_AMOUNT_INVALID', `cannot order ${String(amount)} units`, {
      hint: 'a price that was missing makes what is worked out from it NaN',
    })
  }
  const nearest = roundHalfEven(amount)
  return Math.trunc(Math.abs(amount - nearest) <= 1e-4 ? nearest : amount) + 0
}

/**
 * Units that a value buys at a price; a price of (almost) zero buys none. Throws `CANNOT_ORDER_DELISTED_ASSET` where there is no price
 * to go by. `session` is an ISO date; value and price in currency units.
 */
export function unitsForValue(asset: Asset, value: number, price: number, session: string): number {
  const cannot = (why: string) => new RustybtError('CANNOT_ORDER_DELISTED_ASSET', `Cannot order ${asset.symbol}${why}`)
  if (session < asset.startDate) throw cannot(`, as it started trading on ${asset.startDate}.`)
  if (session > asset.endDate) throw cannot(`, as it stopped trading on ${asset.endDate}.`)
  if (Number.isNaN(price)) throw cannot(` on ${session} as there is no last price for the security.`)
  if (Math.abs(price) <= 1e-6) return 0
  return value / (price * asset.multiplier)
}

/** Whether an asset has left the market for good before this session. */
export function hasLeft(asset: Asset, session: string): boolean {
  if (asset.autoCloseDate === undefined) return false
  return session > (asset.endDate < asset.autoCloseDate ? asset.endDate : asset.autoCloseDate)
}
