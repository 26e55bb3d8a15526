import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import type { SeriesKernels } from '../../native/interface.js'
import { referenceSeries } from '../../native/reference/series.js'
import { guardSeries } from '../../native/series-guard.js'
import { refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardSeries(referenceSeries, NativeError.from)
const addon = 'series' in answer ? guardSeries(answer.series, NativeError.from) : undefined
const implementations = addon ? [reference, addon] : [reference]

/** Time, open, high, low, close, volume. */
type Bar = readonly [number, number, number, number, number, number]

function doubtful(kernels: SeriesKernels, bars: readonly Bar[], unit: number, from = 0): number {
  const [times, open, high, low, close, volume] = [0, 1, 2, 3, 4, 5].map((k) =>
    Float64Array.from(bars, (bar) => bar[k]),
  )
  return kernels.barsDoubtful(times, open, high, low, close, volume, unit, from)
}

const price = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 90, max: 110 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-300, 100.0000999, 1e300) },
)
const volume = fc.oneof(
  { weight: 9, arbitrary: fc.nat() },
  { weight: 1, arbitrary: fc.constantFrom(-1, -0, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 53 - 1) },
)
/** Most are good: high and low are those of all four. */
const bar = fc
  .tuple(fc.integer({ min: 1, max: 3 }), price, price, price, price, volume, fc.boolean())
  .map(([step, a, b, c, d, traded, mends]) => {
    const [open, high, low, close] = mends ? [a, Math.max(a, b, c, d), Math.min(a, b, c, d), d] : [a, b, c, d]
    return { step, prices: [open, high, low, close] as const, traded }
  })
const bars = fc
  .tuple(fc.array(bar, { maxLength: 12 }), fc.constantFrom(1, 60_000, 86_400_000), fc.nat(30), fc.nat(11))
  .map(([all, unit, odd, from]) => {
    let time = -2 * unit
    const list = all.map(({ step, prices, traded }, i): Bar => {
      time += i === odd % 13 ? [0, 0.5, -unit, Number.NaN][odd % 4] : step * unit
      return [time, ...prices, traded]
    })
    return { list, unit, from: Math.min(from, list.length) }
  })

function isGood([time, open, high, low, close, traded]: Bar, before: number, unit: number): boolean {
  const slack = 1e-6 * high
  const prices = [open, high, low, close]
  return (
    Number.isSafeInteger(time) &&
    time % unit === 0 &&
    time > before &&
    prices.every((each) => each > 0 && each < Number.POSITIVE_INFINITY) &&
    Math.max(open, close) <= high + slack &&
    low <= Math.min(open, close) + slack &&
    traded >= 0 &&
    traded <= Number.MAX_SAFE_INTEGER
  )
}

for (const kernels of implementations) {
  describe(`bars that are not plainly good, ${kernels.mode}`, () => {
    it('are found one after the other', () => {
      const good: Bar = [0, 10, 12, 9, 11, 100]
      const day = 86_400_000
      const list: Bar[] = [
        good,
        [day, 10, 12, 9, 12.1, 100],
        [2 * day, 10, 10, 10, 10, 0],
        [2 * day, 10, 10, 10, 10, 0],
      ]
      expect(doubtful(kernels, list, day)).toBe(1)
      expect(doubtful(kernels, list, day, 2)).toBe(3)
      expect(doubtful(kernels, list, 7 * day)).toBe(1)
      expect(doubtful(kernels, [good], day)).toBe(1)
      expect(doubtful(kernels, [], day)).toBe(0)
    })

    it('are those that are not good when each is looked at by itself', () => {
      fc.assert(
        fc.property(bars, ({ list, unit, from }) => {
          const before = (i: number) => (i === 0 ? Number.NEGATIVE_INFINITY : list[i - 1][0])
          const first = list.findIndex((each, i) => i >= from && !isGood(each, before(i), unit))
          expect(doubtful(kernels, list, unit, from)).toBe(first < 0 ? list.length : first)
        }),
        { numRuns: 1000 },
      )
    })

    it('are not looked for beyond the end, in columns of several lengths, or by a unit that is none', () => {
      const two: Bar[] = [
        [0, 1, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1],
      ]
      const one = new Float64Array(1)
      expect(refusalOf(() => doubtful(kernels, two, 1, 3))?.code).toBe('ARRAY_LENGTH')
      expect(refusalOf(() => doubtful(kernels, two, 1, -1))?.code).toBe('ARRAY_LENGTH')
      expect(refusalOf(() => doubtful(kernels, two, 0))?.code).toBe('BARS_UNIT')
      expect(refusalOf(() => doubtful(kernels, two, 0.5))?.code).toBe('BARS_UNIT')
      const short = () => kernels.barsDoubtful(one, one, one, one, one, new Float64Array(2), 1, 0)
      expect(refusalOf(short)?.code).toBe('ARRAY_LENGTH')
    })
  })
}
