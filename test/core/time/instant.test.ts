import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  DAY,
  fromWall,
  HOUR,
  isoText,
  parseDate,
  parseInstant,
  toWall,
  zoneOffset,
} from '../../../core/time/instant.js'

const utc = (text: string) => Date.parse(`${text}Z`)
const newYork = 'America/New_York'

describe('offset of a zone', () => {
  it.each([
    ['2020-03-08T06:59:59', -5],
    ['2020-03-08T07:00:00', -4],
    ['2020-11-01T05:59:59', -4],
    ['2020-11-01T06:00:00', -5],
    ['1974-01-06T07:00:00', -4],
  ])('of New York at %s UTC is %d hours', (instant, hours) =>
    expect(zoneOffset(utc(instant), newYork)).toBe(hours * HOUR),
  )

  it('may have minutes, or seconds long ago', () => {
    expect(zoneOffset(utc('2020-01-01T00:00:00'), 'Asia/Kathmandu')).toBe(5.75 * HOUR)
    expect(zoneOffset(utc('1880-01-01T00:00:00'), newYork)).toBe(-(4 * HOUR + 56 * 60_000 + 2000))
  })

  it('follows the four changes of a year with Ramadan in it', () => {
    const days = ['2012-04-28', '2012-05-01', '2012-07-25', '2012-08-25', '2012-10-02']
    const hours = days.map((day) => zoneOffset(utc(`${day}T12:00:00`), 'Africa/Casablanca') / HOUR)
    expect(hours).toEqual([0, 1, 0, 1, 0])
  })

  it('is the one the platform gives, at any instant from 1950 to 2099', () => {
    const zones = [newYork, 'Europe/London', 'Asia/Tokyo', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Tehran']
    const formats = new Map(
      zones.map((zone) => [
        zone,
        new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    )
    const instants = fc.integer({ min: utc('1950-01-01T00:00:00') / 1000, max: utc('2099-12-31T00:00:00') / 1000 })
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (seconds, zone) => {
        const shown = formats
          .get(zone)
          ?.format(seconds * 1000)
          .replace(' ', 'T')
        expect(toWall(seconds * 1000, zone)).toBe(utc(shown as string))
      }),
    )
  })

  it('is refused for a zone that is not there', () =>
    expect(() => zoneOffset(0, 'America/Gotham')).toThrow(expect.objectContaining({ code: 'ZONE_UNKNOWN' })))
})

describe('instant of a wall time', () => {
  it('is the only one there is on most days', () =>
    expect(fromWall(utc('2020-01-02T09:30:00'), newYork)).toBe(utc('2020-01-02T14:30:00')))

  it('is the first of two where clocks were set back', () =>
    expect(fromWall(utc('2020-11-01T01:30:00'), newYork)).toBe(utc('2020-11-01T05:30:00')))

  it('lies as far after the change as inside the gap where clocks were set forward', () =>
    expect(fromWall(utc('2020-03-08T02:30:00'), newYork)).toBe(utc('2020-03-08T07:30:00')))

  it('is right on both sides of a change', () => {
    expect(fromWall(utc('2020-03-08T01:59:00'), newYork)).toBe(utc('2020-03-08T06:59:00'))
    expect(fromWall(utc('2020-03-08T03:00:00'), newYork)).toBe(utc('2020-03-08T07:00:00'))
    expect(fromWall(utc('2020-11-01T02:00:00'), newYork)).toBe(utc('2020-11-01T07:00:00'))
  })

  it('leads back to the wall time, but in a gap', () => {
    const walls = fc.integer({ min: 0, max: 40_000 }).map((halfDays) => (halfDays * DAY) / 2)
    fc.assert(fc.property(walls, (wall) => expect(toWall(fromWall(wall, newYork), newYork)).toBe(wall)))
  })
})

describe('ISO text', () => {
  it('has the offset of its zone', () => {
    const close = utc('2020-01-02T21:00:00')
    expect(isoText(close)).toBe('2020-01-02T21:00:00+00:00')
    expect(isoText(close, newYork)).toBe('2020-01-02T16:00:00-05:00')
    expect(isoText(close, 'Asia/Kolkata')).toBe('2020-01-03T02:30:00+05:30')
  })

  it('shows a fraction of a second in six digits, as Python does', () =>
    expect(isoText(utc('1969-12-31T23:59:59') + 7)).toBe('1969-12-31T23:59:59.007000+00:00'))

  it('is read back as written', () => {
    const instants = fc.integer({ min: utc('1900-01-01T00:00:00'), max: utc('2200-01-01T00:00:00') })
    fc.assert(fc.property(instants, (instant) => expect(parseInstant(isoText(instant, newYork))).toBe(instant)))
  })

  it.each([
    ['2020-01-02', '2020-01-02T00:00:00'],
    ['2020-01-02T21:00', '2020-01-02T21:00:00'],
    ['2020-01-02 21:00:00', '2020-01-02T21:00:00'],
    ['2020-01-02T21:00:00.5Z', '2020-01-02T21:00:00.500'],
    ['2020-01-02T16:00:00-0500', '2020-01-02T21:00:00'],
    ['2020-01-02T16:00-05', '2020-01-02T21:00:00'],
  ])('%s is read', (text, instant) => expect(parseInstant(text)).toBe(utc(instant)))

  it('without an offset is a wall time of the zone asked for', () =>
    expect(parseInstant('2020-07-01T09:30', newYork)).toBe(utc('2020-07-01T13:30:00')))

  it.each([
    '',
    'yesterday',
    '2020-1-2',
    '2021-02-29',
    '2020-13-01',
    '2020-01-02T24:00',
    '2020-01-02T10:61',
    '01/02/2020',
  ])("'%s' is refused", (text) =>
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID' })),
  )

  it('names a date', () => expect(parseDate('2020-01-02T23:00:00-05:00')).toBe('2020-01-02'))
})
