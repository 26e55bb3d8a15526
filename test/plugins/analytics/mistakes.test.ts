import { describe, expect, it } from '@jest/globals'
import type { PriceHistory, SessionBars } from '../../../core/engine/prices.js'
import type { RunAbout } from '../../../core/engine/report.js'
import { exactToNumber } from '../../../core/math/decimal.js'
import { brinson } from '../../../core/math/returns/attribution.js'
import { maxDrawdown } from '../../../core/math/returns/drawdowns.js'
import { componentValueAtRisk } from '../../../core/math/returns/portfolio.js'
import { sharpeRatio, sortinoRatio } from '../../../core/math/returns/ratios.js'
import { parametricValueAtRisk, valueAtRisk } from '../../../core/math/returns/tails.js'
import { winRate } from '../../../core/math/returns/wins.js'
import { collect } from '../../../plugins/analytics/collect.js'
import { contributions } from '../../../plugins/analytics/contributions.js'
import { reconcile } from '../../../plugins/analytics/reconciliation.js'
import type { TableBlock } from '../../../plugins/analytics/report-data.js'
import { roundTrips } from '../../../plugins/analytics/round-trips.js'
import { excursion, tripFigures } from '../../../plugins/analytics/trip-figures.js'
import { ALFA, finder, performance, type Session } from './performance.js'

/** What Python's RustyBT got wrong, each with numbers worked by hand. */

const profitsOf = (sessions: readonly Session[]) => {
  const { closed, open } = roundTrips(performance(sessions), finder)
  return [closed, open].map((some) => some.map(({ quantity, profit }) => [quantity, exactToNumber(profit)]))
}

const about: RunAbout = {
  ...{ strategy: 'mistakes', start: '2020-01-01', end: '2020-12-31', capital: '1000', calendar: 'XNYS' },
  ...{ sessionsPerYear: 252, frequency: 'daily', profile: 'zipline', finder, version: '0.1.0', parameters: {} },
}

describe('ratios', () => {
  it('take a risk-free rate of a session from the return of a session, not one of a year', () => {
    // Mean 0.0005 over 0.0015 a session; 2 % a year are 0.02 / 252 of one.
    const r = Float64Array.of(0.002, -0.001, 0.002, -0.001)
    expect(sharpeRatio(r, 252)).toBeCloseTo((0.0005 / Math.sqrt(3e-6)) * Math.sqrt(252), 10)
    expect(sharpeRatio(r, 252, 0.02 / 252)).toBeCloseTo(((0.0005 - 0.02 / 252) / Math.sqrt(3e-6)) * Math.sqrt(252), 10)
    expect(sharpeRatio(r, 252, 0.02 / 252)).toBeGreaterThan(0)
  })

  it('divide by what fell short over all sessions, not by the deviation of the losses alone', () => {
    // Two equal losses do not deviate from each other; √((0.01² + 0.01²) / 4) is what fell short.
    const r = Float64Array.of(0.03, -0.01, 0.02, -0.01)
    expect(sortinoRatio(r, 252)).toBeCloseTo((0.0075 / Math.sqrt(0.0002 / 4)) * Math.sqrt(252), 10)
  })

  it('count a fall from the starting capital as a drawdown', () => {
    expect(maxDrawdown(Float64Array.of(-0.2, 0.1))).toBeCloseTo(-0.2, 12)
  })

  it('tell a win rate as a fraction, of sessions and of trips alike', () => {
    expect(winRate(Float64Array.of(0.1, -0.1, 0.1, 0.1))).toBe(0.75)
    const { closed } = roundTrips(performance([{ fills: [[ALFA, 1, 10]] }, { fills: [[ALFA, -1, 11]] }]), finder)
    expect(tripFigures(closed)).toMatchObject({ winRate: 1, expectancy: 1 })
  })
})

describe('round trips', () => {
  it('charge a partial close with its part of what the entry cost, and tell what was closed, not what is left', () => {
    // Ten for a commission of 10; three are sold, then seven.
    const [closed, open] = profitsOf([
      { fills: [[ALFA, 10, 100, 10]] },
      { fills: [[ALFA, -3, 110]] },
      { fills: [[ALFA, -7, 110]] },
    ])
    expect([closed, open]).toEqual([
      [
        [3, 27],
        [7, 63],
      ],
      [],
    ])
  })

  it('keep what a reversal leaves over as a position', () => {
    expect(profitsOf([{ fills: [[ALFA, 10, 100]] }, { fills: [[ALFA, -15, 90]], prices: { [ALFA.sid]: 80 } }])).toEqual(
      [[[10, -100]], [[5, 50]]],
    )
  })

  it('count slippage once: it is in the price of the fill', () => {
    // The market stood at 100 and 110; 1 of slippage each way.
    const given = performance([{ fills: [[ALFA, 10, 101]] }, { fills: [[ALFA, -10, 109]] }])
    const references = [100, 110]
    const transactions = given.transactions.map((fills, i) =>
      fills.map((fill) => ({ ...fill, reference: references[i] })),
    )
    const slipped = { ...given, transactions }
    expect(exactToNumber(roundTrips(slipped, finder).closed[0].profit)).toBe(80)
    const { gross, slippage } = reconcile(slipped, contributions(slipped, finder), 1000)
    expect([exactToNumber(gross), exactToNumber(slippage)]).toEqual([100, -20])
  })

  it('know that a short gains where the price falls', () => {
    const { closed } = roundTrips(performance([{ fills: [[ALFA, -1, 100]] }, {}, { fills: [[ALFA, 1, 95]] }]), finder)
    const bars = { low: Float64Array.of(99, 80, 94), high: Float64Array.of(101, 104, 96) } as unknown as SessionBars
    const { adverse, favourable } = excursion(closed[0], { of: () => bars }, 2)
    expect(adverse).toBeCloseTo(-0.04, 12)
    expect(favourable).toBeCloseTo(0.2, 12)
  })
})

describe('risk', () => {
  it('of returns that only gain is no loss', () => {
    const r = Float64Array.of(0.01, 0.02, 0.03, 0.04)
    expect(valueAtRisk(r)).toBeCloseTo(0.0115, 12)
    expect(parametricValueAtRisk(Float64Array.of(0.01, 0.01))).toBe(0.01)
  })

  it('of positions adds up to the whole at their own weights, with one divisor for variances and covariances', () => {
    const [a, b] = [Float64Array.of(0.01, -0.02, 0.03, 0), Float64Array.of(0, 0.01, -0.01, 0.02)]
    const { total, parts } = componentValueAtRisk(Float64Array.of(0.9, 0.1), [a, b])
    expect(parts[0].component + parts[1].component).toBe(total)
    expect(total).toBeCloseTo(parametricValueAtRisk(a.map((r, i) => 0.9 * r + 0.1 * b[i])), 12)
  })

  it('of positions is judged by the newest returns', () => {
    // 299 sessions that halve and double, then 504 that rise and fall by a hundredth.
    const length = 804
    const close = new Float64Array(length).map((_, i) => (i < 299 ? 100 * 2 ** (i % 2) : 100 * 1.01 ** (i % 2)))
    const flat = (value: number) => new Float64Array(length).fill(value)
    const bars = { close, high: close, low: close, open: close, factor: flat(1), volume: flat(1000) }
    const prices: PriceHistory = { of: () => bars as unknown as SessionBars }
    const sessions = Array.from(
      { length },
      (_, i): Session => ({
        ...(i === 0 ? { fills: [[ALFA, 10, 100]] as const } : {}),
        prices: { [ALFA.sid]: close[i] },
      }),
    )
    const given = { performance: performance(sessions), interrupted: false, events: [], observed: {}, prices }
    const table = collect(given, about)
      .tabs.flatMap(({ blocks }) => blocks)
      .find((block): block is TableBlock => block.id === 'components')!.table
    const risk = Number(table.rows[0][2]) / Number(table.rows[0][1])
    expect(risk).toBeLessThan(-0.016)
    expect(risk).toBeGreaterThan(-0.017)
  })
})

it('an attribution says by how much it does not reconcile', () => {
  const period = { all: { weight: 1, return: 0.05, benchmarkWeight: 1, benchmarkReturn: 0.04 } }
  expect(brinson(period).residual).toBeCloseTo(0, 12)
  // The portfolio made 6 %: a hundredth is selection, and one is not explained.
  expect(brinson(period, { portfolio: 0.06 }).residual).toBeCloseTo(0.01, 12)
})
