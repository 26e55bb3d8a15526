import { RustybtError } from '../kernel/errors.js'

const MINUTE = 60_000
const MS_PER_DAY = 86_400_000
/** Days from 0000-03-01, where the counting below begins so that leap days come last in a year, to 1970-01-01. */
const EPOCH_DAY = 719_468
const DAYS_IN_400_YEARS = 146_097
const TWO_DIGITS = Array.from({ length: 32 }, (_, i) => String(i).padStart(2, '0'))
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days since 1970-01-01 of an ISO date; `DATE_INVALID` where it is none. No `Date` is made: it is called in hot paths. */
export function dayOf(date: string): number {
  const year = digits(date, 0, 4)
  const month = digits(date, 5, 7)
  const day = digits(date, 8, 10)
  const dashed = date.length === 10 && date.charCodeAt(4) === 45 && date.charCodeAt(7) === 45
  if (!dashed || !(month >= 1 && month <= 12) || !(day >= 1 && day <= monthLength(year, month)))
    throw new RustybtError('DATE_INVALID', `'${date}' is not a date`, { hint: "write it as '2020-01-31'" })
  return dayNumber(year, month, day)
}

export function dateOf(day: number): string {
  const { year, month, day: dayOfMonth } = civilOf(day)
  if (!(year >= 0 && year <= 9999))
    throw new RustybtError('DATE_INVALID', `day ${day} since 1970-01-01 lies outside the years 0000 to 9999`)
  return `${year < 1000 ? String(year).padStart(4, '0') : year}-${TWO_DIGITS[month]}-${TWO_DIGITS[dayOfMonth]}`
}

/** Proleptic Gregorian date of a day number; months from 1. */
export function civilOf(day: number): { year: number; month: number; day: number } {
  const shifted = day + EPOCH_DAY
  const era = Math.floor(shifted / DAYS_IN_400_YEARS)
  const inEra = shifted - era * DAYS_IN_400_YEARS
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) / 365,
  )
  const inYear = inEra - (365 * yearOfEra + (yearOfEra >> 2) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * inYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const dayOfMonth = inYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfMonth }
}

function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * DAYS_IN_400_YEARS + yearOfEra * 365 + (yearOfEra >> 2) - Math.floor(yearOfEra / 100) + inYear - EPOCH_DAY
}

function monthLength(year: number, month: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return MONTH_LENGTHS[month - 1] + (leap ? 1 : 0)
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** What a table is made of. The columns are equally long; they can be sent to a worker and be made a table again there. */
export interface SessionColumns {
  /** Days since 1970-01-01, rising. */
  readonly days: Int32Array
  /** Epoch ms, UTC, of the market's open and close. The first minute bar ends a minute after the open. */
  readonly opens: Float64Array
  readonly closes: Float64Array
  /** Epoch ms of the pause at midday, NaN in sessions without one; left out where the market never pauses. */
  readonly breakStarts?: Float64Array
  readonly breakEnds?: Float64Array
  /** 1 where the market closes before its regular hour; left out where it never does. */
  readonly halfDays?: Uint8Array
}

/** A run of sessions in rising order, as columns: the axis on which daily data and the engine's clock lie. */
export interface SessionTable extends SessionColumns {
  readonly length: number
  /** Epoch ms of each date's midnight, UTC: the times of daily bars. */
  readonly midnights: Float64Array
  /** ISO date of row i. */
  date(i: number): string
  /** Row of a date, or -1 where it is no session of the table. */
  indexOf(date: string): number
  /** Last row at or before the date (-1: none), first row at or after it (length: none). */
  atOrBefore(date: string): number
  atOrAfter(date: string): number
}

/** Throws `SESSIONS_INVALID` where columns differ in length, days do not rise, or a close is not after its open. */
export function sessionTable(columns: SessionColumns): SessionTable {
  checkColumns(columns)
  const midnights = new Float64Array(columns.days.length)
  for (let i = 0; i < midnights.length; i++) midnights[i] = columns.days[i] * MS_PER_DAY
  return new Sessions(columns, midnights)
}

/** The rows from one ISO date to another, both included, as views on the same columns; empty where none lie between. */
export function sliceSessions(table: SessionTable, from: string, to: string): SessionTable {
  const start = table.atOrAfter(from)
  const end = Math.max(start, table.atOrBefore(to) + 1)
  return new Sessions(columnRows(table, start, end), table.midnights.subarray(start, end))
}

/** Rows `start` up to, not including, `end`, as views. */
export function columnRows(columns: SessionColumns, start: number, end: number): SessionColumns {
  return {
    days: columns.days.subarray(start, end),
    opens: columns.opens.subarray(start, end),
    closes: columns.closes.subarray(start, end),
    breakStarts: columns.breakStarts?.subarray(start, end),
    breakEnds: columns.breakEnds?.subarray(start, end),
    halfDays: columns.halfDays?.subarray(start, end),
  }
}

/** First row whose day is at or after it (length: none). */
export function rowAtOrAfterDay(table: SessionColumns, day: number): number {
  return lowerBound(table.days, day)
}

/**
 * Row of the session to which the minute bar ending at `instant` belongs: after the open, at or before the close. Where there is none,
 * -1, or as `direction` says the `next` session (length: none) or the `previous` (-1: none). A midday pause belongs to its session.
 */
export function rowOfMinute(
  table: SessionColumns,
  instant: number,
  direction: 'none' | 'next' | 'previous' = 'none',
): number {
  const next = lowerBound(table.closes, instant)
  if (next < table.closes.length && table.opens[next] < instant) return next
  if (direction === 'next') return next
  return direction === 'previous' ? next - 1 : -1
}

function lowerBound(rising: Int32Array | Float64Array, value: number): number {
  let low = 0
  let high = rising.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rising[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

class Sessions implements SessionTable {
  readonly length: number
  readonly days: Int32Array
  readonly opens: Float64Array
  readonly closes: Float64Array
  readonly breakStarts?: Float64Array
  readonly breakEnds?: Float64Array
  readonly halfDays?: Uint8Array
  private readonly dates: (string | undefined)[]
  /** First row at or after each day from the first session's to the last's: every look-up is one read of it. */
  private rows?: Int32Array

  constructor(
    columns: SessionColumns,
    readonly midnights: Float64Array,
  ) {
    this.length = columns.days.length
    this.days = columns.days
    this.opens = columns.opens
    this.closes = columns.closes
    this.breakStarts = columns.breakStarts
    this.breakEnds = columns.breakEnds
    this.halfDays = columns.halfDays
    this.dates = new Array(this.length)
  }

  date(i: number): string {
    const known = this.dates[i]
    if (known !== undefined) return known
    if (!(Number.isInteger(i) && i >= 0 && i < this.length))
      throw new RustybtError('SESSION_OUT_OF_RANGE', `row ${i} of a table of ${this.length} sessions`)
    return (this.dates[i] = dateOf(this.days[i]))
  }

  indexOf(date: string): number {
    const day = dayOf(date)
    const row = this.lookUp(day)
    return this.days[row] === day ? row : -1
  }

  atOrBefore(date: string): number {
    const day = dayOf(date)
    const row = this.lookUp(day)
    return this.days[row] === day ? row : row - 1
  }

  atOrAfter(date: string): number {
    return this.lookUp(dayOf(date))
  }

  private lookUp(day: number): number {
    if (this.length === 0 || day <= this.days[0]) return 0
    if (day > this.days[this.length - 1]) return this.length
    this.rows ??= rowsByDay(this.days)
    return this.rows[day - this.days[0]]
  }
}

function rowsByDay(days: Int32Array): Int32Array {
  const rows = new Int32Array(days[days.length - 1] - days[0] + 1)
  let row = 0
  for (let i = 0; i < rows.length; i++) {
    if (days[row] - days[0] < i) row++
    rows[i] = row
  }
  return rows
}

function checkColumns({ days, opens, closes, breakStarts, breakEnds, halfDays }: SessionColumns): void {
  for (const [name, column] of Object.entries({ opens, closes, breakStarts, breakEnds, halfDays }))
    if (column !== undefined && column.length !== days.length)
      throw invalid(`column '${name}' has ${column.length} rows, days ${days.length}`)
  if ((breakStarts === undefined) !== (breakEnds === undefined)) throw invalid('breaks need both starts and ends')
  for (let i = 0; i < days.length; i++) {
    if (i > 0 && !(days[i] > days[i - 1]))
      throw invalid(`row ${i}: ${dateOf(days[i])} does not come after the row before`)
    if (!(closes[i] >= opens[i] + MINUTE))
      throw invalid(`row ${i}: ${dateOf(days[i])} closes before its first minute ends`)
    if (i > 0 && !(opens[i] >= closes[i - 1]))
      throw invalid(`row ${i}: ${dateOf(days[i])} opens before the session before it closes`)
    if (
      breakStarts !== undefined &&
      breakEnds !== undefined &&
      !pauseFits(opens[i], breakStarts[i], breakEnds[i], closes[i])
    )
      throw invalid(`row ${i}: the break of ${dateOf(days[i])} does not lie inside its hours`)
  }
}

function pauseFits(open: number, start: number, end: number, close: number): boolean {
  if (Number.isNaN(start) && Number.isNaN(end)) return true
  return open <= start && start < end && end <= close
}

const invalid = (message: string) => new RustybtError('SESSIONS_INVALID', message)
