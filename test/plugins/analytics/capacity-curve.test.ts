import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { PriceHistory, SessionBars } from '../../../core/engine/prices.js'
import { capacityBlocks } from '../../../plugins/analytics/capacity-blocks.js'
import { capacityCurve } from '../../../plugins/analytics/capacity-curve.js'
import type { RunView } from '../../../plugins/analytics/run-view.js'
import { ALFA, performance, type Session } from './performance.js'

/** Sixty sessions: prices of 100 and 101 by turns, so many units of volume, bought and sold every other session. */
const LENGTH = 60
const closes = Float64Array.from({ length: LENGTH }, (_, i) => 100 + (i % 2))
const pricesOf = (volume: number): PriceHistory => {
  const bars = {
    close: closes,
    volume: new Float64Array(LENGTH).fill(volume),
    factor: new Float64Array(LENGTH).fill(1),
  } as unknown as SessionBars
  return { of: (sid) => (sid === ALFA.sid ? bars : undefined) }
}
/** Gains of 2 ‰ and losses of 1 ‰ by turns, with slippage of a cent a unit. */
function traded(units = 10) {
  const sessions = Array.from(
    { length: LENGTH },
    (_, i): Session => ({
      fills: [[ALFA, i % 2 ? -units : units, closes[i] + (i % 2 ? -0.01 : 0.01)]],
      value: 10_000,
    }),
  )
  const given = performance(sessions)
  given.columns.returns.set(Float64Array.from({ length: LENGTH }, (_, i) => (i % 2 ? -0.001 : 0.002)))
  const transactions = given.transactions.map((fills, i) => fills.map((fill) => ({ ...fill, reference: closes[i] })))
  return { ...given, transactions }
}
const terms = { capital: 10_000, perYear: 252 }

describe('capacity', () => {
  it('pays volatility × √(share of turnover) in the place of the run’s slippage', () => {
    const { points, crowded, halved, spent, unknown } = capacityCurve(traded(), pricesOf(1000), terms)!
    // Returns of 1 % and −1/101 by turns; ten units of a thousand, at about their price: a hundredth of the turnover.
    const one = points.find(({ capital }) => capital === 10_000)!
    expect(one.highShare).toBeCloseTo(0.01, 3)
    expect(one.impact).toBeCloseTo(0.01 * Math.sqrt(0.01), 4)
    // Ten basis points of a tenth of the capital a session, and 0.1 of slippage back on 10 000.
    const perSession = 0.0005 + 0.00001 - one.impact * 0.1005
    expect(one.annualReturn).toBeCloseTo((1 + perSession) ** 252 - 1, 2)
    expect(crowded).toBeCloseTo(100_000, -3)
    expect(unknown).toBe(0)
    expect(halved).toBeGreaterThan(10_000)
    expect(spent).toBeGreaterThan(halved)
    // Means: what a session gains over what it pays grows by the root of the capital.
    expect(spent).toBeCloseTo(10_000 * (0.00051 / (one.impact * 0.1005)) ** 2, -4)
  })

  it('costs √m times as much a unit with m times the capital, and takes m times the share and the days', () => {
    const { points } = capacityCurve(traded(), pricesOf(1000), terms)!
    for (const { capital, impact, largestShare, sessionsToSell } of points) {
      const [m, first] = [capital / points[0].capital, points[0]]
      expect(impact / first.impact).toBeCloseTo(Math.sqrt(m), 9)
      expect(largestShare / first.largestShare).toBeCloseTo(m, 9)
      expect(sessionsToSell / first.sessionsToSell).toBeCloseTo(m, 9)
    }
    expect(points.at(-1)!.annualReturn).toBeLessThan(0)
    expect(points.at(-2)!.annualReturn).toBeGreaterThan(0)
  })

  it('never rises with the capital, nor falls with the volume', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 100, max: 100_000 }), (units, volume) => {
        const thin = capacityCurve(traded(units), pricesOf(volume), terms)!
        const thick = capacityCurve(traded(units), pricesOf(2 * volume), terms)!
        const returns = thin.points.map(({ annualReturn }) => annualReturn)
        expect(returns).toEqual(returns.toSorted((a, b) => b - a))
        expect(thick.spent / thin.spent).toBeCloseTo(2, 6)
        expect(thick.halved / thin.halved).toBeCloseTo(2, 6)
      }),
    )
  })

  it('is the same over a split: turnover is in currency', () => {
    const [whole, split] = [1, 2].map((times) => {
      const bars = {
        close: closes.map((price, i) => (i >= 30 ? price / times : price)),
        volume: new Float64Array(LENGTH).map((_, i) => (i >= 30 ? 1000 * times : 1000)),
        factor: new Float64Array(LENGTH).map((_, i) => (i === 30 ? 1 / times : 1)),
      } as unknown as SessionBars
      return capacityCurve(traded(), { of: () => bars }, terms)!
    })
    expect(split.points.map(({ sharpe }) => sharpe)).toEqual(
      whole.points.map(({ sharpe }) => expect.closeTo(sharpe, 9)),
    )
  })

  it('says of how many fills it knows nothing, and nothing where it knows of none', () => {
    expect(capacityCurve(traded(), { of: () => undefined }, terms)).toBeUndefined()
    expect(capacityCurve(traded(), pricesOf(0), terms)).toBeUndefined()
    // What never moves has no volatility, and no impact by this law.
    const still = { close: closes.map(() => 100), volume: closes.map(() => 1000), factor: closes.map(() => 1) }
    expect(capacityCurve(traded(), { of: () => still as unknown as SessionBars }, terms)).toBeUndefined()
    const losing = traded()
    losing.columns.returns.fill(-0.001)
    const { points, halved, spent } = capacityCurve(losing, pricesOf(1000), terms)!
    expect([halved, spent]).toEqual([Number.NaN, Number.NaN])
    expect(points.at(-1)!.capital).toBe(10_000)
  })

  it('shows, and says why there is no such capital where nothing is gained', () => {
    const shown = (gain: number, prices = pricesOf(1000)) => {
      const run = traded()
      run.columns.returns.forEach((_, row, all) => void (all[row] = gain + (row % 2 ? -0.001 : 0.001)))
      const view = { ...terms, performance: run, result: { prices } } as unknown as RunView
      return capacityBlocks(view)
    }
    const [gaining] = shown(0.001)
    expect(gaining.summary).not.toContain('Even without impact')
    const [losing, ...curves] = shown(-0.001)
    expect(losing.summary).toContain(
      'nothing is gained: there is no capital that takes the gain, or half of the Sharpe ratio.',
    )
    expect(curves.length).toBe(3)
    expect(shown(0.001, pricesOf(0))).toEqual([])
  })
})
