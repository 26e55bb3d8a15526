import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Kernels } from '../../native/interface.js'
import { addon, bytesOf, implementations, reference, refusalOf } from './implementations.js'

interface Request {
  values: number[]
  window: number
  minPeriods: number
  ddof: number
}

type Reduction = 'sum' | 'mean' | 'std'
const REDUCTIONS: readonly Reduction[] = ['sum', 'mean', 'std']

function roll(kernels: Kernels, reduction: Reduction, { values, window, minPeriods, ddof }: Request): Float64Array {
  const out = new Float64Array(values.length)
  const series = new Float64Array(values)
  if (reduction === 'sum') kernels.rollingSum(series, window, minPeriods, out)
  else if (reduction === 'mean') kernels.rollingMean(series, window, minPeriods, out)
  else kernels.rollingStd(series, window, minPeriods, ddof, out)
  return out
}

/** Window by window, from nothing, in two passes. */
function naive(reduction: Reduction, { values, window, minPeriods, ddof }: Request): number[] {
  return values.map((_, i) => {
    const present = values.slice(Math.max(0, i - window + 1), i + 1).filter(Number.isFinite)
    const sum = present.reduce((total, value) => total + value, 0)
    if (present.length < minPeriods) return Number.NaN
    if (reduction === 'sum') return sum
    const mean = sum / present.length
    if (reduction === 'mean') return mean
    if (present.length <= ddof) return Number.NaN
    return Math.sqrt(present.reduce((total, value) => total + (value - mean) ** 2, 0) / (present.length - ddof))
  })
}

const missing = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)
const prices = fc.double({ min: -1e4, max: 1e4, noNaN: true })

function requests(value: fc.Arbitrary<number>, maxLength = 60): fc.Arbitrary<Request> {
  const values = fc.array(fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: missing }), { maxLength })
  return fc
    .tuple(values, fc.integer({ min: 1, max: 20 }), fc.nat(20), fc.nat(2))
    .map(([values, window, periods, ddof]) => ({ values, window, minPeriods: Math.min(periods, window), ddof }))
}

for (const kernels of implementations) {
  describe(`rolling reductions, ${kernels.mode}`, () => {
    const request = (values: number[], window: number, minPeriods: number, ddof = 1) => ({
      values,
      window,
      minPeriods,
      ddof,
    })

    it('sums, averages and spreads by hand', () => {
      const values = [1, 2, 4, Number.NaN, 8, Number.POSITIVE_INFINITY, 16]
      expect([...roll(kernels, 'sum', request(values, 3, 1))]).toEqual([1, 3, 7, 6, 12, 8, 24])
      expect([...roll(kernels, 'mean', request(values, 3, 2))]).toEqual([Number.NaN, 1.5, 7 / 3, 3, 6, Number.NaN, 12])
      expect([...roll(kernels, 'std', request(values, 2, 1, 0))]).toEqual([0, 0.5, 1, 0, 0, 0, 0])
    })

    it('counts from minPeriods on; a sum of nothing is 0 where nothing is enough, a mean of nothing is missing', () => {
      const none = [Number.NaN, Number.NaN]
      expect([...roll(kernels, 'sum', request(none, 2, 0))]).toEqual([0, 0])
      expect([...roll(kernels, 'mean', request(none, 2, 0))]).toEqual([Number.NaN, Number.NaN])
      expect([...roll(kernels, 'std', request([5], 2, 1))]).toEqual([Number.NaN])
    })

    it('gives a window of one value that value, and no spread', () => {
      const values = [7, ...Array<number>(50).fill(0.1)]
      for (const mean of roll(kernels, 'mean', request(values, 7, 7)).subarray(7)) expect(mean).toBe(0.1)
      for (const std of roll(kernels, 'std', request(values, 7, 7)).subarray(7)) expect(std).toBe(0)
    })

    it('forgets a great value as soon as it has left', () => {
      const sums = roll(kernels, 'sum', request([1e20, 0.1, 0.25, 0.5, 1], 3, 3))
      expect([...sums.subarray(3)]).toEqual([0.85, 1.75])
    })

    for (const reduction of REDUCTIONS) {
      it(`${reduction} agrees with each window reduced from nothing`, () => {
        fc.assert(
          fc.property(requests(prices), (asked) => {
            const expected = naive(reduction, asked)
            roll(kernels, reduction, asked).forEach((value, i) => {
              if (Number.isNaN(expected[i])) expect(value).toBeNaN()
              else expect(Math.abs(value - expected[i])).toBeLessThan(1e-9 * 2e5)
            })
          }),
        )
      })
    }

    it('does not drift over a long series', () => {
      const values = Array.from({ length: 20_000 }, (_, i) => 100 + 50 * Math.sin(i / 7) + (i % 1000 === 0 ? 1e9 : 0))
      for (const reduction of REDUCTIONS) {
        const got = roll(kernels, reduction, request(values, 50, 50))
        const tail = naive(reduction, request(values.slice(-90), 50, 50)).slice(-40)
        tail.forEach((expected, i) => {
          expect(Math.abs(got[got.length - 40 + i] / expected - 1)).toBeLessThan(1e-9)
        })
      }
    })

    it('gives a window the same sum wherever the series begins', () => {
      fc.assert(
        fc.property(fc.array(prices, { minLength: 12, maxLength: 40 }), (values) => {
          const whole = roll(kernels, 'sum', request(values, 5, 5))
          const later = roll(kernels, 'sum', request(values.slice(3), 5, 5))
          expect(later.at(-1)).toBe(whole.at(-1))
        }),
      )
    })

    it('refuses sizes that make no sense, arrays of two lengths and an answer over the question', () => {
      const refused = (window: number, minPeriods: number, ddof = 1) =>
        refusalOf(() => roll(kernels, 'std', request([1, 2], window, minPeriods, ddof)))
      for (const sizes of [
        [0, 0],
        [2, 3],
        [1.5, 1],
        [2, -1],
        [Number.NaN, 0],
        [2, 1, 0.5],
      ] as const) {
        expect(refused(...(sizes as [number, number]))?.code).toBe('ROLLING_WINDOW')
      }
      const values = new Float64Array(4)
      expect(refusalOf(() => kernels.rollingSum(values, 2, 1, new Float64Array(3)))?.code).toBe('ARRAY_LENGTH')
      expect(refusalOf(() => kernels.rollingSum(values, 2, 1, values))?.code).toBe('ARRAYS_OVERLAP')
    })
  })
}

if (addon) {
  const rust = addon
  describe('rolling reductions, the addon beside the reference', () => {
    it('gives the same bytes over many blocks of rows', () => {
      const noise = (row: number) => Math.abs(Math.sin(row * 12.9898) * 43758.5453) % 1
      const worlds: Readonly<Record<string, (row: number) => number>> = {
        'no value missing': (row) => 100 + noise(row),
        'values that stay': (row) => (row % 700 < 350 ? Math.round(3 * noise(row)) : 100.1),
        'values too great for squares': (row) => (row % 97 === 3 ? 1e200 : 1) * noise(row),
        'some missing': (row) => (row % 911 === 5 ? Number.NaN : noise(row)),
      }
      for (const [world, made] of Object.entries(worlds)) {
        const values = Array.from({ length: 3000 }, (_, row) => made(row))
        for (const window of [1, 2, 5, 30, 256, 257, 1400, 1500, 3000, 4000])
          for (const reduction of REDUCTIONS) {
            const asked = { values, window, minPeriods: window, ddof: 1 }
            const [one, other] = [reference, rust].map((kernels) => bytesOf(roll(kernels, reduction, asked)))
            expect([world, window, reduction, Buffer.compare(one, other)]).toEqual([world, window, reduction, 0])
          }
      }
    })

    for (const reduction of REDUCTIONS) {
      it(`${reduction} gives the same bytes`, () => {
        fc.assert(
          fc.property(requests(fc.oneof(fc.double(), prices, fc.integer({ min: 0, max: 2 }))), (asked) => {
            expect(bytesOf(roll(rust, reduction, asked))).toEqual(bytesOf(roll(reference, reduction, asked)))
          }),
          { numRuns: 500 },
        )
      })
    }
  })
}
