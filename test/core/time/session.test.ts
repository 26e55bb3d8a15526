import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  dateOf,
  dayOf,
  rowAtOrAfterDay,
  rowOfMinute,
  type SessionTable,
  sessionTable,
  sliceSessions,
} from '../../../core/time/session.js'
import { xnys } from './xnys.js'

const DAY = 86_400_000
const MINUTE = 60_000

function tableOf(days: readonly number[]): SessionTable {
  return sessionTable({
    days: Int32Array.from(days),
    opens: Float64Array.from(days, (day) => day * DAY + 570 * MINUTE),
    closes: Float64Array.from(days, (day) => day * DAY + 960 * MINUTE),
  })
}

const code = (name: string) => expect.objectContaining({ code: name })
const manyDays = fc.uniqueArray(fc.integer({ min: -200, max: 400 })).map((days) => tableOf(days.sort((a, b) => a - b)))
const anyDay = fc.integer({ min: -220, max: 420 })

describe('dates and day numbers', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2000-02-29', 11_016],
    ['2027-11-23', 21_145],
  ])('%s is day %d', (date, day) => {
    expect(dayOf(date)).toBe(day)
    expect(dateOf(day)).toBe(date)
  })

  it('agree with the calendar of Date from year 0 to 9999', () => {
    const days = fc.integer({ min: dayOf('0000-01-01'), max: dayOf('9999-12-31') })
    fc.assert(
      fc.property(days, (day) => {
        expect(dateOf(day)).toBe(new Date(day * DAY).toISOString().slice(0, 10))
        expect(dayOf(dateOf(day))).toBe(day)
      }),
    )
  })

  it.each(['', '2020-1-1', '2021-02-29', '1900-02-29', '2020-00-10', '2020-04-31', '2020/01/01', '2020-01-01T00:00'])(
    "'%s' is refused",
    (date) => expect(() => dayOf(date)).toThrow(code('DATE_INVALID')),
  )
})

describe('look-ups', () => {
  it('agree with a scan of the rows', () => {
    fc.assert(
      fc.property(manyDays, anyDay, (table, day) => {
        const date = dateOf(day)
        const days = [...table.days]
        expect(table.indexOf(date)).toBe(days.indexOf(day))
        expect(table.atOrBefore(date)).toBe(days.filter((other) => other <= day).length - 1)
        expect(table.atOrAfter(date)).toBe(days.filter((other) => other < day).length)
        expect(rowAtOrAfterDay(table, day)).toBe(table.atOrAfter(date))
      }),
    )
  })

  it('find the session of a minute as a scan does', () => {
    fc.assert(
      fc.property(manyDays, anyDay, fc.integer({ min: 0, max: 1439 }), (table, day, minute) => {
        const instant = day * DAY + minute * MINUTE
        const rows = [...table.days.keys()]
        const inside = rows.find((row) => table.opens[row] < instant && instant <= table.closes[row])
        const before = rows.filter((row) => table.closes[row] < instant).length
        expect(rowOfMinute(table, instant)).toBe(inside ?? -1)
        expect(rowOfMinute(table, instant, 'next')).toBe(inside ?? before)
        expect(rowOfMinute(table, instant, 'previous')).toBe(inside ?? before - 1)
      }),
    )
  })

  it('give the date of a row, and refuse a row that is not there', () => {
    const table = tableOf([0, 1, 4])
    expect([0, 1, 2, 2].map((row) => table.date(row))).toEqual(['1970-01-01', '1970-01-02', '1970-01-05', '1970-01-05'])
    for (const row of [-1, 3, 0.5]) expect(() => table.date(row)).toThrow(code('SESSION_OUT_OF_RANGE'))
  })

  it('refuse what is no date', () => expect(() => tableOf([0]).indexOf('today')).toThrow(code('DATE_INVALID')))
})

describe('a slice', () => {
  it('holds the rows between two dates on the same columns', () => {
    fc.assert(
      fc.property(manyDays, anyDay, anyDay, (table, from, to) => {
        const slice = sliceSessions(table, dateOf(from), dateOf(to))
        expect([...slice.days]).toEqual([...table.days].filter((day) => from <= day && day <= to))
        expect(slice.length).toBe(slice.days.length)
        expect(slice.closes.buffer).toBe(table.closes.buffer)
      }),
    )
  })

  it('takes half days along', () => {
    const week = sliceSessions(xnys.sessions('2019-01-01', '2019-12-31'), '2019-11-27', '2019-12-02')
    expect([...(week.halfDays as Uint8Array)]).toEqual([0, 1, 0])
  })
})

describe('a table', () => {
  const columns = { days: Int32Array.of(0, 1), opens: Float64Array.of(0, DAY), closes: Float64Array.of(DAY, 2 * DAY) }
  const broken = (change: object) => () => sessionTable({ ...columns, ...change })

  it('refuses columns that do not belong together', () => {
    expect(() => sessionTable(columns)).not.toThrow()
    expect(broken({ opens: Float64Array.of(0) })).toThrow(code('SESSIONS_INVALID'))
    expect(broken({ days: Int32Array.of(1, 1) })).toThrow(code('SESSIONS_INVALID'))
    expect(broken({ closes: Float64Array.of(0, 2 * DAY) })).toThrow(code('SESSIONS_INVALID'))
    expect(broken({ opens: Float64Array.of(0, DAY - 1) })).toThrow(code('SESSIONS_INVALID'))
    expect(broken({ breakStarts: Float64Array.of(1, DAY) })).toThrow(code('SESSIONS_INVALID'))
  })

  it('refuses a break outside its session, or half of one', () => {
    const withBreak = (start: number, end: number) =>
      broken({ breakStarts: Float64Array.of(start, Number.NaN), breakEnds: Float64Array.of(end, Number.NaN) })
    expect(withBreak(1, 2)).not.toThrow()
    expect(withBreak(Number.NaN, Number.NaN)).not.toThrow()
    expect(withBreak(1, Number.NaN)).toThrow(code('SESSIONS_INVALID'))
    expect(withBreak(2, 1)).toThrow(code('SESSIONS_INVALID'))
    expect(withBreak(1, DAY + 1)).toThrow(code('SESSIONS_INVALID'))
  })
})
