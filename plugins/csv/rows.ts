import { instantOf, namesZone, plainNumber } from '../../core/data/codec.js'
import type { RustybtError } from '../../core/kernel/errors.js'
import { answerArray } from '../../core/math/memory.js'
import { DAY } from '../../core/time/instant.js'
import { fault } from './fault.js'
import type { Header } from './header.js'

/** The rows of one bars file as columns, as they stand there. Missing cells are NaN. */
export interface Rows {
  readonly file: string
  /** The time column's name, for messages. */
  readonly timeName: string
  readonly minute: boolean
  readonly length: number
  /** Line of each row in the file, from 1. */
  readonly lines: Int32Array
  readonly times: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  readonly dividend?: Float64Array
  readonly split?: Float64Array
  readonly ignored: readonly string[]
}

/** Just where the rows lie in time. */
export type RowTimes = Pick<Rows, 'file' | 'timeName' | 'minute' | 'length' | 'lines' | 'times'>

const NAMES = ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split'] as const

/** Where the rows of a file go, and which field of a row goes where: as the CSV kernels take them. */
export interface Room {
  readonly header: Header
  readonly fields: Int32Array
  readonly lines: Int32Array
  readonly columns: Float64Array
}

/** Room for so many rows of each file, in one piece of memory: a column for the times, then one for each of `NAMES` that it has. */
export function roomsFor(files: readonly { readonly header: Header; readonly rows: number }[]): Room[] {
  const there = files.map(({ header }) => NAMES.filter((name) => header[name] !== undefined))
  const sum = (of: (i: number) => number) => files.reduce((total, _, i) => total + of(i), 0)
  const allLines = new Int32Array(sum((i) => files[i].rows))
  const all = answerArray(sum((i) => files[i].rows * (there[i].length + 1)))
  let line = 0
  let cell = 0
  return files.map(({ header, rows }, i) => {
    const fields = new Int32Array(header.names.length).fill(-1)
    fields[header.time] = 0
    there[i].forEach((name, k) => {
      fields[header[name]!] = k + 1
    })
    const lines = allLines.subarray(line, (line += rows))
    return { header, fields, lines, columns: all.subarray(cell, (cell += rows * (there[i].length + 1))) }
  })
}

/** The column of field `field`, undefined where it is not read. */
export function columnOf({ fields, lines, columns }: Room, field: number | undefined): Float64Array | undefined {
  const part = field === undefined ? -1 : fields[field]
  return part < 0 ? undefined : columns.subarray(part * lines.length, (part + 1) * lines.length)
}

export function finish(room: Room, length: number, minute: boolean): Rows {
  const { header } = room
  const cut = (field: number | undefined) => columnOf(room, field)?.subarray(0, length)
  return {
    file: header.file,
    timeName: timeName(header),
    minute,
    length,
    lines: room.lines.subarray(0, length),
    times: cut(header.time)!,
    open: cut(header.open)!,
    high: cut(header.high)!,
    low: cut(header.low)!,
    close: cut(header.close)!,
    volume: cut(header.volume)!,
    dividend: cut(header.dividend),
    split: cut(header.split),
    ignored: header.ignored,
  }
}

/** Puts one row's cells where they belong, in whatever spelling they are; throws with file, line and column what is none. */
export function putRow(room: Room, row: number, line: number, cells: readonly string[], zone: number): RowMark {
  const { header, fields, lines } = room
  if (cells.length !== fields.length) throw badWidth(header, line, cells.length)
  const text = encoder.encode(cells[header.time])
  const time = instantOf(text, 0, text.length)
  if (Number.isNaN(time)) throw badTime(header, line, cells[header.time])
  const named = namesZone(text, 0, text.length)
  const is = named === undefined ? zone : named ? NAMED : UNNAMED
  if (zone !== 0 && zone !== is) throw mixedZones(header, line, is === NAMED)
  lines[row] = line
  columnOf(room, header.time)![row] = time
  fields.forEach((part, field) => {
    if (part > 0) columnOf(room, field)![row] = numberOf(cells[field], header, line, field)
  })
  return { timed: row < 2 && time % DAY !== 0, zone: is }
}

/** What a row says of its file: whether it has a time of day, and whether times name their zone (`CSV.zone`). */
export interface RowMark {
  readonly timed: boolean
  readonly zone: number
}

const NAMED = 1
const UNNAMED = 2
const encoder = new TextEncoder()

/** The number in a cell, NaN where the cell says that there is none; what is neither is an error. */
function numberOf(text: string, header: Header, line: number, field: number): number {
  const cell = text.trim()
  const value = plainNumber(cell)
  if (value !== undefined) return value
  const place = { file: header.file, line, column: header.names[field] }
  if (/^[+-]?inf(inity)?$/i.test(cell) || !Number.isNaN(Number(cell))) {
    throw fault('DATA_VALUE_INVALID', place, `${cell} is not finite`, 'leave the cells of a day without trades empty')
  }
  const hint = /\d,\d/.test(cell) ? 'write numbers without thousands separators' : undefined
  throw fault('DATA_VALUE_INVALID', place, `'${cell}' is no number`, hint)
}

const timeName = (header: Header): string => header.names[header.time] || '1'

function badTime(header: Header, line: number, text: string): RustybtError {
  const place = { file: header.file, line, column: timeName(header) }
  const hint = 'dates are 2020-01-02, minutes 2020-01-02T14:31:00Z (UTC)'
  return fault('DATA_DATE_INVALID', place, `'${text.trim()}' is no date`, hint)
}

/** All times of a file name their zone, or none does. Each with a zone of its own is well. */
function mixedZones(header: Header, line: number, named: boolean): RustybtError {
  const place = { file: header.file, line, column: timeName(header) }
  const what = `the time names ${named ? 'its' : 'no'} zone, those before it ${named ? 'none' : 'theirs'}`
  return fault('DATA_ZONE_MIXED', place, what, 'write all times in UTC, with Z')
}

function badWidth(header: Header, line: number, found: number): RustybtError {
  const what = `has ${found} fields, the header ${header.names.length}`
  return fault('DATA_ROW_INVALID', { file: header.file, line }, what, 'a row may be cut off, or have a comma too many')
}
