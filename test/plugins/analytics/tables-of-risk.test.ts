import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { PriceHistory, SessionBars } from '../../../core/engine/prices.js'
import { closeReturns } from '../../../core/engine/prices.js'
import { totalReturn } from '../../../core/math/returns/growth.js'
import { capacity, concentration, sessionsToLiquidate } from '../../../plugins/analytics/capacity.js'
import { CRISES, stressTests } from '../../../plugins/analytics/crises.js'
import { ALFA, BETA, performance } from './performance.js'

const rows = readFileSync(join(import.meta.dirname, '../../parity/data/csvdir/SPY_benchmark.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
const dates = rows.map(([date]) => date)
const spy = Float64Array.from(rows, ([, value]) => Number(value))

describe('crises', () => {
  it('have the dates and the losses of the real index, as SPY knows it from 1993 to 2018', () => {
    const known = stressTests(dates, spy, spy, 1).filter(({ strategy }) => strategy !== undefined)
    expect(known.map(({ crisis }) => crisis.name)).toHaveLength(10)
    // SPY pays dividends, the index does not: they part a little in the long ones.
    for (const { crisis, strategy } of known) expect(Math.abs(strategy! - crisis.market)).toBeLessThan(0.02)
  })

  it('tell of a run what it lived through whole, and of the others what its beta would have made of them', () => {
    const from = dates.indexOf('2007-01-03')
    const to = dates.indexOf('2010-12-31')
    const half = spy.subarray(from, to + 1).map((r) => r / 2)
    const told = stressTests(dates.slice(from, to + 1), half, spy.subarray(from, to + 1), 0.5)
    const by = (name: string) => told.find(({ crisis }) => crisis.name === name)!
    expect(by('September 11')).toEqual(expect.objectContaining({ scaled: -0.058 }))
    expect(by('September 11').strategy).toBeUndefined()
    const { strategy, drawdown, benchmark } = by('Global financial crisis')
    expect(strategy).toBeGreaterThan(benchmark!)
    expect(drawdown).toBeLessThanOrEqual(strategy! + 1e-12)
    expect(stressTests([], new Float64Array(0), undefined, undefined).every((one) => one.scaled === undefined)).toBe(
      true,
    )
  })

  it('are in order of time, each with its source', () => {
    for (const { first, last, market, source } of CRISES) {
      expect(first < last || first === last).toBe(true)
      expect(market).toBeLessThan(-0.1)
      expect(source).toContain('S&P 500')
    }
  })
})

describe('concentration and capacity', () => {
  const held = performance([
    {
      fills: [
        [ALFA, 30, 10],
        [BETA, 10, 10],
      ],
      value: 1000,
    },
    { value: 1000 },
    { fills: [[BETA, -10, 10]], value: 1000 },
    { fills: [[ALFA, -30, 10]], value: 1000 },
  ])

  it('of three quarters and one quarter', () => {
    const { largest, fiveLargest, effective, held: count } = concentration(held, () => 1)
    expect([...largest]).toEqual([0.75, 0.75, 1, Number.NaN])
    expect([...fiveLargest]).toEqual([1, 1, 1, Number.NaN])
    expect(effective[0]).toBeCloseTo(1 / (0.75 ** 2 + 0.25 ** 2), 12)
    expect([...count]).toEqual([2, 2, 1, 0])
  })

  it('of what was taken of a hundred units of volume', () => {
    const prices: PriceHistory = { of: () => ({ volume: new Float64Array(4).fill(1000) }) as unknown as SessionBars }
    const found = capacity(held, prices, 0.03)
    // 3 % and 1 % on the first session, 1 % and 3 % later.
    expect(found.averageShare).toBeCloseTo(0.02, 12)
    expect(found.largestShare).toBeCloseTo(0.03, 12)
    expect(found.highShare).toBeCloseTo(0.03, 12)
    expect(found.capacity).toBeCloseTo(1000, 9)
    expect(capacity(held, undefined).capacity).toBeNaN()
  })

  it('of the sessions that it takes to sell', () => {
    const bars = { close: Float64Array.of(1, 10, 10), volume: Float64Array.of(1, 1000, 3000) }
    expect(sessionsToLiquidate(-500, bars, 2, 0.1, 2)).toBeCloseTo(2.5, 12)
    // Two for one on the last day: twice the units at half the price take as long.
    const split = { close: Float64Array.of(1, 10, 5), volume: Float64Array.of(1, 1000, 6000) }
    expect(sessionsToLiquidate(-1000, split, 2, 0.1, 2)).toBeCloseTo(2.5, 12)
  })
})

describe('prices of a run', () => {
  it('give returns with splits and dividends in them', () => {
    const bars = { close: Float64Array.of(100, 50, 55, Number.NaN), factor: Float64Array.of(1, 0.5, 0.99, 1) }
    const returns = closeReturns(bars as unknown as SessionBars)
    expect(returns[0]).toBeNaN()
    expect(returns[1]).toBeCloseTo(0, 12)
    expect(returns[2]).toBeCloseTo(55 / (50 * 0.99) - 1, 12)
    expect(returns[3]).toBeNaN()
    expect(totalReturn(returns)).toBeCloseTo(55 / 49.5 - 1, 12)
  })
})
