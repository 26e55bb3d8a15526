/** Nearest whole number, ties to even (C's rint, numpy's round, Python's round of a double). */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  if (rest < 0.5) return floor
  if (rest > 0.5) return floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/**
 * Python's `round(x, decimals)`: the decimal nearest to the exact binary value, ties to even. `toFixed` is exact too, but takes ties
 * upwards; a double is a tie just where x × 2^(decimals + 1) is an odd whole number.
 */
export function roundDecimals(x: number, decimals: number): number {
  if (!Number.isFinite(x)) return x
  const halves = Math.abs(x) * 2 ** (decimals + 1)
  if (halves % 2 !== 1) return Number(x.toFixed(decimals))
  const below = (halves * 5 ** decimals - 1) / 2
  return (Math.sign(x) * (below % 2 === 0 ? below : below + 1)) / 10 ** decimals
}

/** Decimal places of a double's shortest digits: 0.25 → 2, 1e-7 → 7, 5 → 0. */
export function decimalPlaces(x: number): number {
  const [digits, exponent] = String(x).split('e')
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent ?? 0))
}
