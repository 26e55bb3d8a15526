import type { RustybtError } from '../../core/kernel/errors.js'
import { fault } from './fault.js'
import type { Header } from './header.js'
import { namesZone } from './instant.js'

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

/** Just where the rows lie in time, for a first look at a file. */
export type RowTimes = Pick<Rows, 'file' | 'timeName' | 'minute' | 'length' | 'lines' | 'times'>

/** Room for `rows` rows; prices have no room where only the times are wanted. */
export function allocate(header: Header, rows: number, timesOnly: boolean) {
  const numbers = () => new Float64Array(timesOnly ? 0 : rows)
  return {
    lines: new Int32Array(rows),
    times: new Float64Array(rows),
    open: numbers(),
    high: numbers(),
    low: numbers(),
    close: numbers(),
    volume: numbers(),
    dividend: header.dividend === undefined ? undefined : numbers(),
    split: header.split === undefined ? undefined : numbers(),
  }
}
export type Columns = ReturnType<typeof allocate>

/** For each field of a row the column that it goes to. */
export function targetsOf(header: Header, columns: Columns): (Float64Array | undefined)[] {
  const targets = new Array<Float64Array | undefined>(header.names.length).fill(undefined)
  for (const name of ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split'] as const) {
    const at = header[name]
    if (at !== undefined) targets[at] = columns[name]
  }
  return targets
}

export function finish(header: Header, columns: Columns, length: number, minute: boolean): Rows {
  const cut = <T extends Float64Array | Int32Array | undefined>(column: T): T => column?.subarray(0, length) as T
  return {
    file: header.file,
    timeName: timeName(header),
    minute,
    length,
    lines: cut(columns.lines),
    times: cut(columns.times),
    open: cut(columns.open),
    high: cut(columns.high),
    low: cut(columns.low),
    close: cut(columns.close),
    volume: cut(columns.volume),
    dividend: cut(columns.dividend),
    split: cut(columns.split),
    ignored: header.ignored,
  }
}

const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '#n/a', '<na>'])
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** The number in a cell, NaN where the cell says that there is none; what is neither is an error. */
export function numberOf(text: string, header: Header, line: number, field: number): number {
  const cell = text.trim()
  if (NUMBER.test(cell) && Number.isFinite(Number(cell))) return Number(cell)
  if (MISSING.has(cell.toLowerCase())) return Number.NaN
  const place = { file: header.file, line, column: header.names[field] }
  if (/^[+-]?inf(inity)?$/i.test(cell) || NUMBER.test(cell)) {
    throw fault('DATA_VALUE_INVALID', place, `${cell} is not finite`, 'leave the cells of a day without trades empty')
  }
  const hint = /\d,\d/.test(cell) ? 'write numbers without thousands separators' : undefined
  throw fault('DATA_VALUE_INVALID', place, `'${cell}' is no number`, hint)
}

const timeName = (header: Header): string => header.names[header.time] || '1'

export function badTime(header: Header, line: number, text: string): RustybtError {
  const place = { file: header.file, line, column: timeName(header) }
  const hint = 'dates are 2020-01-02, minutes 2020-01-02T14:31:00Z (UTC)'
  return fault('DATA_DATE_INVALID', place, `'${text.trim()}' is no date`, hint)
}

/** Sees to it that all times of a file name their zone, or none does. Each with a zone of its own is well. */
export class Zones {
  #named: boolean | undefined

  constructor(private readonly header: Header) {}

  add(bytes: Uint8Array, from: number, to: number, line: number): void {
    const named = namesZone(bytes, from, to)
    if (named === undefined || named === this.#named) return
    if (this.#named !== undefined) {
      const place = { file: this.header.file, line, column: timeName(this.header) }
      const what = `the time names ${named ? 'its' : 'no'} zone, those before it ${named ? 'none' : 'theirs'}`
      throw fault('DATA_ZONE_MIXED', place, what, 'write all times in UTC, with Z')
    }
    this.#named = named
  }
}

export function badWidth(header: Header, line: number, found: number): RustybtError {
  const what = `has ${found} fields, the header ${header.names.length}`
  return fault('DATA_ROW_INVALID', { file: header.file, line }, what, 'a row may be cut off, or have a comma too many')
}
