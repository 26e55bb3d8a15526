import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { spansUpTo } from '../../../core/data/bar-length.js'
import { DailyRollup } from '../../../core/data/daily-rollup.js'
import { MinuteAxis, sessionRowsOf } from '../../../core/data/minutes.js'
import { BAR_FIELDS } from '../../../core/data/reader.js'
import { barsOfMinutes, barsOfPeriods, dailyFromMinutes } from '../../../core/data/resample.js'
import type { Bars } from '../../../core/data/source.js'
import { ruleCalendar } from '../../../core/time/calendar.js'
import { dateOf } from '../../../core/time/session.js'
import { barsAt, weekdays } from './market.js'

const MINUTE = 60_000

/** Two hours before the break and one and a half after it, by London's clock. */
const withBreak = ruleCalendar({
  name: 'pausing',
  zone: 'Europe/London',
  weekmask: '1111100',
  open: '09:30',
  break: ['11:30', '13:00'],
  close: '14:30',
  holidays: [],
  firstDate: '2020-01-01',
  lastDate: '2022-12-31',
})

/** Bars at these times whose price is their number from 1 on, and whose volume is 1. */
function numbered(times: readonly number[]): Bars {
  const prices = Float64Array.from(times, (_, i) => i + 1)
  const volume = new Float64Array(times.length).fill(1)
  return {
    sid: 1,
    times: Float64Array.from(times),
    open: prices,
    high: prices.slice(),
    low: prices.slice(),
    close: prices.slice(),
    volume,
  }
}

const clock = (times: Float64Array, zone: string) =>
  [...times].map((time) =>
    new Date(time).toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }),
  )

function everyMinute(
  from: string,
  to: string,
  calendar = weekdays,
): { bars: Bars; sessions: ReturnType<typeof weekdays.sessions> } {
  const sessions = calendar.sessions(from, to)
  const times: number[] = []
  for (let row = 0; row < sessions.length; row++)
    for (let at = sessions.opens[row] + MINUTE; at <= sessions.closes[row]; at += MINUTE)
      if (!(at > (sessions.breakStarts?.[row] ?? Number.NaN) && at <= sessions.breakEnds![row])) times.push(at)
  return { bars: numbered(times), sessions }
}

describe('minutes as longer bars', () => {
  it('count from the open; the last of a session is shorter', () => {
    const { bars, sessions } = everyMinute('2020-03-02', '2020-03-03')
    const hours = barsOfMinutes(bars, sessions, 60)
    const day = ['10:30', '11:30', '12:30', '13:30', '14:30', '15:30', '16:00']
    expect(clock(hours.times, 'America/New_York')).toEqual([...day, ...day])
    expect([...hours.volume]).toEqual([60, 60, 60, 60, 60, 60, 30, 60, 60, 60, 60, 60, 60, 30])
    expect([...hours.open].slice(0, 8)).toEqual([1, 61, 121, 181, 241, 301, 361, 391])
    expect([...hours.high].slice(0, 2)).toEqual([60, 120])
    expect([...hours.low].slice(0, 2)).toEqual([1, 61])
    expect([...hours.close].slice(6, 8)).toEqual([390, 450])
  })

  it('begin anew after the midday break, in which there are none', () => {
    const { bars, sessions } = everyMinute('2020-03-02', '2020-03-02', withBreak)
    const hours = barsOfMinutes(bars, sessions, 50)
    expect(clock(hours.times, 'Europe/London')).toEqual(['10:20', '11:10', '11:30', '13:50', '14:30'])
    expect([...hours.volume]).toEqual([50, 50, 20, 50, 40])
  })

  it('keep to the clock of the exchange when it is put forward or back', () => {
    for (const [from, to] of [
      ['2020-03-27', '2020-03-30'],
      ['2020-10-23', '2020-10-26'],
    ]) {
      const { bars, sessions } = everyMinute(from, to, withBreak)
      const day = ['10:30', '11:30', '14:00', '14:30']
      expect(clock(barsOfMinutes(bars, sessions, 60).times, 'Europe/London')).toEqual([...day, ...day])
    }
  })

  it('end with the last known minute where the last bar is not over', () => {
    const { bars, sessions } = everyMinute('2020-03-02', '2020-03-02')
    const known = bars.times.subarray(0, 77)
    const part = { ...numbered([...known]), sid: 4 }
    const hours = barsOfMinutes(part, sessions, 60, known[76])
    expect(hours.sid).toBe(4)
    expect(clock(hours.times, 'America/New_York')).toEqual(['10:30', '10:47'])
    expect([...hours.volume]).toEqual([60, 17])
    expect(clock(barsOfMinutes(part, sessions, 60).times, 'America/New_York')).toEqual(['10:30', '11:30'])
  })

  it('leave out what did not trade, and pass over what is missing', () => {
    const { bars, sessions } = everyMinute('2020-03-02', '2020-03-02')
    const { times } = bars
    const few = numbered([times[2], times[3], times[100]])
    few.open[0] =
      few.high[0] =
      few.low[0] =
      few.close[1] =
      few.open[2] =
      few.high[2] =
      few.low[2] =
      few.close[2] =
        Number.NaN
    const five = barsOfMinutes(few, sessions, 5)
    expect(clock(five.times, 'America/New_York')).toEqual(['09:35', '11:15'])
    expect([...five.open, ...five.high, ...five.low, ...five.close, ...five.volume]).toEqual([
      ...[2, Number.NaN],
      ...[2, Number.NaN],
      ...[2, Number.NaN],
      ...[1, Number.NaN],
      ...[2, 1],
    ])
  })

  it('refuse minutes outside the sessions', () => {
    const { sessions } = everyMinute('2020-03-02', '2020-03-02')
    expect(() => barsOfMinutes(numbered([sessions.closes[0] + MINUTE]), sessions, 5)).toThrow(
      "outside the calendar's sessions",
    )
  })

  it('as windows of history begin anew after the break as well', () => {
    const sessions = withBreak.sessions('2020-03-02', '2020-03-03')
    const axis = new MinuteAxis(sessions)
    const told = (time: string, count: number) => {
      const position = axis.position(
        1,
        sessions.opens[1] + (Date.parse(`1970-01-01T${time}Z`) - Date.parse('1970-01-01T09:30Z')),
      )
      const { starts, ends } = spansUpTo(axis, 1, position, 60, count)
      const at = (positions: Float64Array) =>
        clock(
          positions.map((each) => axis.instant(each)),
          'Europe/London',
        )
      return [...at(starts)].map((start, i) => `${start}-${at(ends)[i]}`)
    }
    expect(told('14:10', 5)).toEqual(['14:01-14:30', '09:31-10:30', '10:31-11:30', '13:01-14:00', '14:01-14:10'])
    // In the break the newest is the last before it.
    expect(told('12:10', 2)).toEqual(['09:31-10:30', '10:31-11:30'])
  })
})

describe('minutes as days', () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: 1, max: 1000, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  )
  const some = fc.record({
    kept: fc.array(fc.boolean(), { minLength: 3 * 390, maxLength: 3 * 390 }),
    seed: fc.array(value, { minLength: 50, maxLength: 50 }),
    cuts: fc.array(fc.nat(3 * 390), { maxLength: 8 }),
  })

  it('are what each session gives alone, however the minutes are cut into batches', () => {
    const { bars, sessions } = everyMinute('2020-03-05', '2020-03-09')
    fc.assert(
      fc.property(some, ({ kept, seed, cuts }) => {
        const times = [...bars.times].filter((_, i) => kept[i])
        const column = (shift: number) => Float64Array.from(times, (_, i) => seed[(i * 7 + shift) % 50])
        const [open, high, low, close] = [0, 1, 2, 3].map(column)
        const volume = column(4).map((each) => (Number.isNaN(each) ? 0 : each / 3))
        const all: Bars = { sid: 1, times: Float64Array.from(times), open, high, low, close, volume }
        const days = dailyFromMinutes(all, sessions)

        const rows = sessionRowsOf(all, sessions)
        expect([...days.times]).toEqual([...new Set(rows)].map((row) => sessions.days[row] * 86_400_000))
        ;[...new Set(rows)].forEach((row, k) => {
          const of = (field: 'open' | 'high' | 'low' | 'close' | 'volume') =>
            [...all[field]].filter((value, i) => rows[i] === row && !Number.isNaN(value))
          expect(days.open[k]).toBe(of('open')[0] ?? Number.NaN)
          expect(days.close[k]).toBe(of('close').at(-1) ?? Number.NaN)
          expect(days.high[k]).toBe(of('high').length > 0 ? Math.max(...of('high')) : Number.NaN)
          expect(days.low[k]).toBe(of('low').length > 0 ? Math.min(...of('low')) : Number.NaN)
          expect(days.volume[k]).toBe(of('volume').reduce((sum, each) => sum + each, 0))
        })

        const rollup = new DailyRollup()
        const ends = [...cuts, times.length].sort((a, b) => a - b)
        let from = 0
        for (const end of ends.map((each) => Math.min(each, times.length))) {
          const cut = (column: Float64Array) => column.slice(from, end)
          const batch = {
            sid: 1,
            times: cut(all.times),
            open: cut(open),
            high: cut(high),
            low: cut(low),
            close: cut(close),
            volume: cut(volume),
          }
          rollup.add(batch, rows.slice(from, end), sessions)
          // The memory of a batch may be used again.
          for (const field of BAR_FIELDS) batch[field].fill(-1)
          from = end
        }
        expect(rollup.bars(1)).toEqual(days)
      }),
      { numRuns: 60 },
    )
  })

  it('are none of an asset without minutes', () => {
    expect(new DailyRollup().bars(3).times).toHaveLength(0)
  })
})

describe('days as longer bars', () => {
  it('weekly ones go from Monday to Sunday, and stand at the last session of the table', () => {
    const bars = barsAt(2, '2020-03-04', [10, 11, 12, 13, 14, 15, 16, 17])
    const sessions = weekdays.sessions('2020-03-02', '2020-03-13')
    const weeks = barsOfPeriods(bars, sessions, 'week')
    expect([...weeks.times].map((time) => dateOf(time / 86_400_000))).toEqual(['2020-03-06', '2020-03-13'])
    expect([...weeks.open]).toEqual([10 * 0.999, 13 * 0.999])
    expect([...weeks.close]).toEqual([12, 17])
    expect([...weeks.volume]).toEqual([
      bars.volume.slice(0, 3).reduce((sum, each) => sum + each, 0),
      bars.volume.slice(3).reduce((sum, each) => sum + each, 0),
    ])
  })

  it('the last one is of what is there', () => {
    const sessions = weekdays.sessions('2019-12-30', '2020-02-11')
    const bars = barsAt(
      2,
      '2019-12-30',
      [...sessions.days].map((_, i) => 100 + i),
    )
    const dates = (period: 'week' | 'month' | 'quarter' | 'year') =>
      [...barsOfPeriods(bars, sessions, period).times].map((time) => dateOf(time / 86_400_000))
    expect(dates('month')).toEqual(['2019-12-31', '2020-01-31', '2020-02-11'])
    expect(dates('quarter')).toEqual(['2019-12-31', '2020-02-11'])
    expect(dates('year')).toEqual(['2019-12-31', '2020-02-11'])
    expect(dates('week')).toEqual([
      '2020-01-03',
      '2020-01-10',
      '2020-01-17',
      '2020-01-24',
      '2020-01-31',
      '2020-02-07',
      '2020-02-11',
    ])
    const months = barsOfPeriods(bars, sessions, 'month')
    expect([...months.close]).toEqual([101, 124, 131])
    expect([...months.high]).toEqual([1, 24, 31].map((i) => bars.high[i]))
  })
})
