import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { deepestDrawdowns, drawdownSeries, drawdowns, maxDrawdown } from '../../../../core/math/returns/drawdowns.js'
import { rolling } from '../../../../core/math/returns/rolling.js'
import { winRate } from '../../../../core/math/returns/wins.js'

describe('figures of our own', () => {
  it('counts wins among sessions that moved', () => {
    expect(winRate(Float64Array.of(0.1, 0, -0.1, 0.2, Number.NaN, 0.1))).toBe(0.75)
    expect(winRate(Float64Array.of(0, 0))).toBeNaN()
  })

  it('puts a rolling figure on the last session of its window', () => {
    const sums = rolling(Float64Array.of(1, 2, 3, 4), 3, (part) => part.reduce((a, b) => a + b))
    expect([...sums]).toEqual([Number.NaN, Number.NaN, 6, 9])
    expect([...rolling(Float64Array.of(1), 3, () => 1)]).toEqual([Number.NaN])
  })
})

describe('drawdowns', () => {
  it('run from the peak over the trough to the recovery', () => {
    // 100, 110, 99, 88, 110, 121, 60.5, 90.75
    const returns = Float64Array.of(0.1, -0.1, 88 / 99 - 1, 0.25, 0.1, -0.5, 0.5)
    expect(drawdowns(returns)).toEqual([
      { peak: 0, trough: 2, recovery: 3, depth: expect.closeTo(-0.2, 12), length: 3 },
      { peak: 4, trough: 5, recovery: undefined, depth: expect.closeTo(-0.5, 12), length: 2 },
    ])
    expect(deepestDrawdowns(returns, 1)[0].trough).toBe(5)
  })

  it('may start at the capital itself', () => {
    expect(drawdowns(Float64Array.of(-0.1, 0.2))).toEqual([
      { peak: -1, trough: 0, recovery: 1, depth: expect.closeTo(-0.1, 12), length: 2 },
    ])
  })

  it('never overlap, cover every session under water, and the deepest is the maximum drawdown', () => {
    const returns = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(returns, (values) => {
        const r = Float64Array.from(values)
        const all = drawdowns(r)
        const below = drawdownSeries(r)
        const covered = all.reduce((sum, d) => sum + (d.recovery ?? r.length) - d.peak - 1, 0)
        expect(covered).toBe(below.filter((x) => x < 0).length)
        for (let i = 1; i < all.length; i++) expect(all[i].peak).toBeGreaterThanOrEqual(all[i - 1].recovery!)
        expect(deepestDrawdowns(r, 1)[0]?.depth ?? 0).toBe(maxDrawdown(r) + 0)
      }),
    )
  })
})
