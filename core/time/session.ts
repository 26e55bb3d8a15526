/** ISO date ⇄ day number (days since 1970-01-01): the two forms of a session. */
const MS_PER_DAY = 86_400_000

export function dayOf(date: string): number {
  return Math.floor(Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY)
}

export function dateOf(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10)
}

/** A run of sessions in rising order, as columns: the axis on which daily data and the engine's clock lie. */
export interface SessionTable {
  readonly length: number
  /** Days since 1970-01-01. */
  readonly days: Int32Array
  /** Epoch ms, UTC, of the market's open and close. The first minute bar ends a minute after the open. */
  readonly opens: Float64Array
  readonly closes: Float64Array
  /** ISO date of row i. */
  date(i: number): string
  /** Row of a date, or -1 where it is no session of the table. */
  indexOf(date: string): number
  /** Last row at or before the date (-1: none), first row at or after it (length: none). */
  atOrBefore(date: string): number
  atOrAfter(date: string): number
}
