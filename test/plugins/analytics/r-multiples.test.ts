import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Performance } from '../../../core/engine/metrics.js'
import { MATCHINGS } from '../../../plugins/analytics/lots.js'
import { rBlocks, rFigures, rMultiple } from '../../../plugins/analytics/r-multiples.js'
import { roundTrips } from '../../../plugins/analytics/round-trips.js'
import { ALFA, finder, performance, type Session } from './performance.js'

/** Trips of sessions whose fills have stops, by their order. */
function tripsOf(sessions: readonly Session[], stops: readonly (number | undefined)[], matching = MATCHINGS[0]) {
  const given = performance(sessions)
  let fill = 0
  const transactions = given.transactions.map((fills) =>
    fills.map((one) => {
      const stop = stops[fill++]
      return stop === undefined ? one : { ...one, stop }
    }),
  )
  const told: Performance = { ...given, transactions }
  return roundTrips(told, finder, matching)
}

describe('R', () => {
  it('is profit over what the stop would have cost: of longs, of shorts, in parts', () => {
    // 20 units at 100 with a stop at 95: 100 at risk. Half goes at 110 for 98 after commissions, half at 94.
    const { closed } = tripsOf(
      [
        { fills: [[ALFA, 20, 100, 2]] },
        { fills: [[ALFA, -10, 110, 1]] },
        { fills: [[ALFA, -10, 94]] },
        { fills: [[ALFA, -5, 50]] },
        { fills: [[ALFA, 5, 44]] },
      ],
      [95, undefined, undefined, 52],
    )
    expect(closed.map(({ risk }) => risk)).toEqual([50, 50, 10])
    expect(closed.map(rMultiple)).toEqual([98 / 50, -61 / 50, 3])
  })

  it('is none without a stop, or with one on the winning side: not 0', () => {
    const round: Session[] = [{ fills: [[ALFA, 1, 100]] }, { fills: [[ALFA, -1, 100]] }]
    for (const stop of [undefined, 100, 103]) {
      const { closed } = tripsOf(round, [stop])
      expect([closed[0].risk, rMultiple(closed[0])]).toEqual([undefined, undefined])
      expect(rFigures(closed)).toMatchObject({ count: 0, without: 1, expectancy: Number.NaN })
      expect(rBlocks(closed)).toEqual([])
    }
  })

  it('is the same after a split: price and stop are in units of the end', () => {
    const { closed } = tripsOf(
      [{ fills: [[ALFA, 10, 100]] }, { scale: { [ALFA.sid]: 4 } }, { fills: [[ALFA, -40, 30]] }],
      [90],
    )
    // 10 · 10 at risk, 40 · 30 − 1000 gained.
    expect([closed[0].risk, rMultiple(closed[0])]).toEqual([100, 2])
  })

  it('is of what is open too, and of lots at their average cost only while there is one', () => {
    const sessions: Session[] = [{ fills: [[ALFA, 1, 100]] }, { fills: [[ALFA, 1, 110]], prices: { [ALFA.sid]: 120 } }]
    expect(tripsOf(sessions, [90, 105]).open.map(rMultiple)).toEqual([2, 2])
    expect(tripsOf(sessions, [90, 105], 'average').open.map(rMultiple)).toEqual([undefined])
  })

  it('has an expectancy, a deviation and a quality', () => {
    // R of 2, −1, −1, 4 and one trip without: mean 1, deviation √((1 + 4 + 4 + 9) / 3).
    const exits = [120, 90, 90, 140, 500]
    const sessions = exits.flatMap((exit): Session[] => [{ fills: [[ALFA, 1, 100]] }, { fills: [[ALFA, -1, exit]] }])
    const stops = exits.flatMap((_, i) => [i < 4 ? 90 : undefined, undefined])
    expect(rFigures(tripsOf(sessions, stops).closed)).toEqual({
      count: 4,
      without: 1,
      expectancy: 1,
      median: 0.5,
      deviation: expect.closeTo(Math.sqrt(6), 12),
      systemQuality: expect.closeTo(2 / Math.sqrt(6), 12),
      averageWin: 3,
      averageLoss: -1,
      best: 4,
      worst: -1,
      beyondStop: 0,
    })
  })

  it('neither order nor size of the trips changes it, and its risk is the lot’s however it is closed', () => {
    const exit = fc.integer({ min: 50, max: 200 })
    fc.assert(
      fc.property(fc.array(fc.tuple(exit, fc.integer({ min: 1, max: 9 })), { minLength: 2, maxLength: 8 }), (parts) => {
        const units = parts.reduce((sum, [, size]) => sum + size, 0)
        const closes = parts.map(([price, size]): Session => ({ fills: [[ALFA, -size, price]] }))
        const { closed } = tripsOf([{ fills: [[ALFA, units, 100]] }, ...closes], [90])
        expect(closed.reduce((sum, { risk }) => sum + risk!, 0)).toBeCloseTo(10 * units, 8)
        closed.forEach((one, i) => {
          expect(rMultiple(one)).toBeCloseTo((parts[i][0] - 100) / 10, 8)
        })
        expect(rFigures(closed.toReversed())).toEqual(rFigures(closed))
      }),
    )
  })
})
