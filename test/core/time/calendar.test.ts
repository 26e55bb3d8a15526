import { describe, expect, it } from '@jest/globals'
import { allSessions, ruleCalendar } from '../../../core/time/calendar.js'
import type { CalendarRules } from '../../../core/time/calendar-rules.js'
import { isoText } from '../../../core/time/instant.js'

const tokyo: CalendarRules = {
  name: 'TOKYO',
  zone: 'Asia/Tokyo',
  weekmask: '1111100',
  open: '09:00',
  close: '15:00',
  break: ['11:30', '12:30'],
  changes: [{ from: '2024-11-05', close: '15:30' }],
  holidays: ['2024-11-04'],
  extraSessions: ['2024-11-09'],
  specialOpens: { '2024-11-08': '10:00' },
  specialCloses: { '2024-11-07': '12:00', '2024-11-08': '16:00' },
  specialBreaks: { '2024-11-06': null },
  sessionsPerYear: 245,
  firstDate: '2024-01-01',
  lastDate: '2025-06-30',
}

function hours(rules: CalendarRules, from: string, to: string): string[] {
  const table = ruleCalendar(rules).sessions(from, to)
  const clock = (at: number | undefined) =>
    at === undefined || Number.isNaN(at) ? '-' : isoText(at, rules.zone).slice(5, 16)
  return [...table.days.keys()].map((i) => {
    const half = table.halfDays?.[i] === 1 ? ' half' : ''
    const times = [table.opens[i], table.breakStarts?.[i], table.breakEnds?.[i], table.closes[i]]
    return `${table.date(i)} ${times.map(clock).join(' ')}${half}`
  })
}

const code = (name: string) => expect.objectContaining({ code: name })

describe('a calendar by rule', () => {
  it('has regular hours that change, breaks, holidays, extra sessions and special hours', () =>
    expect(hours(tokyo, '2024-11-01', '2024-11-11')).toEqual([
      '2024-11-01 11-01T09:00 11-01T11:30 11-01T12:30 11-01T15:00',
      '2024-11-05 11-05T09:00 11-05T11:30 11-05T12:30 11-05T15:30',
      '2024-11-06 11-06T09:00 - - 11-06T15:30',
      '2024-11-07 11-07T09:00 - - 11-07T12:00 half',
      '2024-11-08 11-08T10:00 11-08T11:30 11-08T12:30 11-08T16:00',
      '2024-11-09 11-09T09:00 11-09T11:30 11-09T12:30 11-09T15:30',
      '2024-11-11 11-11T09:00 11-11T11:30 11-11T12:30 11-11T15:30',
    ]))

  it('may open on the evening before, across a change of the clocks', () => {
    const futures: CalendarRules = {
      name: 'FUTURES',
      zone: 'America/Chicago',
      weekmask: '1111100',
      open: '17:00-1',
      close: '16:00',
      firstDate: '2020-01-01',
      lastDate: '2020-12-31',
    }
    expect(hours(futures, '2020-03-06', '2020-03-09')).toEqual([
      '2020-03-06 03-05T17:00 - - 03-06T16:00',
      '2020-03-09 03-08T17:00 - - 03-09T16:00',
    ])
    const [friday, monday] = ruleCalendar(futures).sessions('2020-03-06', '2020-03-09').opens
    expect((monday - friday) / 3_600_000).toBe(71)
  })

  it('may change its week, and the hours of one weekday', () => {
    const telAviv: CalendarRules = {
      name: 'TEL AVIV',
      zone: 'Asia/Jerusalem',
      weekmask: '1111001',
      open: '09:59',
      close: '17:15',
      changes: [
        { from: '2025-12-01', weekdays: '0000001', close: '15:40' },
        { from: '2026-01-05', weekmask: '1111100' },
        { from: '2026-01-05', weekdays: '0000100', close: '13:50' },
      ],
      firstDate: '2025-01-01',
      lastDate: '2026-12-31',
    }
    expect(hours(telAviv, '2026-01-01', '2026-01-09').map((line) => line.slice(-11))).toEqual([
      '01-01T17:15',
      '01-04T15:40',
      '01-05T17:15',
      '01-06T17:15',
      '01-07T17:15',
      '01-08T17:15',
      '01-09T13:50',
    ])
  })

  it('gives the same session whatever years are asked for with it', () => {
    const calendar = ruleCalendar(tokyo)
    const whole = allSessions(calendar)
    expect(whole.date(0)).toBe('2024-01-01')
    expect(whole.date(whole.length - 1)).toBe('2025-06-30')
    const turn = calendar.sessions('2024-12-30', '2025-01-03')
    const row = whole.indexOf('2024-12-30')
    expect([...turn.opens]).toEqual([...whole.opens.subarray(row, row + turn.length)])
  })

  it('refuses dates that it does not cover, or in the wrong order', () => {
    const calendar = ruleCalendar(tokyo)
    expect(() => calendar.sessions('2023-12-31', '2024-01-31')).toThrow(code('CALENDAR_OUT_OF_RANGE'))
    expect(() => calendar.sessions('2025-06-30', '2025-07-01')).toThrow(code('CALENDAR_OUT_OF_RANGE'))
    expect(() => calendar.sessions('2025-02-01', '2025-01-01')).toThrow(code('DATES_REVERSED'))
    expect(() => calendar.sessions('2025-02-30', '2025-03-01')).toThrow(code('DATE_INVALID'))
  })

  it('counts 252 sessions a year unless told', () => {
    expect(ruleCalendar(tokyo).sessionsPerYear).toBe(245)
    expect(ruleCalendar({ ...tokyo, sessionsPerYear: undefined }).sessionsPerYear).toBe(252)
  })

  it.each<[string, Partial<CalendarRules>]>([
    ['open', { open: '9:30' }],
    ['close', { close: '25:00' }],
    ['weekmask', { weekmask: 'Mon-Fri' }],
    ['break', { break: ['11:30', 'noon'] }],
    ['holidays[1]', { holidays: ['2024-01-01', '2024-02-30'] }],
    ["specialOpens['tomorrow']", { specialOpens: { tomorrow: '10:00' } }],
    ['changes[0].close', { changes: [{ from: '2024-02-01', close: '' }] }],
    ['changes[1].from', { changes: [{ from: '2024-02-01' }, { from: '2024-01-01' }] }],
    ['lastDate', { lastDate: '2023-12-31' }],
  ])('names the field that is wrong: %s', (field, change) => {
    const make = () => ruleCalendar({ ...tokyo, ...change })
    expect(make).toThrow(code('CALENDAR_RULES_INVALID'))
    expect(make).toThrow(field)
  })

  it('refuses a zone that is not there', () =>
    expect(() => ruleCalendar({ ...tokyo, zone: 'Asia/Edo' })).toThrow(code('ZONE_UNKNOWN')))
})
