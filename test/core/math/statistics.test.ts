import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import * as statistics from '../../../core/math/statistics.js'
import { answers, column, difference } from './answers.js'

const doubles = fc.array(fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(Number.NaN)), {
  maxLength: 200,
})

describe('statistics of one column', () => {
  it('adds in the order of numpy, so that sums and means equal those of pandas to the last bit', () => {
    const { sum, mean, min, max, median } = statistics
    const reductions = { sum, mean, min, max, median }
    const exact = answers.reductions.filter(({ method }) => method in reductions)
    expect(exact.length).toBe(60)
    for (const { series, method, answer } of exact) {
      expect([series, method, Reflect.get(reductions, method)(column(series))]).toEqual([
        series,
        method,
        Number(answer),
      ])
    }
  })

  it('has variances of one flat price that are those of pandas', () => {
    for (const series of ['flat40', 'flat120', 'walk', 'holes']) {
      const answer = answers.reductions.find((c) => c.series === series && c.method === 'var')?.answer
      expect(difference(statistics.variance(column(series)), answer, 1e-14)).toBeUndefined()
    }
  })

  it('has a mean between the extremes, and that of a constant next to it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 300 }),
        (value, length) => {
          const mean = statistics.mean(new Float64Array(length).fill(value))
          return Math.abs(mean - value) <= 1e-14 * Math.abs(value)
        },
      ),
    )
  })

  it('does not see missing values, wherever they stand', () => {
    fc.assert(
      fc.property(doubles, (list) => {
        const all = Float64Array.from(list)
        const present = all.filter((value) => !Number.isNaN(value))
        for (const f of [statistics.min, statistics.max, statistics.median, statistics.count, statistics.variance])
          expect(f(all)).toBe(f(present))
        expect(difference(statistics.sum(all), statistics.sum(present), 1e-9)).toBeUndefined()
      }),
    )
  })

  it('ranks so that ranks add up to n(n+1)/2, and turning the order turns the ranks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (list) => {
        const values = Float64Array.from(list)
        const n = list.length
        const up = statistics.rank(values)
        expect(statistics.sum(up)).toBe((n * (n + 1)) / 2)
        expect(Array.from(statistics.rank(values, false))).toEqual(Array.from(up, (rank) => n + 1 - rank))
      }),
    )
  })

  it('refuses a quantile outside 0..1', () => {
    expect(() => statistics.quantile(Float64Array.of(1), 1.5)).toThrow('q is 1.5')
  })

  it('orders both ways with missing values last', () => {
    const values = Float64Array.of(2, Number.NaN, 1, 2)
    expect(Array.from(statistics.order(values))).toEqual([2, 0, 3, 1])
    expect(Array.from(statistics.order(values, false))).toEqual([0, 3, 2, 1])
  })
})

describe('statistics of two columns', () => {
  it.each(answers.pairs.map((pair) => [`${pair.a} and ${pair.b}`, pair] as const))('%s', (_, pair) => {
    const length = Math.min(column(pair.a).length, column(pair.b).length)
    const [a, b] = [column(pair.a).subarray(0, length), column(pair.b).subarray(0, length)]
    expect(difference(statistics.covariance(a, b), pair.cov)).toBeUndefined()
    expect(difference(statistics.correlation(a, b), pair.corr)).toBeUndefined()
    if (!pair.regression) return
    const { slope, intercept, r, stderr } = statistics.linearRegression(a, b)
    expect(difference([slope, intercept, r, stderr], pair.regression, 1e-11)).toBeUndefined()
  })

  it('finds the line that points lie on', () => {
    const x = Float64Array.of(0, 1, 2, Number.NaN, 5)
    const y = x.map((value) => 3 - 2 * value)
    expect(statistics.linearRegression(x, y)).toEqual({ slope: -2, intercept: 3, r: -1, stderr: 0 })
    expect(statistics.linearRegression(x.subarray(0, 1), y.subarray(0, 1)).slope).toBeNaN()
  })
})
