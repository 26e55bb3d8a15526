import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { bucketsOf } from '../../../../core/pipeline/evaluation/buckets.js'
import { type EvaluationOptions, evaluateFactor } from '../../../../core/pipeline/evaluation/evaluation.js'
import type { FactorRows } from '../../../../core/pipeline/evaluation/factor-rows.js'
import { adjustedPrices } from '../../../../core/pipeline/evaluation/forward-returns.js'
import { day, market } from '../market.js'

const SESSIONS = 12
const ASSETS = 6
const sessions = Array.from({ length: SESSIONS }, (_, i) => day(i))

function rows(values: readonly number[], groups?: FactorRows['groups']): FactorRows {
  return {
    sessions,
    assets: Array.from({ length: ASSETS }, (_, sid) => ({ sid, symbol: `A${sid}` })),
    begins: Int32Array.from({ length: SESSIONS + 1 }, (_, i) => i * ASSETS),
    places: Int32Array.from({ length: SESSIONS * ASSETS }, (_, i) => i % ASSETS),
    values: Float64Array.from(values),
    ...(groups && { groups }),
  }
}
const axis = Int32Array.from(sessions, (_, i) => i)
const options: EvaluationOptions = { periods: [1, 2], quantiles: 2, decay: 2 }
const walk = (place: number) =>
  Float64Array.from({ length: SESSIONS + 2 }, (_, i) => 100 + 7 * Math.sin(i * (place + 1.3)) + place)
const judged = (values: readonly number[], more: EvaluationOptions = {}, groups?: FactorRows['groups']) =>
  evaluateFactor(rows(values, groups), axis, walk, { ...options, ...more })

/** Different values on each session, at least a millionth apart. */
const factors = fc
  .array(fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: ASSETS, maxLength: ASSETS }), {
    minLength: SESSIONS,
    maxLength: SESSIONS,
  })
  .map((table) => table.flat().map((value) => value / 1e6))

describe('a factor’s evaluation', () => {
  it('judges by order alone: a rising function of the factor has the same information, buckets and turnover', () => {
    fc.assert(
      fc.property(factors, (values) => {
        const [one, other] = [judged(values), judged(values.map((value) => Math.exp(3 * value) - 5))]
        expect(other.data.buckets).toEqual(one.data.buckets)
        for (const [k, period] of one.periods.entries()) {
          expect(other.periods[k].information).toEqual(period.information)
          expect(other.periods[k].turnover).toEqual(period.turnover)
          expect(other.periods[k].autocorrelation).toEqual(period.autocorrelation)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('turns every sign where the factor is turned over', () => {
    fc.assert(
      fc.property(factors, (values) => {
        const [one, other] = [judged(values), judged(values.map((value) => -value))]
        for (const [k, { information, portfolio, spread }] of one.periods.entries())
          for (let i = 0; i < information.length; i++) {
            expect(other.periods[k].information[i]).toBeCloseTo(-information[i], 10)
            expect(other.periods[k].portfolio[i]).toBeCloseTo(-portfolio[i], 10)
            expect(other.periods[k].spread.mean[i]).toBeCloseTo(-spread.mean[i], 10)
          }
      }),
      { numRuns: 30 },
    )
  })

  it('loses nothing between buckets: as many values in each, and their sums are the whole', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 8, maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        (values, quantiles) => {
          const buckets = bucketsOf(Float64Array.from(values), { quantiles })!
          const sizes = Array.from({ length: quantiles }, (_, k) => buckets.filter((bucket) => bucket === k + 1).length)
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(values.length)
          // Two where a value lies on an edge that a double cannot hold: of 19 values pandas puts 4, 3, 3, 3, 2 and 4 into six.
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2)
          const order = [...values.keys()].sort((a, b) => values[a] - values[b])
          for (let k = 1; k < order.length; k++) expect(buckets[order[k]]).toBeGreaterThanOrEqual(buckets[order[k - 1]])
        },
      ),
    )
  })

  it('earns nothing in all groups together where it is neutral to them', () => {
    const codes = Int32Array.from({ length: SESSIONS * ASSETS }, (_, i) => i % 2)
    fc.assert(
      fc.property(factors, (values) => {
        const { periods, data } = judged(values, { groupNeutral: true, quantiles: 1 }, { codes, names: ['a', 'b'] })
        for (const { groupBuckets } of periods)
          for (const mean of groupBuckets!.mean) expect(Math.abs(mean)).toBeLessThan(1e-12)
        expect(data.bucketCount).toBe(1)
      }),
      { numRuns: 20 },
    )
  })

  it('sees no turnover in what does not change, and ranks that stay', () => {
    const { periods } = judged(Array.from({ length: SESSIONS * ASSETS }, (_, i) => i % ASSETS))
    for (const { period, turnover, autocorrelation } of periods) {
      const there = turnover.filter((value) => !Number.isNaN(value))
      expect(new Set(there)).toEqual(new Set([0]))
      for (const value of autocorrelation.subarray(period)) expect(value).toBeCloseTo(1, 12)
    }
  })

  it('gains what an owner gained: splits and dividends are in the prices, and the last of an asset that is gone stays', () => {
    const splits = [{ sid: 0, effectiveDate: day(2), ratio: 0.5 }]
    const dividends = [
      {
        sid: 1,
        amount: 2,
        exDate: day(3),
        payDate: day(4),
        recordDate: day(3),
        declaredDate: day(1),
      },
    ]
    const data = market(
      [
        [10, 12, 7, 8],
        [20, 20, 20, 18],
        [5, 6, Number.NaN, Number.NaN],
      ],
      { splits, dividends },
    )
    expect([...adjustedPrices(data, 0, 'close')]).toEqual([5, 6, 7, 8])
    expect([...adjustedPrices(data, 1, 'close')]).toEqual([18, 18, 18, 18])
    expect([...adjustedPrices(data, 2, 'close')]).toEqual([5, 6, 6, 6])
  })
})

describe('an evaluation refuses', () => {
  const values = Array.from({ length: SESSIONS * ASSETS }, (_, i) => Math.cos(i * 1.7))
  it.each<[string, EvaluationOptions, string]>([
    ['periods that are none', { periods: [0, 1] }, 'FACTOR_PERIODS'],
    ['no period', { periods: [] }, 'FACTOR_PERIODS'],
    ['a decay of half a session', { decay: 1.5 }, 'FACTOR_PERIODS'],
    ['quantiles and bins together', { bins: 3 }, 'FACTOR_BUCKETS'],
    ['no quantile', { quantiles: 0 }, 'FACTOR_BUCKETS'],
    ['shares beyond all', { quantiles: [0, 0.5, 1.5] }, 'FACTOR_BUCKETS'],
    ['edges that fall', { quantiles: undefined, bins: [1, 0] }, 'FACTOR_BUCKETS'],
    ['one bucket on both sides of zero', { quantiles: 1, zeroAware: true }, 'FACTOR_BUCKETS'],
    ['a list on both sides of zero', { quantiles: [0, 0.5, 1], zeroAware: true }, 'FACTOR_BUCKETS'],
    ['to be neutral to groups that are not there', { groupNeutral: true }, 'FACTOR_GROUP'],
    ['periods longer than the prices', { periods: [50] }, 'FACTOR_LOSS'],
    ['to lose more than it may', { periods: [6], maxLoss: 0.1 }, 'FACTOR_LOSS'],
  ])('%s', (_, more, code) => {
    expect(() => judged(values, more)).toThrow(expect.objectContaining({ code }))
  })

  it('a session that cannot be parted where nothing may be lost, naming it', () => {
    const tied = values.map((value, i) => (Math.floor(i / ASSETS) === 3 ? 1 : value))
    const options = { periods: [1], quantiles: 3, decay: 0 }
    expect(() => evaluateFactor(rows(tied), axis, walk, { ...options, maxLoss: 0 })).toThrow(
      expect.objectContaining({ code: 'FACTOR_TIED', message: expect.stringContaining(day(3)) }),
    )
    expect(evaluateFactor(rows(tied), axis, walk, options).data.lost).toMatchObject({ unplaced: ASSETS })
  })
})
