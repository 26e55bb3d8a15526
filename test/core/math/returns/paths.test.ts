import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { maxDrawdown } from '../../../../core/math/returns/drawdowns.js'
import { cumulativeReturns, totalReturn } from '../../../../core/math/returns/growth.js'
import { type Drawing, drawReturns, monteCarlo, projectedGrowth, rankOf } from '../../../../core/math/returns/paths.js'
import { riskReturnRatio } from '../../../../core/math/returns/ratios.js'
import { mean, quantile, std } from '../../../../core/math/statistics.js'

const { returns, cone, ranks } = JSON.parse(readFileSync(join(import.meta.dirname, 'paths-answers.json'), 'utf8')) as {
  returns: number[]
  cone: Record<string, number[]>
  ranks: [number, number][]
}
const R = Float64Array.from(returns)

function drawn(of: Float64Array, drawing: Drawing): Float64Array[] {
  const paths: Float64Array[] = []
  drawReturns(of, drawing, (path) => paths.push(path.slice()))
  return paths
}

const someReturns = fc
  .array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 12 })
  .map((values) => Float64Array.from(values))

describe('paths drawn from returns', () => {
  it('are the same for the same seed, and others for another', () => {
    for (const draw of ['bootstrap', 'shuffle', 'normal'] as const) {
      const paths = drawn(R, { seed: 7, paths: 5, draw })
      expect(paths).toHaveLength(5)
      expect(drawn(R, { seed: 7, paths: 5, draw })).toEqual(paths)
      expect(drawn(R, { seed: 8, paths: 5, draw })).not.toEqual(paths)
    }
  })

  it('have the sessions that there were: any of them with replacement, each once in another order', () => {
    fc.assert(
      fc.property(someReturns, fc.integer(), (of, seed) => {
        const known = new Set(of)
        for (const path of drawn(of, { seed, paths: 3, horizon: 20 })) {
          expect(path).toHaveLength(20)
          expect(path.every((r) => known.has(r))).toBe(true)
        }
        for (const path of drawn(of, { seed, paths: 3, draw: 'shuffle' }))
          expect(path.sort()).toEqual(of.slice().sort())
      }),
    )
  })

  it('never have a missing return, and there are none where every one is missing', () => {
    const holes = Float64Array.of(Number.NaN, 0.01, Number.NaN, -0.02)
    for (const draw of ['bootstrap', 'shuffle', 'normal'] as const)
      for (const path of drawn(holes, { seed: 1, paths: 20, draw })) expect(path.some(Number.isNaN)).toBe(false)
    expect(drawn(Float64Array.of(Number.NaN), { seed: 1 })).toEqual([])
    expect(drawn(new Float64Array(0), { seed: 1 })).toEqual([])
  })

  it('are as often in one order as in another', () => {
    const orders = new Map<string, number>()
    for (const path of drawn(Float64Array.of(1, 2, 3), { seed: 3, paths: 6000, draw: 'shuffle' }))
      orders.set(path.join(), (orders.get(path.join()) ?? 0) + 1)
    expect(orders.size).toBe(6)
    for (const times of orders.values()) expect(Math.abs(times - 1000)).toBeLessThan(120)
  })

  it('are refused in numbers that are none', () => {
    for (const wrong of [{ paths: 0 }, { horizon: 0 }, { paths: 1.5 }, { horizon: Number.NaN }])
      expect(() => drawn(R, { seed: 1, ...wrong })).toThrow(expect.objectContaining({ code: 'MONTE_CARLO_RANGE' }))
  })
})

describe('what drawn paths came to', () => {
  it('is what each path by itself came to, in rising order', () => {
    fc.assert(
      fc.property(someReturns, fc.integer(), fc.constantFrom('bootstrap', 'shuffle', 'normal'), (of, seed, draw) => {
        const paths = drawn(of, { seed, paths: 9, draw })
        const { totals, drawdowns, ratios } = monteCarlo(of, { seed, paths: 9, draw })
        const rising = (figure: (path: Float64Array) => number) => Float64Array.from(paths, figure).sort()
        expect(totals).toEqual(rising(totalReturn))
        for (const [i, fall] of rising(maxDrawdown).entries()) expect(drawdowns[i]).toBeCloseTo(fall, 12)
        for (const [i, ratio] of rising((path) => mean(path) / std(path)).entries()) expect(ratios[i]).toEqual(ratio)
      }),
    )
    expect(monteCarlo(R, { seed: 1, paths: 1, draw: 'shuffle' }).ratios[0]).toBeCloseTo(riskReturnRatio(R), 10)
  })

  it('ends where the others do where only the order is another', () => {
    const { totals } = monteCarlo(R, { seed: 1, draw: 'shuffle' })
    expect(totals).toHaveLength(1000)
    for (const total of totals) expect(total).toBeCloseTo(totalReturn(R), 12)
  })

  it('lies between bands, session by session, that are quantiles of its growth', () => {
    const levels = [0.05, 0.5, 0.95]
    const paths = drawn(R, { seed: 2, paths: 40 }).map((path) => cumulativeReturns(path, 1))
    const { bands } = monteCarlo(R, { seed: 2, paths: 40 }, levels)
    for (const [i, level] of levels.entries())
      for (let at = 0; at < R.length; at++)
        expect(bands[i][at]).toBe(
          quantile(
            Float64Array.from(paths, (path) => path[at]),
            level,
          ),
        )
  })

  it('has a rank, as scipy has it', () => {
    for (const [value, expected] of ranks)
      expect(rankOf(Float64Array.of(1, 2, 2, 3, 5), value)).toBeCloseTo(expected, 12)
    expect(rankOf(new Float64Array(0), 1)).toBeNaN()
  })
})

describe('the cone', () => {
  it('has the mean and the deviation of all paths that there are', () => {
    const few = Float64Array.of(0.1, -0.05, 0.02)
    let growths = [1]
    const { mean: means, deviation } = projectedGrowth(few, 4)
    for (let t = 0; t < 4; t++) {
      growths = growths.flatMap((growth) => Array.from(few, (r) => growth * (1 + r)))
      const all = Float64Array.from(growths)
      expect(means[t]).toBeCloseTo(mean(all), 12)
      expect(deviation[t]).toBeCloseTo(Math.sqrt(mean(all.map((x) => (x - mean(all)) ** 2))), 12)
    }
  })

  it('is where pyfolio’s bootstrap comes to', () => {
    const { mean: means, deviation } = projectedGrowth(R, 60)
    for (const [times, bound] of Object.entries(cone))
      for (const [t, expected] of bound.entries())
        expect(Math.abs(means[t] + Number(times) * deviation[t] - expected)).toBeLessThan(0.02 * deviation[t])
  })

  it('widens with the root of time, and not at all where nothing varies', () => {
    const { deviation } = projectedGrowth(
      R.map((r) => r - mean(R)),
      100,
    )
    for (const t of [1, 4, 25, 100]) expect(deviation[t - 1] / deviation[0]).toBeCloseTo(Math.sqrt(t), 1)
    const flat = projectedGrowth(Float64Array.of(0.01, 0.01), 3)
    expect([...flat.deviation]).toEqual([0, 0, 0])
    expect(flat.mean[2]).toBeCloseTo(1.01 ** 3, 14)
  })
})
