import { NativeError } from '../errors.js'

/** How many units an exact 1 counts: 18 decimal places. */
export const ONE = 10n ** 18n
const PLACES = 18
const EIGHT_PLACES = 10n ** 10n
const MOST_SAFE = BigInt(Number.MAX_SAFE_INTEGER)

/** The value, where it fits a signed 128-bit integer. */
export function checked(value: bigint): bigint {
  if (BigInt.asIntN(128, value) !== value) throw new NativeError('DECIMAL_OVERFLOW')
  return value
}

/** numerator / denominator to the nearest integer, ties to the even one. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  const rest = numerator % denominator
  if (rest === 0n) return quotient
  const twice = 2n * magnitude(rest)
  const whole = magnitude(denominator)
  if (twice < whole || (twice === whole && (quotient & 1n) === 0n)) return quotient
  return numerator < 0n === denominator < 0n ? quotient + 1n : quotient - 1n
}

export function multiply(a: bigint, b: bigint): bigint {
  if (b === ONE) return a
  return checked(divideHalfEven(a * b, ONE))
}

export function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new NativeError('DECIMAL_DIVISION_BY_ZERO')
  return checked(divideHalfEven(a * ONE, b))
}

/** The exact value of a double's shortest round-trip digits, rounded half to even at the 18th place. */
export function fromNumber(x: number): bigint {
  // At most 15 digits, no more than 8 of them behind the point: such a number has one double, and so no shorter digits.
  const scaled = Math.round(x * 1e8)
  if (Math.abs(scaled) < 1e15 && scaled / 1e8 === x) return BigInt(scaled) * EIGHT_PLACES
  if (!Number.isFinite(x)) throw new NativeError('DECIMAL_NOT_FINITE')
  return fromText(String(x))
}

/** The nearest double, ties to even. */
export function toNumber(value: bigint): number {
  const scaled = value / EIGHT_PLACES
  if (scaled * EIGHT_PLACES === value && scaled <= MOST_SAFE && scaled >= -MOST_SAFE) return Number(scaled) / 1e8
  return Number(toText(value))
}

/** Reads `-12.5`, `.5` or `1.5e-7`; digits beyond the 18th place are rounded half to even. */
export function fromText(text: string): bigint {
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!parts || !(parts[2] || parts[3])) throw new NativeError('DECIMAL_TEXT')
  const [, sign, whole, fraction = '', power = '0'] = parts
  const digits = BigInt(whole + fraction)
  const exponent = Number(power) - fraction.length + PLACES
  if (digits === 0n) return 0n
  // So far off that the result is certain, and the power of ten would be endless.
  const length = digits.toString().length
  if (exponent + length > 40) throw new NativeError('DECIMAL_OVERFLOW')
  if (exponent + length < -1) return 0n
  const value = exponent >= 0 ? digits * 10n ** BigInt(exponent) : divideHalfEven(digits, 10n ** BigInt(-exponent))
  return checked(sign === '-' ? -value : value)
}

/** Plain digits without trailing zeros: `-12.5`, `0.00000015`. */
export function toText(value: bigint): string {
  const digits = magnitude(value)
    .toString()
    .padStart(PLACES + 1, '0')
  const fraction = digits.slice(-PLACES).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${fraction && `.${fraction}`}`
}

/** The exact value in two words at `offset`. */
export function readExact(words: BigInt64Array, offset: number): bigint {
  return (words[offset + 1] << 64n) | BigInt.asUintN(64, words[offset])
}

/** Writes two words at `offset`; throws `DECIMAL_OVERFLOW` where the value takes more. */
export function writeExact(words: BigInt64Array, offset: number, value: bigint): void {
  checked(value)
  words[offset] = BigInt.asIntN(64, value)
  words[offset + 1] = value >> 64n
}

export function decimalAdd(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void {
  pairwise(a, b, out, (x, y) => x + y)
}

export function decimalSubtract(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void {
  pairwise(a, b, out, (x, y) => x - y)
}

export function decimalMultiply(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void {
  pairwise(a, b, out, multiply)
}

export function decimalDivide(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void {
  pairwise(a, b, out, divide)
}

export function decimalFromFloat(values: Float64Array, out: BigInt64Array): void {
  if (out.length !== 2 * values.length) throw new NativeError('ARRAY_LENGTH')
  each(values.length, (i) => writeExact(out, 2 * i, fromNumber(values[i])))
}

export function decimalToFloat(values: BigInt64Array, out: Float64Array): void {
  if (values.length !== 2 * out.length) throw new NativeError('ARRAY_LENGTH')
  for (let i = 0; i < out.length; i++) out[i] = toNumber(readExact(values, 2 * i))
}

function pairwise(
  a: BigInt64Array,
  b: BigInt64Array,
  out: BigInt64Array,
  operate: (a: bigint, b: bigint) => bigint,
): void {
  if (a.length % 2 !== 0 || b.length !== a.length || out.length !== a.length) throw new NativeError('ARRAY_LENGTH')
  each(a.length / 2, (i) => writeExact(out, 2 * i, operate(readExact(a, 2 * i), readExact(b, 2 * i))))
}

/** Takes the steps in order; what one of them refuses is said with its place. */
export function each(count: number, step: (i: number) => void): void {
  let i = 0
  try {
    for (; i < count; i++) step(i)
  } catch (error) {
    throw error instanceof NativeError && error.at === undefined ? new NativeError(error.code, i) : error
  }
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}
