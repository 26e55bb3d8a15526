import { allSessions, type Calendar } from '../core/time/calendar.js'
import { MINUTE } from '../core/time/instant.js'
import { rowOfMinute, type SessionTable } from '../core/time/session.js'
import { type DateLike, instantOf, isoDate } from './dates.js'
import { Timestamp } from './timestamp.js'

/** A calendar by the names of Python's exchange_calendars. Sessions are midnights without a zone, minutes are in UTC and end their bars. */
export class TradingCalendar {
  readonly name: string
  readonly tz: string
  readonly #calendar: Calendar
  #table: SessionTable | undefined

  constructor(calendar: Calendar) {
    this.#calendar = calendar
    this.name = calendar.name
    this.tz = calendar.zone
  }

  get first_session(): Timestamp {
    return this.#session(0)
  }
  get last_session(): Timestamp {
    return this.#session(this.#sessions.length - 1)
  }

  is_session(dt: DateLike): boolean {
    return this.#sessions.indexOf(isoDate(dt)) >= 0
  }

  /** From one date to another, both included. */
  sessions_in_range(start: DateLike, end: DateLike): Timestamp[] {
    const first = this.#sessions.atOrAfter(isoDate(start))
    const last = this.#sessions.atOrBefore(isoDate(end))
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => this.#session(first + i))
  }

  /** How many sessions lie from one date to another, both included. */
  sessions_distance(start: DateLike, end: DateLike): number {
    return this.#sessions.atOrBefore(isoDate(end)) - this.#sessions.atOrAfter(isoDate(start)) + 1
  }

  next_session(session: DateLike): Timestamp {
    return this.#session(this.#row(session) + 1)
  }
  previous_session(session: DateLike): Timestamp {
    return this.#session(this.#row(session) - 1)
  }

  session_open(session: DateLike): Timestamp {
    return new Timestamp(this.#sessions.opens[this.#row(session)])
  }
  session_close(session: DateLike): Timestamp {
    return new Timestamp(this.#sessions.closes[this.#row(session)])
  }
  /** The end of the session's first minute. */
  session_first_minute(session: DateLike): Timestamp {
    return new Timestamp(this.#sessions.opens[this.#row(session)] + MINUTE)
  }

  /** The session of a minute; between sessions the next one. */
  minute_to_session(dt: DateLike): Timestamp {
    return this.#session(rowOfMinute(this.#sessions, instantOf(dt), 'next'))
  }
  is_open_on_minute(dt: DateLike): boolean {
    return rowOfMinute(this.#sessions, instantOf(dt)) >= 0
  }

  get #sessions(): SessionTable {
    this.#table ??= allSessions(this.#calendar)
    return this.#table
  }

  /** Throws `DATE_INVALID`, through the table, beyond what the calendar covers. */
  #session(row: number): Timestamp {
    return new Timestamp(this.#sessions.date(row))
  }

  #row(session: DateLike): number {
    return this.#sessions.indexOf(isoDate(session))
  }
}
