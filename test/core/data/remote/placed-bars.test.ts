import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type GivenBars, placeBars } from '../../../../core/data/remote/placed-bars.js'
import type { DataRequest } from '../../../../core/data/source.js'
import { ruleCalendar } from '../../../../core/time/calendar.js'

const calendar = ruleCalendar({
  name: 'WEEK',
  zone: 'America/New_York',
  weekmask: '1111100',
  open: '09:30',
  close: '16:00',
  firstDate: '2020-01-01',
  lastDate: '2030-12-31',
})
const owner = { sid: 3, symbol: 'ABC' }
const daily: DataRequest = { frequency: 'daily', calendar }
const LATER = Date.UTC(2026, 0, 1)
const bars = (rows: readonly (readonly [string, number, number, number, number, number])[]): GivenBars => {
  const column = (i: number) => rows.map((row) => row[i] as number)
  const times = rows.map(([date]) => Date.parse(date))
  return { times, open: column(1), high: column(2), low: column(3), close: column(4), volume: column(5) }
}
const dates = ({ times }: { times: Float64Array }) =>
  [...times].map((time) => new Date(time).toISOString().slice(0, 16))

describe('bars as a vendor gives them', () => {
  it('are sorted into the sessions of the range, empty rows left out', () => {
    const given = bars([
      ['2024-01-04', 2, 3, 1, 2, 10],
      ['2024-01-02', 1, 1, 1, 1, Number.NaN],
      ['2024-01-03', Number.NaN, Number.NaN, Number.NaN, Number.NaN, 0],
      ['2024-01-08', 2, 3, 1, 2, 10],
    ])
    const [placed, notices] = placeBars(given, owner, { ...daily, start: '2024-01-02', end: '2024-01-05' }, LATER)
    expect(dates(placed)).toEqual(['2024-01-02T00:00', '2024-01-04T00:00'])
    expect([placed.sid, ...placed.volume]).toEqual([3, 0, 10])
    expect(notices).toEqual([])
  })

  it('are left out with a word where they lie in no session, make no sense, or come twice', () => {
    const given = bars([
      ['2024-01-02', 2, 3, 1, 2, 10],
      ['2024-01-03', 2, 1, 1, 2, 10],
      ['2024-01-04', 2, 3, 1, 2, 10],
      ['2024-01-04', 2, 3, 1, 2.5, 11],
      ['2024-01-06', 2, 3, 1, 2, 10],
      ['2024-01-07', 2, 3, 1, 2, 10],
      ['2024-01-08', 2, 3, -1, 2, 10],
    ])
    const [placed, notices] = placeBars(given, owner, daily, LATER)
    expect(dates(placed)).toEqual(['2024-01-02T00:00', '2024-01-04T00:00'])
    expect(placed.close[1]).toBe(2.5)
    expect(notices.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'DATA_ROW_INVALID ABC: 2 bars left out whose prices make no sense, the first of 2024-01-03 (open 2, high 1, low 1, close 2, volume 10)',
      'DATA_DATE_DUPLICATE ABC: 1 bar given twice with other values, the last one kept, the first of 2024-01-04',
      'DATA_OUTSIDE_SESSIONS ABC: 2 bars left out that lie in no session of WEEK, the first of 2024-01-06',
    ])
  })

  it('are not taken before the session is over', () => {
    const given = bars([
      ['2024-01-02', 2, 3, 1, 2, 10],
      ['2024-01-03', 2, 3, 1, 2, 10],
    ])
    const close = Date.UTC(2024, 0, 3, 21)
    const [before, notices] = placeBars(given, owner, daily, close - 1)
    expect(dates(before)).toEqual(['2024-01-02T00:00'])
    expect(notices[0].code).toBe('DATA_UNFINISHED')
    expect(dates(placeBars(given, owner, daily, close)[0])).toHaveLength(2)
  })

  it('of minutes lie after the open and up to the close', () => {
    const given = bars([
      ['2024-01-02T14:30Z', 2, 3, 1, 2, 10],
      ['2024-01-02T14:31Z', 2, 3, 1, 2, 10],
      ['2024-01-02T21:00Z', 2, 3, 1, 2, 10],
      ['2024-01-02T21:01Z', 2, 3, 1, 2, 10],
    ])
    const [placed, notices] = placeBars(given, owner, { frequency: 'minute', calendar }, LATER)
    expect(dates(placed)).toEqual(['2024-01-02T14:31', '2024-01-02T21:00'])
    expect(notices[0].message).toContain(
      '2 bars left out that lie in no session of WEEK, the first of 2024-01-02T14:30',
    )
  })

  it('come out the same in whatever order they come in', () => {
    const rows = Array.from({ length: 30 }, (_, i) => {
      const date = new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10)
      return [date, i + 2, i + 3, i + 1, i + 2, i] as const
    })
    const sorted = placeBars(bars(rows), owner, daily, LATER)[0]
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 30 }), (shuffled) => {
        expect(placeBars(bars(shuffled), owner, daily, LATER)[0]).toEqual(sorted)
      }),
      { numRuns: 20 },
    )
  })
})
