import type { RunContext } from '../../core/engine/strategy.js'
import { allSessions } from '../../core/time/calendar.js'
import { DAY, HOUR, toWall } from '../../core/time/instant.js'
import { dateOf, rowAtOrAfterDay, type SessionTable } from '../../core/time/session.js'
import { Asset, type ContinuousFuture } from '../protocol.js'

/** What values are asked of: an asset, or the name under which a source was fetched. */
export type Identifier = Asset | ContinuousFuture | string

/** One fetched source: for each identifier its columns over the run's sessions, each value carried on until the next. */
class FetchedSource {
  readonly #columns = new Map<Identifier, Map<string, unknown[]>>()
  readonly #starts = new Map<Identifier, number>()

  /** `rows` are in the order of `days`, which are days since 1970. */
  constructor(
    rows: readonly Readonly<Record<string, unknown>>[],
    days: readonly number[],
    sessions: SessionTable,
    first: number,
    last: number,
  ) {
    const groups = new Map<Identifier, { row: Readonly<Record<string, unknown>>; day: number }[]>()
    rows.forEach((row, i) => {
      const identifier = row.sid as Identifier
      const group = groups.get(identifier)
      if (group) group.push({ row, day: days[i] })
      else groups.set(identifier, [{ row, day: days[i] }])
    })
    const names = new Set(rows.flatMap((row) => Object.keys(row)))
    names.delete('sid')
    names.delete('dt')
    for (const [identifier, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const starts = rowAtOrAfterDay(sessions, group[0].day)
      this.#starts.set(identifier, starts)
      const columns = new Map<string, unknown[]>()
      for (const name of names) columns.set(name, laidOut(group, name, sessions, first, last))
      this.#columns.set(identifier, columns)
    }
  }

  /** undefined: this source has no such column of it. */
  column(identifier: Identifier, name: string): readonly unknown[] | undefined {
    return this.#columns.get(identifier)?.get(name)
  }

  assets(row: number): Asset[] {
    return [...this.#starts].flatMap(([identifier, start]) =>
      start <= row && identifier instanceof Asset ? [identifier] : [],
    )
  }
}

/** A value a session; of several on one day each column's last that is there. */
function laidOut(
  group: readonly { row: Readonly<Record<string, unknown>>; day: number }[],
  name: string,
  sessions: SessionTable,
  first: number,
  last: number,
): unknown[] {
  const out: unknown[] = new Array(last - first + 1).fill(Number.NaN)
  let at = 0
  let value: unknown = Number.NaN
  for (let row = first; row <= last; row++) {
    const until = sessions.days[row]
    while (at < group.length && group[at].day <= until) {
      const { day } = group[at]
      value = Number.NaN
      for (; at < group.length && group[at].day === day; at++) {
        const cell = group[at].row[name]
        if (!isMissing(cell)) value = cell
      }
    }
    out[row - first] = value
  }
  return out
}

const isMissing = (cell: unknown): boolean => cell === undefined || cell === null || Number.isNaN(cell)

/** All that a run has fetched, in the order of the calls. */
export class Fetched {
  readonly #sources: (FetchedSource | undefined)[] = []
  readonly #first: number
  readonly #last: number

  constructor(private readonly run: RunContext) {
    this.#first = run.hours.indexOf(run.start)
    this.#last = run.hours.indexOf(run.end)
  }

  /** Keeps a place among the calls; what is put there last counts. */
  place(): (rows: readonly Readonly<Record<string, unknown>>[], days: readonly number[]) => void {
    const slot = this.#sources.push(undefined) - 1
    return (rows, days) => {
      this.#sources[slot] = new FetchedSource(rows, days, this.run.hours, this.#first, this.#last)
    }
  }

  value(identifier: Identifier, name: string): unknown {
    const row = this.#row()
    if (row < this.#first) return Number.NaN
    for (let slot = this.#sources.length; slot-- > 0; ) {
      const column = this.#sources[slot]?.column(identifier, name)
      if (column) return column[row - this.#first]
    }
    return Number.NaN
  }

  /** Assets of the source fetched last that have a row by now. */
  assets(): Asset[] {
    const row = this.#row()
    return row < this.#first ? [] : (this.#sources.at(-1)?.assets(row) ?? [])
  }

  /** Values are those of the UTC day in minute data, of the session in daily; -1: that day is no session. */
  #row(): number {
    const { frequency, session, now, hours } = this.run
    return hours.indexOf(frequency === 'daily' ? session : dateOf(Math.floor(now / DAY)))
  }
}

const fetched = new WeakMap<RunContext, Fetched>()

/** undefined: nothing was fetched. */
export const fetchedBy = (run: RunContext): Fetched | undefined => fetched.get(run)

export function fetchingFor(run: RunContext): Fetched {
  let all = fetched.get(run)
  if (!all) fetched.set(run, (all = new Fetched(run)))
  return all
}

/**
 * The day (since 1970) from whose midnight a row is seen. In minute data its own day in UTC; in daily data the first session whose
 * 16:00 in New York is not before it.
 */
export function dayOfRow(at: number, run: RunContext): number {
  if (run.frequency === 'minute') return Math.floor(at / DAY)
  const before = Math.floor((toWall(at, 'America/New_York') - 16 * HOUR) / DAY)
  const sessions = allSessions(run.calendar)
  const row = rowAtOrAfterDay(sessions, before + 1)
  return row < sessions.length ? sessions.days[row] : before + 1
}
