import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Decay, ewmStream } from '../../core/math/ewm.js'
import { Series } from '../../core/math/series.js'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { EWM, type SeriesKernels } from '../../native/interface.js'
import { referenceSeries } from '../../native/reference/series.js'
import { guardSeries } from '../../native/series-guard.js'
import { bytesOf, refusalOf } from './implementations.js'

const answer = loadAddon()
const reference = guardSeries(referenceSeries, NativeError.from)
const addon = 'series' in answer ? guardSeries(answer.series, NativeError.from) : undefined
const implementations = addon ? [reference, addon] : [reference]

interface Request {
  readonly kind: number
  readonly values: number[]
  readonly com: number
  readonly adjust: boolean
  readonly ignoreMissing: boolean
  readonly minPeriods: number
  readonly biased: boolean
}

function weigh(kernels: SeriesKernels, request: Partial<Request> & { values: number[] }): Float64Array {
  const { kind = EWM.mean, com = 1, adjust = true, ignoreMissing = false, minPeriods = 0, biased = false } = request
  const out = new Float64Array(request.values.length)
  kernels.ewm(kind, Float64Array.from(request.values), com, adjust, ignoreMissing, minPeriods, biased, out)
  return out
}

const anything = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.double(),
  fc.constantFrom(Number.NaN, -0),
)
const requests: fc.Arbitrary<Request> = fc.record({
  kind: fc.constantFrom(...Object.values(EWM)),
  values: fc.array(anything, { maxLength: 60 }),
  com: fc.oneof(fc.constantFrom(0, 1, 9.5), fc.double({ min: 0, max: 1e6, noNaN: true })),
  adjust: fc.boolean(),
  ignoreMissing: fc.boolean(),
  minPeriods: fc.nat(20),
  biased: fc.boolean(),
})

for (const kernels of implementations) {
  describe(`exponential weights, ${kernels.mode}`, () => {
    it('are worked by hand', () => {
      const values = [1, 2, 4]
      expect([...weigh(kernels, { values })]).toEqual([1, 5 / 3, 3])
      expect([...weigh(kernels, { values, adjust: false })]).toEqual([1, 1.5, 2.75])
      expect([...weigh(kernels, { kind: EWM.variance, values, adjust: false, biased: true })]).toEqual([
        0, 0.25, 1.6875,
      ])
      expect([...weigh(kernels, { values, minPeriods: 2 })]).toEqual([Number.NaN, 5 / 3, 3])
      // After a gap the first weighs a quarter of the last; where a gap takes no time, a half.
      const gap = [1, Number.NaN, 2]
      expect([...weigh(kernels, { values: gap })]).toEqual([1, 1, 1.8])
      expect([...weigh(kernels, { values: gap, ignoreMissing: true })]).toEqual([1, 1, 5 / 3])
    })

    it('keep a flat series to the last digit, and forget what has faded', () => {
      const flat = weigh(kernels, { values: Array(500).fill(0.1), com: 9.5 })
      expect(new Set(flat)).toEqual(new Set([0.1]))
      expect(weigh(kernels, { values: [1e6, ...Array(100).fill(1)], com: 0.5 }).at(-1)).toBe(1)
    })

    it('refuse what makes no sense', () => {
      const refused = (request: Partial<Request>) =>
        refusalOf(() => weigh(kernels, { values: [1, 2], ...request }))?.code
      expect(refused({})).toBeUndefined()
      for (const com of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) expect(refused({ com })).toBe('EWM_DECAY')
      for (const kind of [-1, 3, 0.5]) expect(refused({ kind })).toBe('EWM_DECAY')
      for (const minPeriods of [-1, 0.5]) expect(refused({ minPeriods })).toBe('EWM_DECAY')
      const values = Float64Array.of(1, 2)
      const into = (out: Float64Array) => refusalOf(() => kernels.ewm(0, values, 1, true, false, 0, false, out))?.code
      expect(into(new Float64Array(3))).toBe('ARRAY_LENGTH')
      expect(into(values)).toBe('ARRAYS_OVERLAP')
    })
  })
}

if (addon) {
  it('exponential weights are the same to the last bit in both', () => {
    fc.assert(
      fc.property(requests, (request) => {
        expect(bytesOf(weigh(addon, request))).toEqual(bytesOf(weigh(reference, request)))
      }),
      { numRuns: 1000 },
    )
  })
}

describe('beside pandas', () => {
  const { inputs, cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'pandas/ewm.json'), 'utf8')) as {
    inputs: Record<string, string>
    cases: [string, Decay & { min_periods?: number }, boolean, boolean, 'mean' | 'var' | 'std', boolean, string][]
  }
  const decoded = (text: string) => new Float64Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)

  it.each(Object.keys(inputs))('answers and streams have its digits: %s', (series) => {
    const values = decoded(inputs[series])
    const all = cases.filter(([name]) => name === series)
    expect(all.length).toBe(6 * 4 * 4)
    for (const [, { min_periods: minPeriods, ...decay }, adjust, ignoreNa, statistic, bias, text] of all) {
      const given: Decay = { ...decay, adjust, ignoreNa, minPeriods }
      const expected = decoded(text)
      const weighted = new Series(values).ewm(given)
      const found = statistic === 'mean' ? weighted.mean() : weighted[statistic](bias)
      expect([given, statistic, bias, found.values]).toEqual([given, statistic, bias, expected])
      const stream = ewmStream(statistic, given, bias)
      expect(values.map((value) => stream.next(value))).toEqual(expected)
    }
  })
})
