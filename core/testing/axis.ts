import { MinuteAxis } from '../data/minutes.js'
import type { Frequency } from '../data/source.js'
import { RustybtError } from '../kernel/errors.js'
import { type Calendar, tradingHours } from '../time/calendar.js'
import { DAY, isoText, MINUTE, parseDate, parseInstant } from '../time/instant.js'
import { dateOf, dayOf, rowOfMinute, type SessionTable } from '../time/session.js'

/** Sessions from a start on, and where bars of one frequency stand on them. */
export interface TestAxis {
  readonly sessions: SessionTable
  /** Epoch ms of the first bars from the start on. */
  times(count: number): Float64Array
  /** Epoch ms of a bar's date as written. Throws `BAR_OUTSIDE_SESSIONS`, beginning with `label`. */
  time(date: string, label: string): number
  /** Session of a bar, by the time that it has. */
  sessionOf(time: number): string
}

export interface AxisRequest {
  readonly calendar: Calendar
  readonly frequency: Frequency
  /** ISO date of a session; where left out, the first of `dates`, else the calendar's first in 2024. */
  readonly start?: string
  /** Dates of bars that must lie on it. */
  readonly dates: readonly string[]
  /** How many bars it must have room for. */
  readonly count: number
}

export function testAxis(request: AxisRequest): TestAxis {
  const { calendar, frequency } = request
  const days = request.dates.map((date) => dayOf(parseDate(date)))
  const start = request.start === undefined ? firstSession(calendar, days) : checkStart(request.start, calendar)
  const last = days.reduce((latest, day) => Math.max(latest, day + 1), dayOf(start))
  const make = (to: string): TestAxis => {
    const sessions = calendar.sessions(start, to)
    return frequency === 'daily' ? new DailyAxis(calendar, sessions) : new MinutesAxis(calendar, sessions)
  }
  for (let span = 14 + 2 * request.count; ; span *= 2) {
    const to = clamp(dateOf(Math.max(dayOf(start) + span, last)), calendar)
    const axis = make(to)
    if (to === calendar.lastDate || axis.sessions.length >= request.count) return axis
  }
}

class DailyAxis implements TestAxis {
  constructor(
    private readonly calendar: Calendar,
    readonly sessions: SessionTable,
  ) {}

  times(count: number): Float64Array {
    checkRoom(count, this.sessions.length, this.calendar)
    return Float64Array.from(this.sessions.days.subarray(0, count), (day) => day * DAY)
  }

  time(date: string, label: string): number {
    if (parseDate(date) !== date)
      throw new RustybtError('BAR_OUTSIDE_SESSIONS', `${label} has a time of day, but the bars are daily`, {
        hint: "ask for frequency: 'minute'",
      })
    if (this.sessions.indexOf(date) < 0) throw outside(label, date, this.calendar, this.sessions)
    return dayOf(date) * DAY
  }

  sessionOf(time: number): string {
    return dateOf(time / DAY)
  }
}

class MinutesAxis implements TestAxis {
  /** The minutes that simulations play, which are not all of some calendars' sessions. */
  readonly #played: MinuteAxis

  constructor(
    private readonly calendar: Calendar,
    readonly sessions: SessionTable,
  ) {
    this.#played = new MinuteAxis(tradingHours(calendar, sessions))
  }

  times(count: number): Float64Array {
    checkRoom(count, this.#played.length, this.calendar)
    return Float64Array.from({ length: count }, (_, i) => this.#played.instant(i))
  }

  time(date: string, label: string): number {
    const time = parseInstant(date)
    if (time % MINUTE === 0 && rowOfMinute(this.sessions, time) >= 0) return time
    throw outside(label, date, this.calendar, this.sessions)
  }

  sessionOf(time: number): string {
    return this.sessions.date(rowOfMinute(this.sessions, time))
  }
}

/** A Tuesday on which most exchanges trade. */
const START = '2024-01-02'

function firstSession(calendar: Calendar, days: readonly number[]): string {
  const first = days.length === 0 ? dayOf(START) : Math.min(...days)
  const sessions = calendar.sessions(clamp(dateOf(first), calendar), clamp(dateOf(first + 31), calendar))
  if (sessions.length > 0) return sessions.date(0)
  throw new RustybtError('START_NOT_SESSION', `${calendar.name} has no session in the month from ${dateOf(first)} on`)
}

function checkStart(start: string, calendar: Calendar): string {
  const sessions = calendar.sessions(clamp(start, calendar), clamp(dateOf(dayOf(start) + 31), calendar))
  if (sessions.length > 0 && sessions.date(0) === start) return start
  const next = sessions.length > 0 ? `the next one is ${sessions.date(0)}` : undefined
  throw new RustybtError('START_NOT_SESSION', `${start} is no session of ${calendar.name}`, { hint: next })
}

function checkRoom(count: number, room: number, { name, lastDate }: Calendar): void {
  if (count <= room) return
  throw new RustybtError(
    'BARS_OUTSIDE_CALENDAR',
    `${count} bars end after ${lastDate}, where the calendar ${name} ends`,
  )
}

function outside(label: string, date: string, calendar: Calendar, sessions: SessionTable): RustybtError {
  const row = sessions.atOrAfter(parseDate(date))
  const hint =
    row === 0 && parseDate(date) < sessions.date(0)
      ? `the bars start on ${sessions.date(0)}: choose an earlier start`
      : row < sessions.length
        ? `${sessions.date(row)} trades from ${isoText(sessions.opens[row])} to ${isoText(sessions.closes[row])}`
        : undefined
  return new RustybtError('BAR_OUTSIDE_SESSIONS', `${label} lies in no session of ${calendar.name}`, { hint })
}

function clamp(date: string, { firstDate, lastDate }: Calendar): string {
  return date < firstDate ? firstDate : date > lastDate ? lastDate : date
}
