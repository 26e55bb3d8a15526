import { RustybtError } from '../kernel/errors.js'
import { token } from '../kernel/token.js'
import type { CalendarRules } from './calendar-rules.js'
import { type DayRules, dayRules } from './calendar-rules.js'
import { fromWall } from './instant.js'
import {
  civilOf,
  columnRows,
  dayOf,
  type SessionColumns,
  type SessionTable,
  sessionTable,
  sliceSessions,
} from './session.js'

/** When a market trades. Plugins give one by name: an exchange's (`XNYS`), `24/7`, or a user's own by rule. */
export interface Calendar {
  readonly name: string
  /** IANA zone in which its rules are written, such as `America/New_York`. */
  readonly zone: string
  /** Sessions in a year, for annualizing: 252 for an exchange, 365 for a market that never closes. */
  readonly sessionsPerYear: number
  /** The part of each session that simulations play, where it is not the whole: ms after the open and before the close. */
  readonly execution?: { readonly afterOpen: number; readonly beforeClose: number }
  /** First and last date that its rules cover, ISO. */
  readonly firstDate: string
  readonly lastDate: string
  /** The sessions from one ISO date to another, both included; throws `CALENDAR_OUT_OF_RANGE` outside what it covers. */
  sessions(from: string, to: string): SessionTable
}
export const Calendar = token<Calendar>('Calendar')

/** All sessions that a calendar covers: what rules such as the month's first session count in. */
export function allSessions(calendar: Calendar): SessionTable {
  return calendar.sessions(calendar.firstDate, calendar.lastDate)
}

/** The sessions with the hours that simulations play: the whole of them, but for calendars that say otherwise. */
export function tradingHours(calendar: Calendar, sessions: SessionTable): SessionTable {
  const { execution } = calendar
  if (!execution) return sessions
  const opens = sessions.opens.map((open) => open + execution.afterOpen)
  const closes = sessions.closes.map((close) => close - execution.beforeClose)
  return sessionTable({ days: sessions.days, opens, closes, halfDays: sessions.halfDays })
}

/**
 * A calendar from plain data. Years are worked out when first asked for and kept, so two years cost two years.
 * Throws `CALENDAR_RULES_INVALID`, with the field, where the data are not sound.
 */
export function ruleCalendar(rules: CalendarRules): Calendar {
  const ofDay = dayRules(rules)
  const first = dayOf(rules.firstDate)
  const last = dayOf(rules.lastDate)
  const years = new Map<number, Columns>()
  const tables = new Map<string, SessionTable>()

  function yearOf(year: number): Columns {
    let days = years.get(year)
    if (days === undefined) {
      const from = Math.max(first, dayOf(`${String(year).padStart(4, '0')}-01-01`))
      const to = Math.min(last, dayOf(`${String(year).padStart(4, '0')}-12-31`))
      years.set(year, (days = daysBetween(rules, ofDay, from, to)))
    }
    return days
  }

  function wholeYears(from: number, to: number): SessionTable {
    const key = `${from}-${to}`
    let table = tables.get(key)
    if (table === undefined) {
      const parts = Array.from({ length: to - from + 1 }, (_, i) => yearOf(from + i))
      tables.set(key, (table = sessionTable(joined(parts))))
    }
    return table
  }

  return {
    name: rules.name,
    zone: rules.zone,
    sessionsPerYear: rules.sessionsPerYear ?? 252,
    execution: rules.execution,
    firstDate: rules.firstDate,
    lastDate: rules.lastDate,
    sessions(from, to) {
      const [start, end] = [dayOf(from), dayOf(to)]
      checkRange(rules, { from, to, start, end }, { first, last })
      return sliceSessions(wholeYears(civilOf(start).year, civilOf(end).year), from, to)
    },
  }
}

type Columns = Required<SessionColumns>

/** Sessions of a year; a pause that is not there is NaN. */
function daysBetween({ zone }: CalendarRules, ofDay: DayRules, from: number, to: number): Columns {
  const out = columnsOf(Math.max(0, to - from + 1))
  let length = 0
  for (let day = from; day <= to; day++) {
    const hours = ofDay(day)
    if (hours === undefined) continue
    const midnight = day * 86_400_000
    out.days[length] = day
    out.opens[length] = fromWall(midnight + hours.open, zone)
    out.closes[length] = fromWall(midnight + hours.close, zone)
    const pauses = !Number.isNaN(hours.breakStart)
    out.breakStarts[length] = pauses ? fromWall(midnight + hours.breakStart, zone) : Number.NaN
    out.breakEnds[length] = pauses ? fromWall(midnight + hours.breakEnd, zone) : Number.NaN
    out.halfDays[length++] = hours.half ? 1 : 0
  }
  return columnRows(out, 0, length) as Columns
}

function columnsOf(length: number): Columns {
  return {
    days: new Int32Array(length),
    opens: new Float64Array(length),
    closes: new Float64Array(length),
    breakStarts: new Float64Array(length),
    breakEnds: new Float64Array(length),
    halfDays: new Uint8Array(length),
  }
}

/** One after another; breaks and half days only where there are any. */
function joined(parts: readonly Columns[]): SessionColumns {
  const { breakStarts, breakEnds, halfDays, ...hours } = columnsOf(
    parts.reduce((sum, { days }) => sum + days.length, 0),
  )
  let at = 0
  for (const part of parts) {
    hours.days.set(part.days, at)
    hours.opens.set(part.opens, at)
    hours.closes.set(part.closes, at)
    breakStarts.set(part.breakStarts, at)
    breakEnds.set(part.breakEnds, at)
    halfDays.set(part.halfDays, at)
    at += part.days.length
  }
  const pauses = breakStarts.some((start) => !Number.isNaN(start))
  return {
    ...hours,
    ...(pauses ? { breakStarts, breakEnds } : undefined),
    ...(halfDays.includes(1) ? { halfDays } : undefined),
  }
}

interface Range {
  readonly from: string
  readonly to: string
  readonly start: number
  readonly end: number
}

function checkRange(rules: CalendarRules, range: Range, covered: { first: number; last: number }): void {
  if (range.start > range.end)
    throw new RustybtError(
      'DATES_REVERSED',
      `sessions from ${range.from} to ${range.to}: the end lies before the start`,
    )
  if (range.start >= covered.first && range.end <= covered.last) return
  throw new RustybtError(
    'CALENDAR_OUT_OF_RANGE',
    `calendar ${rules.name} covers ${rules.firstDate} to ${rules.lastDate}, not ${range.from} to ${range.to}`,
    { hint: 'choose dates inside, or give a calendar of your own by rule' },
  )
}
