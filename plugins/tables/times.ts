import type { DataRequest } from '../../core/data/source.js'
import { DAY, dayIn, isoText, MINUTE, parseInstant, zoneOffset } from '../../core/time/instant.js'
import { columnOf, fault, nameOf, type Table } from './table.js'

/** Whole numbers such as 20240131 are dates; others are taken for seconds, ms, µs or ns since 1970 by their size: each unit reaches from 1973 to 5138. */
const UNITS = [
  { below: 1e11, perMs: 1 / 1000 },
  { below: 1e14, perMs: 1 },
  { below: 1e17, perMs: 1000 },
  { below: Number.POSITIVE_INFINITY, perMs: 1e6 },
]

/** Epoch ms of chosen rows; times without a zone are UTC. */
export function instantsOf(table: Table, rows: ArrayLike<number>): Float64Array {
  const column = columnOf(table, 'time')
  const isInstant = table.instants.has(nameOf(table.columns.keys(), 'time')!)
  return Float64Array.from(rows, (row) => {
    const value = column[row]
    const time = isInstant && typeof value === 'number' ? value : instantOf(value)
    if (!Number.isNaN(time)) return time
    throw fault('DATA_DATE_INVALID', table.where, `row ${row + 1}: '${String(value)}' is no date or time`)
  })
}

function instantOf(value: unknown): number {
  if (typeof value === 'bigint') return fromNumber(Number(value))
  if (typeof value === 'number') return fromNumber(value)
  if (typeof value === 'string') {
    try {
      return parseInstant(value)
    } catch {
      return Number.NaN
    }
  }
  // A date of another realm is no instance of ours.
  const time = (value as Date | null)?.getTime?.()
  return typeof time === 'number' ? time : Number.NaN
}

function fromNumber(value: number): number {
  if (!Number.isFinite(value)) return Number.NaN
  const digits = /^(1[89]|2\d)(\d\d)([01]\d)([0-3]\d)$/.exec(String(value))
  if (digits !== null) return instantOf(`${digits[1]}${digits[2]}-${digits[3]}-${digits[4]}`)
  return Math.round(value / UNITS.find(({ below }) => Math.abs(value) < below)!.perMs)
}

/** Times as bars have them: midnights UTC of daily bars, ends of minutes. Refuses those of another frequency than asked for. */
export function barTimes(
  times: Float64Array,
  where: string,
  { frequency, calendar }: DataRequest,
  label: 'start' | 'end',
): Float64Array {
  const { zone } = calendar
  if (frequency === 'daily') {
    if (times.every((time) => time % DAY === 0)) return times
    // Midnights of the exchange, as time zones make them of dates.
    if (times.every((time) => (time + zoneOffset(time, zone)) % DAY === 0))
      return times.map((time) => dayIn(time, zone) * DAY)
    const odd = times.findIndex((time) => time % DAY !== 0)
    const what = `row ${odd + 1}: ${isoText(times[odd])} has a time of day, but daily bars were asked for`
    throw fault('DATA_DATE_INVALID', where, what, 'are these minutes? Ask for them, or store one row a day at midnight')
  }
  const odd = times.findIndex((time) => time % MINUTE !== 0)
  if (odd >= 0) throw fault('DATA_DATE_INVALID', where, `row ${odd + 1}: ${isoText(times[odd])} is no whole minute`)
  if (times.length > 1 && times.every((time) => time % DAY === 0))
    throw fault('DATA_FREQUENCY_MISSING', where, 'minute bars were asked for, but these are daily')
  return label === 'end' ? times : times.map((time) => time + MINUTE)
}
