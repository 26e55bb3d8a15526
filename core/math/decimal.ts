import { Decimal as DecimalJs } from 'decimal.js'
import { NativeError } from '../../native/errors.js'
import * as reference from '../../native/reference/decimal.js'
import { rustybtError } from './kernels.js'

/** An exact value: an integer that counts 10^-18, at most ±1.7e20 as a number. Sums are plain `+` and `-`. */
export type Exact = bigint

/** Exact 1. */
export const ONE: Exact = reference.ONE

/** decimal.js with room for every exact value (40 digits) and the account's rounding, half to even. */
export const Decimal = DecimalJs.clone({
  precision: 40,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -19,
  toExpPos: 40,
})
export type Decimal = DecimalJs

/**
 * The only way by which a double enters the account: by its shortest round-trip digits, so that 0.1 is a tenth exactly; beyond the
 * 18th place they round half to even. Batches go the same way by `kernels.decimalFromFloat`.
 */
export function exactFromNumber(x: number): Exact {
  try {
    return reference.fromNumber(x)
  } catch (error) {
    throw refusal(error, 'exactFromNumber', x)
  }
}

/** The nearest double. */
export function exactToNumber(value: Exact): number {
  return reference.toNumber(value)
}

/** Reads `-12.5`, `.5` or `1.5e-7`; digits beyond the 18th place round half to even. */
export function exactFromText(text: string): Exact {
  try {
    return reference.fromText(text.trim())
  } catch (error) {
    throw refusal(error, 'exactFromText', `'${text}'`)
  }
}

/** Plain digits without trailing zeros; `exactFromText` reads them back to the same value. */
export function exactToText(value: Exact): string {
  return reference.toText(value)
}

/** a · b, rounded half to even at the 18th place. */
export function multiplyExact(a: Exact, b: Exact): Exact {
  try {
    return reference.multiply(a, b)
  } catch (error) {
    throw refusal(error, 'multiplyExact', a, b)
  }
}

/** a / b, rounded half to even at the 18th place. */
export function divideExact(a: Exact, b: Exact): Exact {
  try {
    return reference.divide(a, b)
  } catch (error) {
    throw refusal(error, 'divideExact', a, b)
  }
}

/** Reads two words of an array that the kernels work on. */
export function readExact(words: BigInt64Array, offset: number): Exact {
  return reference.readExact(words, offset)
}

/** Writes two words; a value of more than 128 bits is refused. */
export function writeExact(words: BigInt64Array, offset: number, value: Exact): void {
  try {
    reference.writeExact(words, offset, value)
  } catch (error) {
    throw refusal(error, 'writeExact', value)
  }
}

/** Rounds half to even at the 18th place. */
export function exactFromDecimal(value: Decimal): Exact {
  try {
    if (!value.isFinite()) throw new NativeError('DECIMAL_NOT_FINITE')
    return reference.fromText(value.toFixed(18, DecimalJs.ROUND_HALF_EVEN))
  } catch (error) {
    throw refusal(error, 'exactFromDecimal', String(value))
  }
}

/** Without loss. */
export function exactToDecimal(value: Exact): Decimal {
  return new Decimal(reference.toText(value))
}

/** A refusal, said with the function and its operands. */
function refusal(error: unknown, operation: string, ...operands: (Exact | number | string)[]): unknown {
  if (!(error instanceof NativeError)) return error
  const shown = operands.map((operand) => (typeof operand === 'bigint' ? exactToText(operand) : String(operand)))
  return rustybtError(new NativeError(error.code, undefined, `${operation}(${shown.join(', ')})`, { cause: error }))
}
