import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Kernels } from '../../native/interface.js'
import { fromText, readExact, writeExact } from '../../native/reference/decimal.js'
import { addon, bytesOf, doubles, exactValues, implementations, reference, refusalOf } from './implementations.js'

type Pairwise = 'decimalAdd' | 'decimalSubtract' | 'decimalMultiply' | 'decimalDivide'
const PAIRWISE: readonly Pairwise[] = ['decimalAdd', 'decimalSubtract', 'decimalMultiply', 'decimalDivide']

function words(...values: bigint[]): BigInt64Array {
  const array = new BigInt64Array(2 * values.length)
  values.forEach((value, i) => {
    writeExact(array, 2 * i, value)
  })
  return array
}

function exact(...texts: string[]): BigInt64Array {
  return words(...texts.map(fromText))
}

function pairwise(kernels: Kernels, operation: Pairwise, a: BigInt64Array, b: BigInt64Array) {
  const out = new BigInt64Array(a.length)
  const refusal = refusalOf(() => kernels[operation](a, b, out))
  return { out, refusal }
}

for (const kernels of implementations) {
  describe(`exact values, ${kernels.mode}`, () => {
    it('adds, subtracts, multiplies and divides by hand', () => {
      const a = exact('12.34', '-0.1', '1')
      const b = exact('0.5', '0.2', '3')
      expect(pairwise(kernels, 'decimalAdd', a, b).out).toEqual(exact('12.84', '0.1', '4'))
      expect(pairwise(kernels, 'decimalSubtract', a, b).out).toEqual(exact('11.84', '-0.3', '-2'))
      expect(pairwise(kernels, 'decimalMultiply', a, b).out).toEqual(exact('6.17', '-0.02', '3'))
      expect(pairwise(kernels, 'decimalDivide', a, b).out).toEqual(exact('24.68', '-0.5', '0.333333333333333333'))
    })

    it('rounds ties to the even digit, on both sides of zero', () => {
      const units = words(1n, 3n, 5n, -1n, -3n, -5n)
      const half = words(...Array<bigint>(6).fill(5n * 10n ** 17n))
      const two = words(...Array<bigint>(6).fill(2n * 10n ** 18n))
      const even = words(0n, 2n, 2n, 0n, -2n, -2n)
      expect(pairwise(kernels, 'decimalMultiply', units, half).out).toEqual(even)
      expect(pairwise(kernels, 'decimalDivide', units, two).out).toEqual(even)
    })

    it('reaches -2^127 and 2^127 - 1 and refuses what lies beyond', () => {
      const top = 2n ** 127n
      expect(pairwise(kernels, 'decimalAdd', words(-top + 1n), words(-1n)).out).toEqual(words(-top))
      expect(pairwise(kernels, 'decimalAdd', words(top - 1n), words(1n)).refusal?.code).toBe('DECIMAL_OVERFLOW')
      expect(pairwise(kernels, 'decimalSubtract', words(-top), words(1n)).refusal?.code).toBe('DECIMAL_OVERFLOW')
      expect(pairwise(kernels, 'decimalMultiply', words(-top), exact('-1')).refusal?.code).toBe('DECIMAL_OVERFLOW')
      expect(pairwise(kernels, 'decimalDivide', words(top - 1n), exact('0.5')).refusal?.code).toBe('DECIMAL_OVERFLOW')
    })

    it('names the operation and the element that it refuses, and has written those before it', () => {
      const { out, refusal } = pairwise(kernels, 'decimalDivide', exact('1', '2', '3'), exact('2', '0', '3'))
      expect(refusal).toEqual({
        code: 'DECIMAL_DIVISION_BY_ZERO',
        message: 'decimalDivide: element 1: division by zero',
        at: 1,
      })
      expect(out).toEqual(exact('0.5', '0', '0'))
    })

    it('answers in place', () => {
      const a = exact('1.5', '2.5')
      kernels.decimalMultiply(a, a, a)
      expect(a).toEqual(exact('2.25', '6.25'))
    })

    it('refuses arrays of different lengths', () => {
      expect(refusalOf(() => kernels.decimalAdd(exact('1'), exact('1', '2'), exact('1')))?.code).toBe('ARRAY_LENGTH')
      expect(
        refusalOf(() => kernels.decimalAdd(new BigInt64Array(1), new BigInt64Array(1), new BigInt64Array(1)))?.code,
      ).toBe('ARRAY_LENGTH')
      expect(refusalOf(() => kernels.decimalFromFloat(new Float64Array(1), new BigInt64Array(1)))?.code).toBe(
        'ARRAY_LENGTH',
      )
      expect(refusalOf(() => kernels.decimalToFloat(new BigInt64Array(2), new Float64Array(2)))?.code).toBe(
        'ARRAY_LENGTH',
      )
    })

    it('takes doubles in by their shortest digits', () => {
      const out = new BigInt64Array(12)
      kernels.decimalFromFloat(new Float64Array([0.1, 0.1 + 0.2, -1e-7, 1.5e-18, 1e20, -0]), out)
      expect(out).toEqual(exact('0.1', '0.30000000000000004', '-0.0000001', '2e-18', '100000000000000000000', '0'))
    })

    it('refuses NaN, infinities and what is too great', () => {
      const enter = (...values: number[]) =>
        refusalOf(() => kernels.decimalFromFloat(new Float64Array(values), new BigInt64Array(2 * values.length)))
      expect(enter(1, Number.NaN)).toMatchObject({ code: 'DECIMAL_NOT_FINITE', at: 1 })
      expect(enter(Number.NEGATIVE_INFINITY)?.code).toBe('DECIMAL_NOT_FINITE')
      expect(enter(1.8e20)?.code).toBe('DECIMAL_OVERFLOW')
      expect(enter(Number.MAX_VALUE)?.code).toBe('DECIMAL_OVERFLOW')
    })

    it('gives every exact value to the nearest double', () => {
      fc.assert(
        fc.property(fc.array(exactValues, { minLength: 1 }), (values) => {
          const out = new Float64Array(values.length)
          kernels.decimalToFloat(words(...values), out)
          values.forEach((value, i) => {
            const digits = `${value < 0n ? -value : value}`.padStart(19, '0')
            const nearest = Number(`${digits.slice(0, -18)}.${digits.slice(-18)}`)
            expect(out[i]).toBe(value < 0n ? -nearest : nearest)
          })
        }),
      )
    })

    it('gives back every double of up to 15 digits unchanged', () => {
      const decimals = fc.tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat(12))
      fc.assert(
        fc.property(decimals, ([digits, places]) => {
          const value = digits / 10 ** places
          const [exactly, back] = [new BigInt64Array(2), new Float64Array(1)]
          kernels.decimalFromFloat(new Float64Array([value]), exactly)
          kernels.decimalToFloat(exactly, back)
          expect(back[0]).toBe(value + 0)
        }),
      )
    })

    it('enters a double as the digits that String writes, cut to 18 places half to even', () => {
      fc.assert(
        fc.property(doubles, (x) => {
          const out = new BigInt64Array(2)
          const expected = Number.isFinite(x) ? digitsOf(x) : undefined
          const fits = expected !== undefined && BigInt.asIntN(128, expected) === expected
          expect(refusalOf(() => kernels.decimalFromFloat(new Float64Array([x]), out)) === undefined).toBe(fits)
          if (fits) expect(readExact(out, 0)).toBe(expected)
        }),
        { numRuns: 1000 },
      )
    })
  })
}

/** String(x) read by hand: its digits, then division by what lies beyond 18 places. */
function digitsOf(x: number): bigint {
  const [mantissa, power = '0'] = String(Math.abs(x)).split('e')
  const [whole, fraction = ''] = mantissa.split('.')
  const shift = Number(power) - fraction.length + 18
  const digits = BigInt(whole + fraction)
  if (shift >= 0) return (x < 0 ? -1n : 1n) * digits * 10n ** BigInt(shift)
  const unit = 10n ** BigInt(-shift)
  const twice = 2n * (digits % unit)
  const floor = digits / unit
  const up = twice > unit || (twice === unit && floor % 2n === 1n)
  return (x < 0 ? -1n : 1n) * (floor + (up ? 1n : 0n))
}

if (addon) {
  const rust = addon
  describe('exact values, the addon beside the reference', () => {
    for (const operation of PAIRWISE) {
      it(`${operation} gives the same bytes and the same refusals`, () => {
        fc.assert(
          fc.property(fc.array(fc.tuple(exactValues, exactValues), { maxLength: 6 }), (pairs) => {
            const [a, b] = [words(...pairs.map(([x]) => x)), words(...pairs.map(([, y]) => y))]
            expect(pairwise(rust, operation, a, b)).toEqual(pairwise(reference, operation, a, b))
          }),
          { numRuns: 1000 },
        )
      })
    }

    it('doubles enter alike', () => {
      fc.assert(
        fc.property(fc.array(doubles, { maxLength: 6 }), (values) => {
          const enter = (kernels: Kernels) => {
            const out = new BigInt64Array(2 * values.length)
            return { refusal: refusalOf(() => kernels.decimalFromFloat(new Float64Array(values), out)), out }
          }
          expect(enter(rust)).toEqual(enter(reference))
        }),
        { numRuns: 1000 },
      )
    })

    it('doubles leave alike', () => {
      fc.assert(
        fc.property(fc.array(exactValues), (values) => {
          const leave = (kernels: Kernels) => {
            const out = new Float64Array(values.length)
            kernels.decimalToFloat(words(...values), out)
            return bytesOf(out)
          }
          expect(leave(rust)).toEqual(leave(reference))
        }),
        { numRuns: 1000 },
      )
    })
  })
}
