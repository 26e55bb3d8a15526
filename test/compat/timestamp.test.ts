import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { CalendarDate, Timedelta, Timestamp } from '../../compat/timestamp.js'

interface Answers {
  readonly stamps: readonly {
    readonly ms: number
    readonly zone: string | null
    readonly text: string
    readonly iso: string
    readonly date: string
    readonly parts: readonly number[]
    readonly day: string
    readonly formats: Readonly<Record<string, string>>
    readonly midnight: string
    readonly later: string
    readonly earlier: string
    readonly nine: string
  }[]
  readonly deltas: readonly {
    readonly parts: Readonly<Record<string, number>>
    readonly text: string
    readonly days: number
    readonly seconds: number
    readonly microseconds: number
    readonly total: number
  }[]
}
const answers = JSON.parse(readFileSync(new URL('./pandas-times.json', import.meta.url), 'utf8')) as Answers

describe('Timestamp answers as pandas', () => {
  describe.each(answers.stamps.map((stamp) => [stamp.text, stamp] as const))('%s', (text, answer) => {
    const stamp = Timestamp(answer.ms, answer.zone)

    it('its parts', () => {
      const { year, month, day, hour, minute, second, microsecond, dayofweek, dayofyear, quarter } = stamp
      expect([year, month, day, hour, minute, second, microsecond, dayofweek, dayofyear, quarter]).toEqual(answer.parts)
      expect([stamp.weekday(), stamp.day_of_week, stamp.day_name()]).toEqual([
        answer.parts[7],
        answer.parts[7],
        answer.day,
      ])
    })

    it('its texts', () => {
      expect([String(stamp), stamp.isoformat(), String(stamp.date())]).toEqual([text, answer.iso, answer.date])
      for (const [format, formatted] of Object.entries(answer.formats)) expect(stamp.strftime(format)).toBe(formatted)
    })

    it('what is reckoned from it', () => {
      expect(stamp.normalize().isoformat()).toBe(answer.midnight)
      expect(stamp.add(Timedelta({ days: 70, hours: 3, minutes: 4, seconds: 5 })).isoformat()).toBe(answer.later)
      expect(stamp.subtract({ days: 120 }).isoformat()).toBe(answer.earlier)
      expect(stamp.replace({ hour: 9, minute: 31 }).isoformat()).toBe(answer.nine)
    })

    it('itself, read from its own text', () => {
      const read = new Timestamp(answer.iso)
      expect([read.valueOf(), read.tz === null]).toEqual([answer.ms, answer.zone === null])
    })
  })
})

describe('Timestamp', () => {
  const close = new Timestamp(Date.UTC(2020, 0, 2, 21))

  it('is in UTC of a number, and in no zone of a text that names none', () => {
    expect(close.isoformat()).toBe('2020-01-02T21:00:00+00:00')
    expect(new Timestamp('2020-01-02').isoformat()).toBe('2020-01-02T00:00:00')
    expect(new Timestamp('2020-01-02', { tz: 'UTC' }).isoformat()).toBe('2020-01-02T00:00:00+00:00')
    expect(new Timestamp('2020-01-02 16:00', 'America/New_York').valueOf()).toBe(close.valueOf())
    expect(new Timestamp('2020-01-02T16:00-05:00').isoformat()).toBe('2020-01-02T21:00:00+00:00')
  })

  it('is another reading of the same instant in another zone', () => {
    const there = close.tz_convert('America/New_York')
    expect(String(there)).toBe('2020-01-02 16:00:00-05:00')
    expect([there.hour, there.strftime('%H:%M %Z'), +there - +close]).toEqual([16, '16:00 EST', 0])
    expect(close.tz_localize(null).isoformat()).toBe('2020-01-02T21:00:00')
    expect(close.tz_localize('America/New_York').isoformat()).toBe('2020-01-02T21:00:00-05:00')
  })

  it('compares by instant', () => {
    const later = close.add({ minutes: 1 })
    expect([close < later, later > close, close.equals(new Timestamp(close)), close.equals(later)]).toEqual([
      true,
      true,
      true,
      false,
    ])
    expect(String(later.subtract(close))).toBe('0 days 00:01:00')
    expect(close.date() < new Timestamp('2020-01-03').date()).toBe(true)
  })

  it('is written to JSON and shown in consoles', () => {
    expect(JSON.stringify({ at: close, on: close.date() })).toBe('{"at":"2020-01-02T21:00:00+00:00","on":"2020-01-02"}')
    expect(inspect(close)).toBe("Timestamp('2020-01-02 21:00:00+00:00', tz='UTC')")
    expect(`${close.date()}`).toBe('2020-01-02')
    expect(close.date()).toBeInstanceOf(CalendarDate)
    expect([close.date().year, close.date().month, close.date().day, close.date().weekday()]).toEqual([2020, 1, 2, 3])
  })

  it('is one class with and without new', () => {
    expect(Timestamp(0)).toBeInstanceOf(Timestamp)
    expect(new Timestamp(0)).toBeInstanceOf(Timestamp)
    expect(close.to_pydatetime().getTime() / 1000).toBe(close.timestamp())
    expect(Math.abs(Timestamp.now().valueOf() - Date.now())).toBeLessThan(60_000)
  })

  it('refuses what is no date', () => {
    expect(() => Timestamp('soon')).toThrow("'soon' is neither a date nor an instant")
    expect(() => close.tz_convert('Mars/Olympus').isoformat()).toThrow('Mars/Olympus')
  })

  it('comes back from its text, in every zone', () => {
    const zone = fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Asia/Tokyo', 'Australia/Lord_Howe')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), zone, (seconds, name) => {
        const stamp = new Timestamp(seconds * 1000, name)
        expect(new Timestamp(stamp.isoformat()).equals(stamp)).toBe(true)
        expect(stamp.normalize() <= stamp).toBe(true)
      }),
    )
  })
})

describe('Timedelta answers as pandas', () => {
  it.each(answers.deltas.map((delta) => [delta.text, delta] as const))('%s', (text, answer) => {
    const delta = Timedelta(answer.parts)
    expect(String(delta)).toBe(text)
    expect([delta.days, delta.seconds, delta.microseconds, delta.total_seconds()]).toEqual([
      answer.days,
      answer.seconds,
      answer.microseconds,
      answer.total,
    ])
  })

  it('adds, subtracts and compares', () => {
    const hour = Timedelta(1, 'h')
    expect(String(hour.add(Timedelta(30, 'min')).multiply(2))).toBe('0 days 03:00:00')
    expect([
      hour
        .subtract(Timedelta({ hours: 2 }))
        .abs()
        .valueOf(),
      hour > Timedelta(59, 'min'),
    ]).toEqual([3_600_000, true])
    expect(JSON.stringify(new Timedelta({ days: 2 }))).toBe('"2 days 00:00:00"')
    expect(() => Timedelta(1, 'fortnight')).toThrow("no unit 'fortnight'")
  })
})
