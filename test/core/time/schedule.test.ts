import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { allSessions } from '../../../core/time/calendar.js'
import { isoText, MINUTE } from '../../../core/time/instant.js'
import {
  allOf,
  type DateRule,
  everyDay,
  everyMinute,
  firings,
  marketClose,
  marketOpen,
  monthEnd,
  monthStart,
  never,
  notHalfDay,
  type TimeRule,
  timeOffset,
  weekEnd,
  weekStart,
} from '../../../core/time/schedule.js'
import { type SessionTable, sessionTable, sliceSessions } from '../../../core/time/session.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import { xnys } from './xnys.js'

const DATE_RULES: Record<string, (n?: number) => DateRule> = {
  every_day: everyDay,
  month_start: monthStart,
  month_end: monthEnd,
  week_start: weekStart,
  week_end: weekEnd,
}
const TIME_RULES: Record<string, (offset?: number) => TimeRule> = {
  market_open: marketOpen,
  market_close: marketClose,
  every_minute: () => everyMinute,
}

const lines = readFileSync(new URL('./zipline-schedule.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
const fields = lines.map((line) => line.split('|').map((part) => part.trim().split(' ').filter(Boolean)))
const tables = new Map<string, SessionTable>([
  ['XNYS', allSessions(xnys)],
  ['24/7', alwaysOpen.sessions('2019-01-01', '2021-01-01')],
])
for (const [[kind, name], days, firsts, closes, halves] of fields) {
  if (kind !== 'table') continue
  const columns = {
    days: Int32Array.from(days, Number),
    opens: Float64Array.from(summed(firsts), (first) => first - MINUTE),
    closes: Float64Array.from(summed(closes)),
    halfDays: Uint8Array.from(days, (day) => (halves.includes(day) ? 1 : 0)),
  }
  tables.set(name, sessionTable(columns))
}

function summed(steps: readonly string[]): number[] {
  let total = 0
  return steps.map((step) => (total += Number(step)) * MINUTE)
}

const numberOf = (word: string) => (word === 'None' ? undefined : Number(word))
const cases = fields.filter(([[kind]]) => kind === 'case')

describe('rules fire at the bars at which Zipline fires them', () => {
  it('in at least sixty cases', () => expect(cases.length).toBeGreaterThanOrEqual(60))

  it.each(cases.map(([words, fires]) => [words.slice(1).join(' '), words, fires] as const))('%s', (_, words, fires) => {
    const [, name, date, n, time, minutes, halfDays, frequency, from, to] = words
    const whole = tables.get(name) as SessionTable
    const offset = timeOffset({ minutes: numberOf(minutes) })
    const dates = DATE_RULES[date](numberOf(n))
    const answer = firings(
      {
        date: halfDays === 'True' ? dates : allOf(dates, notHalfDay()),
        time: TIME_RULES[time](offset),
        frequency: frequency as 'minute' | 'daily',
        again: '24h',
      },
      sliceSessions(whole, from, to),
      whole,
    )
    expect([...answer].map((at) => isoText(at))).toEqual(summed(fires).map((at) => isoText(at)))
  })
})

describe('date rules', () => {
  const whole = tables.get('XNYS') as SessionTable
  const count = (fires: Uint8Array) => fires.reduce((sum, one) => sum + one, 0)

  it.each([monthStart, monthEnd])('fire once in each whole month', (rule) => {
    const simulation = sliceSessions(whole, '1995-01-01', '2024-12-31')
    expect(count(rule()(simulation, whole))).toBe(30 * 12)
  })

  it.each([weekStart, weekEnd])('fire once in each ISO week, also across the turn of a year', (rule) => {
    const simulation = sliceSessions(whole, '2018-12-31', '2019-12-29')
    expect(count(rule()(simulation, whole))).toBe(52)
  })

  it('count in the whole calendar, so a simulation from the middle of a month waits for the next', () => {
    const simulation = sliceSessions(whole, '2020-01-15', '2020-02-10')
    const fires = monthStart()(simulation, whole)
    expect([...fires.keys()].filter((row) => fires[row]).map((row) => simulation.date(row))).toEqual(['2020-02-03'])
  })

  it('can exclude half days, or fire never', () => {
    const simulation = sliceSessions(whole, '2019-11-25', '2019-11-29')
    expect([...notHalfDay()(simulation, whole)]).toEqual([1, 1, 1, 0])
    expect([...never()(simulation, whole)]).toEqual([0, 0, 0, 0])
  })
})

describe('a function scheduled every day in daily data', () => {
  const whole = tables.get('XNYS') as SessionTable
  const week = sliceSessions(whole, '2012-07-02', '2012-07-05')
  const daily = { date: everyDay(), time: everyMinute, frequency: 'daily' } as const

  it('misses the half day before Independence Day as in Zipline, where a day lasts 24 hours', () =>
    expect([...firings({ ...daily, again: '24h' }, week, whole)]).toEqual([week.closes[0], week.closes[2]]))

  it('runs in it where each session is a new day', () =>
    expect(firings({ ...daily, again: 'session' }, week, whole)).toEqual(week.closes))
})

describe('offsets', () => {
  const code = (code: string) => expect.objectContaining({ code })
  const outOfRange = code('OFFSET_OUT_OF_RANGE')

  it('of months are 0 to 22 sessions, of weeks 0 to 4', () => {
    for (const rule of [monthStart, monthEnd]) {
      expect(() => rule(22)).not.toThrow()
      expect(() => rule(23)).toThrow(outOfRange)
      expect(() => rule(-1)).toThrow(outOfRange)
    }
    for (const rule of [weekStart, weekEnd]) {
      expect(() => rule(4)).not.toThrow()
      expect(() => rule(5)).toThrow(outOfRange)
      expect(() => rule(1.5)).toThrow(code('OFFSET_NOT_WHOLE'))
    }
  })

  it('of times are one minute to twelve hours', () => {
    for (const rule of [marketOpen, marketClose]) {
      expect(() => rule(MINUTE)).not.toThrow()
      expect(() => rule(720 * MINUTE)).not.toThrow()
      expect(() => rule(720 * MINUTE + 1)).toThrow(outOfRange)
      expect(() => rule(MINUTE - 1)).toThrow(outOfRange)
      expect(() => rule(Number.NaN)).toThrow(outOfRange)
    }
  })

  it('of times come in ms, or in hours and minutes, or not at all', () => {
    expect(timeOffset({})).toBeUndefined()
    expect(timeOffset({ offset: null, hours: null, minutes: null })).toBeUndefined()
    expect(timeOffset({ hours: 1, minutes: 30 })).toBe(90 * MINUTE)
    expect(timeOffset({ offset: 5 * MINUTE })).toBe(5 * MINUTE)
    expect(() => timeOffset({ hours: 0 })).toThrow(outOfRange)
    expect(() => timeOffset({ offset: 5 * MINUTE, minutes: 5 })).toThrow(code('OFFSET_GIVEN_TWICE'))
  })

  it('that end between two bars never fire', () => {
    const whole = tables.get('XNYS') as SessionTable
    expect(marketOpen(1.5 * MINUTE)(whole, 0)).toBeNaN()
  })
})
