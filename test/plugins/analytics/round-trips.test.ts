import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { annualTurnover, exposure, timeInMarket } from '../../../plugins/analytics/exposure.js'
import { holdings } from '../../../plugins/analytics/holdings.js'
import { roundTrips, tripFigures, tripReturn } from '../../../plugins/analytics/round-trips.js'
import { ALFA, BETA, day, finder, performance } from './performance.js'

describe('round trips, first in first out', () => {
  it('close the oldest units first, with commissions by units', () => {
    const { closed, open } = roundTrips(
      performance([
        { fills: [[ALFA, 10, 100, 2]] },
        { fills: [[ALFA, 10, 110, 2]] },
        { fills: [[ALFA, -15, 120, 3]], prices: { [ALFA.sid]: 130 } },
      ]),
      finder,
    )
    expect(closed).toEqual([
      {
        asset: ALFA,
        side: 'long',
        quantity: 10,
        entryPrice: 100,
        exitPrice: 120,
        entered: day(0),
        exited: day(2),
        enteredRow: 0,
        exitedRow: 2,
        commission: 4,
        profit: 196,
      },
      expect.objectContaining({ quantity: 5, entryPrice: 110, commission: 2, profit: 48, enteredRow: 1 }),
    ])
    expect(open).toEqual([expect.objectContaining({ quantity: 5, lastPrice: 130, commission: 1, profit: 99 })])
    expect(tripReturn(closed[0])).toBeCloseTo(0.196, 12)
  })

  it('turn from long to short in one fill', () => {
    const { closed, open } = roundTrips(
      performance([{ fills: [[ALFA, 10, 100]] }, { fills: [[ALFA, -30, 90, 3]] }, { fills: [[ALFA, 20, 80]] }]),
      finder,
    )
    expect(closed.map(({ side, quantity, profit }) => [side, quantity, profit])).toEqual([
      ['long', 10, -101],
      ['short', 20, 198],
    ])
    expect(open).toEqual([])
  })

  it('carry a split over to units and price of the lots', () => {
    const { closed } = roundTrips(
      performance([{ fills: [[ALFA, 10, 100]] }, { scale: { [ALFA.sid]: 4 } }, { fills: [[ALFA, -40, 30]] }]),
      finder,
    )
    expect(closed).toEqual([expect.objectContaining({ quantity: 40, entryPrice: 25, exitPrice: 30, profit: 200 })])
  })

  it('see a split on the session of a fill', () => {
    const { closed } = roundTrips(
      performance([{ fills: [[ALFA, 10, 100]] }, { scale: { [ALFA.sid]: 2 }, fills: [[ALFA, -5, 60]] }]),
      finder,
    )
    expect(closed).toEqual([expect.objectContaining({ quantity: 5, entryPrice: 50, profit: 50 })])
  })

  it('take units out of a stock dividend of another asset as costing nothing', () => {
    const { closed } = roundTrips(
      performance([{ fills: [[ALFA, 10, 100]] }, { give: { [BETA.sid]: 3 } }, { fills: [[BETA, -3, 7]] }]),
      finder,
    )
    expect(closed).toEqual([expect.objectContaining({ asset: BETA, quantity: 3, entryPrice: 0, profit: 21 })])
  })

  it('count what they were', () => {
    const { closed } = roundTrips(
      performance([
        { fills: [[ALFA, 1, 10]] },
        { fills: [[ALFA, -1, 13]] },
        { fills: [[ALFA, 1, 10]] },
        { fills: [] },
        { fills: [[ALFA, -1, 8]] },
      ]),
      finder,
    )
    const figures = { count: 2, winRate: 0.5, profitFactor: 1.5, averageWin: 3, averageLoss: -2, averageSessions: 1.5 }
    expect(tripFigures(closed)).toEqual(figures)
    expect(tripFigures([]).winRate).toBeNaN()
  })

  it('conserve units, commissions and cash, whatever is traded', () => {
    const fill = fc.record({
      asset: fc.constantFrom(ALFA, BETA),
      amount: fc.integer({ min: -20, max: 20 }).filter((n) => n !== 0),
      price: fc.integer({ min: 1, max: 500 }),
      commission: fc.integer({ min: 0, max: 9 }),
    })
    const sessions = fc.array(fc.array(fill, { maxLength: 3 }), { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(sessions, (days) => {
        const traded = performance(
          days.map((fills) => ({
            fills: fills.map(({ asset, amount, price, commission }) => [asset, amount, price, commission] as const),
            prices: { [ALFA.sid]: 50, [BETA.sid]: 60 },
          })),
        )
        const trips = roundTrips(traded, finder)
        const fills = days.flat()
        const units = fills.reduce((sum, one) => sum + Math.abs(one.amount), 0)
        const paid = fills.reduce((sum, one) => sum + one.commission, 0)
        const cash = fills.reduce((sum, one) => sum - one.amount * one.price, 0) - paid
        const held = [ALFA, BETA].map((a) => fills.reduce((sum, f) => sum + (f.asset === a ? f.amount : 0), 0))
        const all = [...trips.closed, ...trips.open]
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
        expect(2 * sum(trips.closed.map((t) => t.quantity)) + sum(trips.open.map((t) => t.quantity))).toBe(units)
        expect(sum(all.map((t) => t.commission))).toBeCloseTo(paid, 8)
        expect(sum(all.map((t) => t.profit))).toBeCloseTo(cash + held[0] * 50 + held[1] * 60, 6)
      }),
    )
  })
})

describe('exposure and holdings', () => {
  const traded = performance([
    { fills: [[ALFA, 10, 100, 1]], value: 2000 },
    { fills: [], prices: { [ALFA.sid]: 120 }, value: 2400 },
    { fills: [[ALFA, -10, 110, 1]], value: 2200 },
  ])

  it('say how much was held, and how often it was replaced', () => {
    expect([...exposure(traded).long]).toEqual([0.5, 0.5, 0])
    expect(timeInMarket(traded)).toBeCloseTo(2 / 3, 12)
    expect(annualTurnover(traded, 252)).toBeCloseTo(((1000 / 2 / 2000 + 1100 / 2 / 2200) / 3) * 252, 10)
  })

  it('sum an asset up', () => {
    expect(holdings(traded, finder, roundTrips(traded, finder))).toEqual([
      {
        asset: ALFA,
        sessions: 2,
        firstRow: 0,
        lastRow: 1,
        averageWeight: 0.5,
        largestWeight: 0.5,
        fills: 2,
        traded: 2100,
        commission: 2,
        realized: 98,
        unrealized: 0,
      },
    ])
  })
})
