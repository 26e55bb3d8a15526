import { RustybtError } from '../kernel/errors.js'
import { weekdayOf } from './calendar-rules.js'
import { DAY, HOUR, MINUTE } from './instant.js'
import { civilOf, type SessionColumns, type SessionTable } from './session.js'

/**
 * Which sessions of a simulation a function runs in: 1 or 0 for each. Months and weeks are counted in `whole`, all sessions of the calendar,
 * so a simulation that begins in the middle of a month has no first session of that month. Offsets and edges are Zipline's.
 */
export type DateRule = (simulation: SessionTable, whole: SessionTable) => Uint8Array

/** End of the minute bar of session `row` at which a function runs, epoch ms; NaN where the session has no such minute. */
export type TimeOfSession = (sessions: SessionColumns, row: number) => number
/** `every-minute` runs at whichever minute comes first; see `firings`. */
export type TimeRule = TimeOfSession | 'every-minute'

export const everyMinute: TimeRule = 'every-minute'

export const everyDay = (): DateRule => (simulation) => new Uint8Array(simulation.length).fill(1)

export const never = (): DateRule => (simulation) => new Uint8Array(simulation.length)

/** Sessions that close at their regular hour. */
export const notHalfDay = (): DateRule => (simulation) =>
  Uint8Array.from({ length: simulation.length }, (_, row) => (simulation.halfDays?.[row] === 1 ? 0 : 1))

/** Sessions that all the rules name. */
export function allOf(...rules: readonly DateRule[]): DateRule {
  return (simulation, whole) => {
    const answers = rules.map((rule) => rule(simulation, whole))
    return Uint8Array.from({ length: simulation.length }, (_, row) =>
      answers.every((fires) => fires[row] === 1) ? 1 : 0,
    )
  }
}

/** The session `offset` (0 to 22) after the first of each month; months with fewer sessions have none. */
export const monthStart = (offset = 0): DateRule => nthOf(monthOf, checkOffset('monthStart', offset, 22))

/** The session `offset` (0 to 22) before the last of each month. */
export const monthEnd = (offset = 0): DateRule => nthOf(monthOf, -1 - checkOffset('monthEnd', offset, 22))

/** The session `offset` (0 to 4) after the first of each ISO week, which begins on Monday. */
export const weekStart = (offset = 0): DateRule => nthOf(weekOf, checkOffset('weekStart', offset, 4))

/** The session `offset` (0 to 4) before the last of each ISO week. */
export const weekEnd = (offset = 0): DateRule => nthOf(weekOf, -1 - checkOffset('weekEnd', offset, 4))

/** `offset` ms after the open, one minute to twelve hours: the default is the first bar's end, 09:31 in New York. */
export function marketOpen(offset = MINUTE): TimeOfSession {
  checkTime('marketOpen', offset)
  return ({ opens, closes }, row) => minuteIn(opens[row], closes[row], opens[row] + offset)
}

/** `offset` ms before the close, one minute to twelve hours: the default is the last bar but one, 15:59 in New York. */
export function marketClose(offset = MINUTE): TimeOfSession {
  checkTime('marketClose', offset)
  return ({ opens, closes }, row) => minuteIn(opens[row], closes[row], closes[row] - offset)
}

/**
 * The offset that a time rule's arguments say, in ms: one in ms itself, or hours and minutes; undefined where none is given (the rule's
 * default holds). `OFFSET_GIVEN_TWICE`, `OFFSET_OUT_OF_RANGE`.
 */
export function timeOffset(given: {
  offset?: number | null
  hours?: number | null
  minutes?: number | null
}): number | undefined {
  const { offset, hours, minutes } = given
  const inParts = hours != null || minutes != null
  if (offset == null && !inParts) return undefined
  if (offset != null && inParts)
    throw new RustybtError('OFFSET_GIVEN_TWICE', 'a time rule takes an offset, or hours and minutes, not both')
  return checkTime('time rule', offset ?? (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE)
}

export interface Firing {
  readonly date: DateRule
  readonly time: TimeRule
  /** Bars of the simulation: every minute after the open up to the close, or the close alone, where the time rule has no say. */
  readonly frequency: 'minute' | 'daily'
  /**
   * When a function may run again: with the next `session`; or, as in Zipline, at the first bar `24h` or more after the bar that opened the
   * day before. The latter passes over a half day that follows a run in daily data, since its bar comes hours too early.
   */
  readonly again: 'session' | '24h'
}

/** The bars' ends at which a scheduled function runs, epoch ms rising; at most once a day as `again` counts days, whatever the time rule. */
export function firings(firing: Firing, simulation: SessionTable, whole: SessionTable): Float64Array {
  const days = firing.date(simulation, whole)
  const instants: number[] = []
  let dayEnds = Number.NEGATIVE_INFINITY
  let ran = false
  const run = (row: number, from: number, to: number) => {
    const at = days[row] === 1 && !ran ? timeIn(firing, simulation, row, from) : Number.NaN
    if (!(at >= from && at <= to)) return
    instants.push(at)
    ran = true
  }
  for (let row = 0; row < simulation.length; row++) {
    const last = simulation.closes[row]
    const first = firing.frequency === 'daily' ? last : simulation.opens[row] + MINUTE
    const resets = firing.again === 'session' ? first : Math.max(first, first + wholeMinutes(dayEnds - first))
    if (resets > first) run(row, first, Math.min(last, resets - MINUTE))
    if (resets > last) continue
    dayEnds = resets + DAY
    ran = false
    run(row, resets, last)
  }
  return Float64Array.from(instants)
}

function timeIn({ frequency, time }: Firing, sessions: SessionColumns, row: number, from: number): number {
  return frequency === 'daily' || time === 'every-minute' ? from : time(sessions, row)
}

const wholeMinutes = (ms: number) => Math.ceil(ms / MINUTE) * MINUTE

/** An instant between minutes, or outside the session, is never the end of one of its bars. */
function minuteIn(open: number, close: number, instant: number): number {
  return instant > open && instant <= close && (instant - open) % MINUTE === 0 ? instant : Number.NaN
}

const monthOf = (day: number) => {
  const { year, month } = civilOf(day)
  return year * 12 + month
}

const weekOf = (day: number) => day - weekdayOf(day)

/** Sessions that are the nth of their group, from 0; from the group's end where n is negative. */
function nthOf(groupOf: (day: number) => number, n: number): DateRule {
  return (simulation, { days }) => {
    const chosen = new Set<number>()
    for (let start = 0, end = 0; start < days.length; start = end) {
      const group = groupOf(days[start])
      while (end < days.length && groupOf(days[end]) === group) end++
      const row = n >= 0 ? start + n : end + n
      if (row >= start && row < end) chosen.add(days[row])
    }
    return Uint8Array.from(simulation.days, (day) => (chosen.has(day) ? 1 : 0))
  }
}

function checkOffset(rule: string, offset: number, last: number): number {
  if (!Number.isInteger(offset))
    throw new RustybtError('OFFSET_NOT_WHOLE', `${rule}: offset must be a whole number of sessions, not ${offset}`)
  if (!(offset >= 0 && offset <= last))
    throw new RustybtError(
      'OFFSET_OUT_OF_RANGE',
      `${rule}: offset must be between 0 and ${last} sessions, not ${offset}`,
    )
  return offset
}

function checkTime(rule: string, offset: number): number {
  if (!(offset >= MINUTE && offset <= 12 * HOUR))
    throw new RustybtError(
      'OFFSET_OUT_OF_RANGE',
      `${rule}: offset must be between 1 minute and 12 hours, not ${offset} ms`,
    )
  return offset
}
