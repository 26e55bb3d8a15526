import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Performance } from '../../../core/engine/metrics.js'
import type { PriceHistory, SessionBars } from '../../../core/engine/prices.js'
import { Random } from '../../../core/kernel/random.js'
import { exactFromNumber as exact, exactToNumber } from '../../../core/math/decimal.js'
import { contributions } from '../../../plugins/analytics/contributions.js'
import { annualTurnover, exposure, timeInMarket } from '../../../plugins/analytics/exposure.js'
import { holdings } from '../../../plugins/analytics/holdings.js'
import { MATCHINGS, type Matching } from '../../../plugins/analytics/lots.js'
import { reconcile } from '../../../plugins/analytics/reconciliation.js'
import {
  type OpenLot,
  type RoundTrip,
  roundTrips,
  totalOf,
  tripReturn,
} from '../../../plugins/analytics/round-trips.js'
import { excursion, groupTrips, tripFigures } from '../../../plugins/analytics/trip-figures.js'
import { ALFA, BETA, day, finder, performance, type Session } from './performance.js'

/** Two buys at 100 and 110 with a commission of 2 each, then half and more sold at 120 with one of 3; the rest is worth 130. */
const LADDER: readonly Session[] = [
  { fills: [[ALFA, 10, 100, 2]] },
  { fills: [[ALFA, 10, 110, 2]] },
  { fills: [[ALFA, -15, 120, 3]], prices: { [ALFA.sid]: 130 } },
]
const of = (sessions: readonly Session[], matching?: Matching) => roundTrips(performance(sessions), finder, matching)
const profits = (trips: readonly (RoundTrip | OpenLot)[]) => trips.map(({ profit }) => exactToNumber(profit))
const brief = (trips: readonly RoundTrip[]) =>
  trips.map((one) => [one.quantity, one.entryPrice, exactToNumber(one.commission), exactToNumber(one.profit)])

describe('round trips', () => {
  it('close the oldest units first, with commissions by units', () => {
    const { closed, open } = of(LADDER)
    expect(closed[0]).toEqual({
      asset: ALFA,
      side: 'long',
      quantity: 10,
      entryPrice: 100,
      exitPrice: 120,
      entered: day(0),
      exited: day(2),
      enteredRow: 0,
      exitedRow: 2,
      tag: undefined,
      cost: exact(1000),
      proceeds: exact(1200),
      commission: exact(4),
      profit: exact(196),
      scales: [],
    })
    expect(brief(closed)).toEqual([
      [10, 100, 4, 196],
      [5, 110, 2, 48],
    ])
    expect(open).toEqual([
      expect.objectContaining({ quantity: 5, lastPrice: 130, commission: exact(1), profit: exact(99) }),
    ])
    expect(tripReturn(closed[0])).toBeCloseTo(0.196, 12)
  })

  it('or the newest first', () => {
    const { closed, open } = of(LADDER, 'lifo')
    expect(brief(closed)).toEqual([
      [10, 110, 4, 96],
      [5, 100, 2, 98],
    ])
    expect(profits(open)).toEqual([149])
  })

  it('or at the average cost of all, from the first entry on', () => {
    const { closed, open } = of(LADDER, 'average')
    expect(brief(closed)).toEqual([[15, 105, 6, 219]])
    expect(closed[0].enteredRow).toBe(0)
    expect(profits(open)).toEqual([124])
  })

  it('turn from long to short in one fill, which pays its commission by units', () => {
    for (const matching of MATCHINGS) {
      const { closed, open } = of(
        [{ fills: [[ALFA, 10, 100]] }, { fills: [[ALFA, -30, 90, 3]] }, { fills: [[ALFA, 20, 80]] }],
        matching,
      )
      expect(closed.map(({ side, quantity, profit }) => [side, quantity, exactToNumber(profit)])).toEqual([
        ['long', 10, -101],
        ['short', 20, 198],
      ])
      expect(open).toEqual([])
    }
  })

  it('leave to a partial close its part of the entry commission, and to the rest what is left', () => {
    const { closed, open } = of([
      { fills: [[ALFA, 3, 100, 1]] },
      { fills: [[ALFA, -1, 100]] },
      { fills: [[ALFA, -1, 100]] },
    ])
    const parts = [...closed, ...open].map((one) => one.commission)
    expect(parts.map(exactToNumber)).toEqual([1 / 3, 1 / 3, 1 / 3])
    expect(totalOf([...closed, ...open], 'commission')).toBe(exact(1))
  })

  it('add up cents that doubles would not', () => {
    const { closed } = of([{ fills: [[ALFA, 1, 0.1]] }, { fills: [[ALFA, 1, 0.2]] }, { fills: [[ALFA, -2, 0.3]] }])
    expect(totalOf(closed, 'profit')).toBe(exact(0.3))
  })

  it('carry a split over to units and price of the lots', () => {
    const { closed } = of([{ fills: [[ALFA, 10, 100]] }, { scale: { [ALFA.sid]: 4 } }, { fills: [[ALFA, -40, 30]] }])
    expect(closed).toEqual([
      expect.objectContaining({ quantity: 40, entryPrice: 25, exitPrice: 30, profit: exact(200) }),
    ])
  })

  it('see a split on the session of a fill', () => {
    const { closed } = of([{ fills: [[ALFA, 10, 100]] }, { scale: { [ALFA.sid]: 2 }, fills: [[ALFA, -5, 60]] }])
    expect(closed).toEqual([expect.objectContaining({ quantity: 5, entryPrice: 50, profit: exact(50) })])
  })

  it('take units out of a stock dividend of another asset as costing nothing', () => {
    const { closed } = of([{ fills: [[ALFA, 10, 100]] }, { give: { [BETA.sid]: 3 } }, { fills: [[BETA, -3, 7]] }])
    expect(closed).toEqual([expect.objectContaining({ asset: BETA, quantity: 3, entryPrice: 0, profit: exact(21) })])
  })
})

describe('figures of round trips', () => {
  const { closed } = of([
    { fills: [[ALFA, 1, 10]] },
    { fills: [[ALFA, -1, 13]] },
    { fills: [[ALFA, 1, 10]] },
    { fills: [] },
    { fills: [[ALFA, -1, 8]] },
    { fills: [[BETA, -1, 20]] },
    { fills: [[BETA, 1, 19]] },
  ])

  it('count what they were', () => {
    // Profits 3, −2, 1 after 1, 2 and 1 sessions.
    expect(tripFigures(closed)).toEqual({
      count: 3,
      winRate: 2 / 3,
      profitFactor: 2,
      expectancy: 2 / 3,
      averageWin: 2,
      averageLoss: -2,
      largestWin: 3,
      largestLoss: -2,
      payoff: 1,
      averageSessions: 4 / 3,
      medianSessions: 1,
      averageSessionsOfWins: 1,
      averageSessionsOfLosses: 2,
      winsInARow: 1,
      lossesInARow: 1,
      systemQuality: expect.closeTo((2 / 3 / Math.sqrt(19 / 3)) * Math.sqrt(3), 12),
    })
    expect(tripFigures([]).winRate).toBeNaN()
  })

  it('do not depend on the order of the list', () => {
    expect(tripFigures(closed.toReversed())).toEqual(tripFigures(closed))
  })

  it('are of as many as there are', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => closed[i % 3])
    expect(tripFigures(many)).toMatchObject({ count: 200_000, largestWin: 3, largestLoss: -2, medianSessions: 1 })
  })

  it('group by any name', () => {
    expect(groupTrips(closed, ({ side }) => side)).toEqual([
      { name: 'long', count: 2, winRate: 0.5, profit: 1, averageReturn: expect.closeTo(0.05, 12) },
      { name: 'short', count: 1, winRate: 1, profit: 1, averageReturn: expect.closeTo(0.05, 12) },
    ])
  })

  it('count the tag of the order that opened them', () => {
    const traded = performance([{ fills: [[ALFA, 1, 10]] }, { fills: [[ALFA, -1, 13]] }])
    const tagged: Performance = {
      ...traded,
      orders: traded.orders.map((orders, row) =>
        orders.map((order) => ({ ...order, terms: { tag: row === 0 ? 'breakout' : 'stop' } })),
      ),
    }
    expect(groupTrips(roundTrips(tagged, finder).closed, ({ tag }) => tag ?? '').map(({ name }) => name)).toEqual([
      'breakout',
    ])
  })
})

describe('excursions', () => {
  const bars = (low: number[], high: number[]): PriceHistory => ({
    of: () => ({ low: Float64Array.from(low), high: Float64Array.from(high) }) as unknown as SessionBars,
  })

  it('are the worst and the best after the entry session, of longs and of shorts', () => {
    // Entered at 100 on row 0, whose own range does not count; left at 105 on row 2.
    const range = bars([10, 90, 104], [999, 101, 120])
    const long = of([{ fills: [[ALFA, 1, 100]] }, {}, { fills: [[ALFA, -1, 105]] }]).closed[0]
    expect(excursion(long, range, 2)).toEqual({
      adverse: expect.closeTo(-0.1, 12),
      favourable: expect.closeTo(0.2, 12),
    })
    const short = of([{ fills: [[ALFA, -1, 100]] }, {}, { fills: [[ALFA, 1, 105]] }]).closed[0]
    expect(excursion(short, range, 2)).toEqual({
      adverse: expect.closeTo(-0.2, 12),
      favourable: expect.closeTo(0.1, 12),
    })
  })

  it('see prices before a split in the units of the exit', () => {
    const split = of([{ fills: [[ALFA, 1, 100]] }, {}, { scale: { [ALFA.sid]: 2 } }, { fills: [[ALFA, -2, 50]] }])
      .closed[0]
    const range = bars([100, 80, 48, 50], [100, 110, 52, 50])
    expect(excursion(split, range, 3)).toEqual({
      adverse: expect.closeTo(-0.2, 12),
      favourable: expect.closeTo(0.1, 12),
    })
  })

  it('are not known without prices', () => {
    const one = of([{ fills: [[ALFA, 1, 100]] }, { fills: [[ALFA, -1, 105]] }]).closed[0]
    expect(excursion(one, { of: () => undefined }, 1).adverse).toBeNaN()
  })
})

describe('laws of round trips', () => {
  const fill = fc.record({
    asset: fc.constantFrom(ALFA, BETA),
    amount: fc
      .integer({ min: -2000, max: 2000 })
      .filter((n) => n !== 0)
      .map((n) => n / 100),
    price: fc.integer({ min: 1, max: 50_000 }).map((n) => n / 100),
    commission: fc.integer({ min: 0, max: 900 }).map((n) => n / 100),
  })
  const sessions = fc.array(fc.array(fill, { maxLength: 3 }), { minLength: 1, maxLength: 15 })
  const traded = (
    days: readonly (readonly { asset: typeof ALFA; amount: number; price: number; commission: number }[])[],
  ) =>
    performance(
      days.map((fills) => ({
        fills: fills.map(({ asset, amount, price, commission }) => [asset, amount, price, commission] as const),
        prices: { [ALFA.sid]: 50, [BETA.sid]: 60 },
      })),
    )

  it('conserve units, commissions and cash to the last digit, whatever is traded and however it is matched', () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom(...MATCHINGS), (days, matching) => {
        const { closed, open } = roundTrips(traded(days), finder, matching)
        const fills = days.flat()
        const sum = <T>(some: readonly T[], value: (one: T) => bigint) =>
          some.reduce((total, one) => total + value(one), 0n)
        const all = [...closed, ...open]
        const units = sum(fills, (one) => exact(Math.abs(one.amount)))
        expect(2n * sum(closed, (t) => exact(t.quantity)) + sum(open, (t) => exact(t.quantity))).toBe(units)
        const paid = sum(fills, (one) => exact(one.commission))
        expect(totalOf(all, 'commission')).toBe(paid)
        const spent = sum(fills, (one) => (exact(one.amount) * exact(one.price)) / 10n ** 18n)
        const worth = [ALFA, BETA].map((asset) => {
          const held = sum(fills, (one) => (one.asset === asset ? exact(one.amount) : 0n))
          return held * (asset === ALFA ? 50n : 60n)
        })
        expect(totalOf(all, 'profit')).toBe(worth[0] + worth[1] - spent - paid)
      }),
    )
  })

  it('do not depend on the order in which the fills of a session are listed, nor do the figures that are made of them', () => {
    fc.assert(
      fc.property(sessions, fc.constantFrom(...MATCHINGS), fc.integer(), (days, matching, seed) => {
        const given = traded(days)
        const random = new Random(seed)
        const timed = given.transactions.map((list) => list.map((one, i) => ({ ...one, at: one.at + i })))
        const shuffled = timed.map((list) =>
          list.map((one) => ({ one, key: random.next() })).sort((a, b) => a.key - b.key),
        )
        const [inOrder, mixed] = [timed, shuffled.map((list) => list.map(({ one }) => one))].map(
          (transactions): Performance => ({ ...given, transactions }),
        )
        const trips = roundTrips(inOrder, finder, matching)
        expect(roundTrips(mixed, finder, matching)).toEqual(trips)
        const backwards = trips.closed.toReversed()
        const { expectancy, systemQuality, averageWin, averageLoss, ...exact } = tripFigures(trips.closed)
        expect(tripFigures(backwards)).toMatchObject(exact)
        expect(reconcile(mixed, contributions(mixed, finder), 1000)).toEqual(
          reconcile(inOrder, contributions(inOrder, finder), 1000),
        )
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
        commission: exact(2),
        realized: exact(98),
        unrealized: 0n,
      },
    ])
  })
})
