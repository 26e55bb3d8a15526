import { NativeError } from '../errors.js'

type Words = BigInt64Array | Float64Array | Int32Array

/** Refuses two arrays that share memory. */
export function requireApart(a: Words, b: Words): void {
  const [aEnd, bEnd] = [a.byteOffset + a.byteLength, b.byteOffset + b.byteLength]
  if (a.buffer === b.buffer && a.byteOffset < bEnd && b.byteOffset < aEnd) throw new NativeError('ARRAYS_OVERLAP')
}

/** A size: whole, not negative, at most 2^32 - 1. */
export function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0xffffffff
}
