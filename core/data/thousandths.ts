import { roundHalfEven } from '../math/rounding.js'

/**
 * Zipline's price store (bcolz): whole thousandths in 32 unsigned bits, read back as n × 0.001, so 1.005 comes back as
 * 1.0050000000000001 and 92.478569 as 92.479. What does not fit becomes 0, and 0 means that nothing traded.
 */
const LARGEST = 4_294_967_295

/** In place, on a column that is being built. */
export function storedPrices(column: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    const thousandths = roundHalfEven(column[i] * 1000)
    column[i] = thousandths > 0 && thousandths <= LARGEST ? thousandths * 0.001 : Number.NaN
  }
}

export function storedVolumes(column: Float64Array): void {
  for (let i = 0; i < column.length; i++) {
    const whole = Math.trunc(column[i])
    column[i] = whole > 0 && whole <= LARGEST ? whole : 0
  }
}
