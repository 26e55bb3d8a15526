import { sessionRows } from '../../core/data/reader.js'
import { type AsofRows, joinAsof } from '../../core/math/join-asof.js'
import type { Calendar } from '../../core/time/calendar.js'
import { DAY } from '../../core/time/instant.js'
import { dateOf, dayOf, type SessionTable } from '../../core/time/session.js'
import type { RowTimes } from './rows.js'

/** Where the rows of a file lie on the calendar. */
export interface Placement {
  readonly sessions: SessionTable
  /** Rows inside sessions and inside the range asked for, rising; left out where all are. */
  readonly kept?: Int32Array
  /** For each of these its row in `sessions`. */
  readonly session: Int32Array
  /** Rows inside the range that lie in no session, and the first of them. */
  readonly outside: number
  readonly firstOutside: number
}

/** Finds sessions for rows; keeps the calendar's table between files and widens it as they need. */
export class Axis {
  private readonly firstDay: number
  private readonly lastDay: number
  private table?: SessionTable
  private tableFrom = ''
  private tableTo = ''

  constructor(
    private readonly calendar: Calendar,
    range: { readonly start?: string; readonly end?: string },
  ) {
    this.firstDay = range.start === undefined ? Number.NEGATIVE_INFINITY : dayOf(range.start)
    this.lastDay = range.end === undefined ? Number.POSITIVE_INFINITY : dayOf(range.end)
  }

  /** Each row's session: a day's own, or the one whose open < minute <= close. */
  place(rows: RowTimes): Placement {
    const { times, length, minute } = rows
    const sessions = this.sessions(times[0], times[length - 1])
    const { rows: session, found } = minute ? minuteRows(times, sessions) : sessionRows(times, sessions)
    const dayAt = (i: number) => (session[i] < 0 ? Math.floor(times[i] / DAY) : sessions.days[session[i]])
    if (found === length && dayAt(0) >= this.firstDay && dayAt(length - 1) <= this.lastDay)
      return { sessions, session, outside: 0, firstOutside: -1 }
    const kept = new Int32Array(length)
    let count = 0
    let outside = 0
    let firstOutside = -1
    for (let i = 0; i < length; i++) {
      const day = dayAt(i)
      if (day < this.firstDay || day > this.lastDay) continue
      if (session[i] >= 0) {
        kept[count] = i
        session[count++] = session[i]
      } else if (outside++ === 0) firstOutside = i
    }
    return { sessions, kept: kept.subarray(0, count), session: session.subarray(0, count), outside, firstOutside }
  }

  /** The table from a day before to a day after: a session may open the evening before its date. */
  private sessions(first: number, last: number): SessionTable {
    const from = clamp(dateOf(Math.floor(first / DAY) - 1), this.calendar)
    const to = clamp(dateOf(Math.floor(last / DAY) + 1), this.calendar)
    if (this.table === undefined || from < this.tableFrom || to > this.tableTo) {
      this.tableFrom = this.table === undefined || from < this.tableFrom ? from : this.tableFrom
      this.tableTo = this.table === undefined || to > this.tableTo ? to : this.tableTo
      this.table = this.calendar.sessions(this.tableFrom, this.tableTo)
    }
    return this.table
  }
}

/** As `sessionRows`, of minutes: a bar belongs to the session that opened before its end, unless that has closed before it as well. */
function minuteRows(times: Float64Array, { opens, closes }: SessionTable): AsofRows {
  let { rows, found } = joinAsof(times, opens, { kind: 'before' })
  for (let i = 0; i < times.length; i++) {
    if (rows[i] < 0 || times[i] <= closes[rows[i]]) continue
    rows[i] = -1
    found--
  }
  return { rows, found }
}

function clamp(date: string, calendar: Calendar): string {
  if (date < calendar.firstDate) return calendar.firstDate
  return date > calendar.lastDate ? calendar.lastDate : date
}

/** The day after an ISO date. */
export function dayAfter(date: string): string {
  return dateOf(dayOf(date) + 1)
}
