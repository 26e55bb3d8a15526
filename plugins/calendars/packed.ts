import { RustybtError } from '../../core/kernel/errors.js'
import type { CalendarRules, WallTime } from '../../core/time/calendar-rules.js'

/** Dates as a line a year, `2020 0101 0120`: a year, then month and day of each. */
export type PackedDates = string

type DateFields = 'holidays' | 'extraSessions' | 'specialOpens' | 'specialCloses' | 'specialBreaks'

/** Calendar rules as the tables hold them, with the dates of each special hour together. */
export interface PackedRules extends Omit<CalendarRules, DateFields> {
  readonly holidays?: PackedDates
  readonly extraSessions?: PackedDates
  readonly specialOpens?: Readonly<Record<WallTime, PackedDates>>
  readonly specialCloses?: Readonly<Record<WallTime, PackedDates>>
  /** Keys are `11:30 12:30`, or `none` where the pause falls away. */
  readonly specialBreaks?: Readonly<Record<string, PackedDates>>
}

export function unpackRules(packed: PackedRules): CalendarRules {
  return {
    ...packed,
    holidays: unpackDates(packed.holidays),
    extraSessions: unpackDates(packed.extraSessions),
    specialOpens: byDate(packed.specialOpens, (time) => time),
    specialCloses: byDate(packed.specialCloses, (time) => time),
    specialBreaks: byDate(packed.specialBreaks, pauseOf),
  }
}

export function unpackDates(packed: PackedDates = ''): string[] {
  return packed
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [year, ...days] = line.split(' ')
      return days.map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`)
    })
}

function byDate<T>(packed: Readonly<Record<string, PackedDates>> = {}, read: (key: string) => T): Record<string, T> {
  const entries = Object.entries(packed).flatMap(([key, dates]) =>
    unpackDates(dates).map((date): [string, T] => [date, read(key)]),
  )
  return Object.fromEntries(entries)
}

function pauseOf(key: string): readonly [WallTime, WallTime] | null {
  if (key === 'none') return null
  const [start, end] = key.split(' ')
  if (end === undefined) throw new RustybtError('CALENDAR_RULES_INVALID', `specialBreaks: '${key}' is no pause`)
  return [start, end]
}
