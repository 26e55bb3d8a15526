import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { loadAddon } from '../../native/addon.js'
import { NativeError } from '../../native/errors.js'
import { ORDER, type SeriesKernels } from '../../native/interface.js'
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
  readonly window: number
  readonly minPeriods: number
  readonly share: number
}

function order(kernels: SeriesKernels, { kind, values, window, minPeriods, share }: Request): Float64Array {
  const out = new Float64Array(values.length)
  kernels.rollingOrder(kind, Float64Array.from(values), window, minPeriods, share, out)
  return out
}

/** Window by window, from nothing. */
function naive({ kind, values, window, minPeriods, share }: Request): number[] {
  return values.map((value, row) => {
    const present = values.slice(Math.max(0, row + 1 - window), row + 1).filter((other) => !Number.isNaN(other))
    if (present.length === 0 || present.length < minPeriods) return Number.NaN
    const sorted = [...present].sort((a, b) => a - b)
    const at = (place: number) => {
      const below = Math.floor(place)
      const [low, high] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)]]
      return low === high ? low : low + (high - low) * (place - below)
    }
    if (kind === ORDER.min) return sorted[0]
    if (kind === ORDER.max) return sorted.at(-1)!
    if (kind === ORDER.median) return at((sorted.length - 1) / 2)
    if (kind === ORDER.quantile) return at(share * (sorted.length - 1))
    if (Number.isNaN(value)) return Number.NaN
    const less = present.filter((other) => other < value).length
    return less + (present.filter((other) => other === value).length + 1) / 2
  })
}

const requests = (value: fc.Arbitrary<number>): fc.Arbitrary<Request> =>
  fc
    .record({
      kind: fc.constantFrom(...Object.values(ORDER)),
      values: fc.array(fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: fc.constant(Number.NaN) }), {
        maxLength: 60,
      }),
      window: fc.integer({ min: 1, max: 20 }),
      periods: fc.nat(20),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ periods, ...request }) => ({ ...request, minPeriods: Math.min(periods, request.window) }))

const ties = fc.integer({ min: -3, max: 3 })
const anything = fc.oneof(
  ties,
  fc.constantFrom(-0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double({ noNaN: true }),
)

for (const kernels of implementations) {
  describe(`order statistics of windows, ${kernels.mode}`, () => {
    it('are worked by hand', () => {
      const values = [3, Number.NaN, 1, 2, 2]
      const run = (kind: number, share = 0) => [...order(kernels, { kind, values, window: 3, minPeriods: 1, share })]
      expect(run(ORDER.min)).toEqual([3, 3, 1, 1, 1])
      expect(run(ORDER.max)).toEqual([3, 3, 3, 2, 2])
      expect(run(ORDER.median)).toEqual([3, 3, 2, 1.5, 2])
      expect(run(ORDER.quantile, 0.25)).toEqual([3, 3, 1.5, 1.25, 1.5])
      // Two share places 2 and 3.
      expect(run(ORDER.rank)).toEqual([1, Number.NaN, 1, 2, 2.5])
    })

    it('are what each window answers from nothing', () => {
      fc.assert(
        fc.property(requests(ties), (request) => {
          const found = order(kernels, request)
          expect([...found]).toEqual(
            naive(request).map((value) => (Number.isNaN(value) ? value : expect.closeTo(value, 12))),
          )
        }),
      )
    })

    it('refuse windows, quantiles and kinds that make no sense', () => {
      const refused = (request: Partial<Request>) =>
        refusalOf(() => order(kernels, { kind: 0, values: [1, 2], window: 2, minPeriods: 1, share: 0.5, ...request }))
          ?.code
      expect(refused({})).toBeUndefined()
      for (const window of [0, -1, 1.5, Number.NaN]) expect(refused({ window })).toBe('ROLLING_WINDOW')
      expect(refused({ minPeriods: 3 })).toBe('ROLLING_WINDOW')
      for (const share of [-0.1, 1.1, Number.NaN])
        expect(refused({ kind: ORDER.quantile, share })).toBe('ROLLING_ORDER')
      for (const kind of [-1, 5, 0.5]) expect(refused({ kind })).toBe('ROLLING_ORDER')
      const values = Float64Array.of(1, 2)
      expect(refusalOf(() => kernels.rollingOrder(0, values, 1, 1, 0, new Float64Array(3)))?.code).toBe('ARRAY_LENGTH')
      expect(refusalOf(() => kernels.rollingOrder(0, values, 1, 1, 0, values))?.code).toBe('ARRAYS_OVERLAP')
    })
  })
}

if (addon) {
  describe('order statistics of windows', () => {
    it('are the same to the last bit in both', () => {
      fc.assert(
        fc.property(requests(anything), (request) => {
          expect(bytesOf(order(addon, request))).toEqual(bytesOf(order(reference, request)))
        }),
        { numRuns: 1000 },
      )
    })
  })
}
