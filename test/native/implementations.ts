import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { guard } from '../../native/guard.js'
import type { Kernels } from '../../native/interface.js'
import { referenceKernels } from '../../native/reference/kernels.js'

const answer = loadAddon()

export const reference: Kernels = guard(referenceKernels('test'), NativeError.from)
/** The addon, where it has been built; what compares the two is declared only then (`choice.test.ts` says when it must be). */
export const addon: Kernels | undefined = 'kernels' in answer ? guard(answer.kernels, NativeError.from) : undefined
export const implementations: readonly Kernels[] = addon ? [reference, addon] : [reference]

/** The code and the message of what `run` refuses; undefined where it succeeds. */
export function refusalOf(run: () => void): { code: string; message: string; at?: number } | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    const { code, message, at } = error as NativeError
    return { code, message, at }
  }
}

/** The bytes of an array, for comparisons that tell -0 from 0. Every NaN is one: its bits are no number, and V8 changes them. */
export function bytesOf(array: BigInt64Array | Float64Array): Uint8Array {
  const plain = array instanceof BigInt64Array ? array : array.map((x) => (Number.isNaN(x) ? Number.NaN : x))
  return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength)
}

const TOP = 2n ** 127n

/** Exact values of every size, thick where rounding ties and where 64, 127 and 128 bits end. */
export const exactValues: fc.Arbitrary<bigint> = fc.oneof(
  fc.bigInt({ min: -TOP, max: TOP - 1n }),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
  fc.bigInt({ min: -1000n, max: 1000n }).map((n) => n * 10n ** 18n),
  fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }).map((n) => n * 10n ** 16n),
  fc.bigInt({ min: -99n, max: 99n }).map((n) => (n * 10n ** 18n) / 2n),
  fc.bigInt({ min: -20n, max: 20n }),
  fc
    .tuple(fc.nat(126), fc.bigInt({ min: -3n, max: 3n }), fc.boolean())
    .map(([bits, off, minus]) => (minus ? -1n : 1n) * (2n ** BigInt(bits) + off)),
  fc.constantFrom(-TOP, -TOP + 1n, TOP - 1n, 0n),
)

/** Doubles of every kind, with the decimals that prices are written in. */
export const doubles: fc.Arbitrary<number> = fc.oneof(
  fc.double(),
  fc.double({ min: -2e20, max: 2e20 }),
  fc.double({ min: -1e6, max: 1e6 }),
  fc.double({ min: -1e-15, max: 1e-15 }),
  fc.tuple(fc.integer(), fc.nat(22)).map(([digits, places]) => digits / 10 ** places),
  fc.tuple(fc.integer(), fc.nat(18)).map(([digits, places]) => Number(`${digits}5e-${places}`)),
  fc.tuple(fc.maxSafeInteger(), fc.nat(20)).map(([digits, places]) => digits / 10 ** places),
  // Half-way between two shortest strings of digits, now and then.
  fc.tuple(fc.maxSafeInteger(), fc.integer({ min: -60, max: 12 })).map(([odd, power]) => (2 * odd + 1) * 2 ** power),
  fc.constantFrom(0, -0, 1e15, 1e-18, 5e-19, 1.5e-18, 2 ** 127 / 1e18, -(2 ** 127) / 1e18, 5e-324),
)
