import type { Asset } from '../assets/asset.js'
import { lotOf } from '../assets/asset-class.js'
import { RustybtError } from '../kernel/errors.js'
import { decimalPlaces, roundHalfEven } from '../math/rounding.js'

/**
 * Units of a wish that can be ordered: within 1e-4 of a whole number of lots that number, else toward zero (Zipline's `round_order`,
 * whose lot is 1). Throws `ORDER_AMOUNT_INVALID` for what is no number.
 */
export function orderableUnits(amount: number, lot = 1): number {
  if (!Number.isFinite(amount)) {
    throw new RustybtError('ORDER_AMOUNT_INVALID', `cannot order ${String(amount)} units`, {
      hint: 'a price that was missing makes what is worked out from it NaN',
    })
  }
  const lots = amount / lot
  const nearest = roundHalfEven(lots)
  return inUnits(Math.trunc(Math.abs(lots - nearest) <= 1e-4 ? nearest : lots), lot)
}

/** The whole lots in an amount, toward zero: what of it can be traded. The lot of an asset that names none is its class's. */
export function wholeLots(amount: number, asset: Pick<Asset, 'lotSize' | 'kind'>): number {
  const lot = lotOf(asset)
  if (lot === 1) return Math.trunc(amount) + 0
  // A multiple of 0.1 divided by 0.1 may end just below the number of lots that it is.
  const lots = amount / lot
  const nearest = Math.round(lots)
  return inUnits(Math.abs(lots - nearest) <= 4 * Number.EPSILON * Math.abs(lots) ? nearest : Math.trunc(lots), lot)
}

/** On the grid of the lot's own decimals, so that 3 × 0.1 is 0.3; never -0. */
function inUnits(lots: number, lot: number): number {
  return (lot === 1 ? lots : Number((lots * lot).toFixed(decimalPlaces(lot)))) + 0
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
