import { fault } from './fault.js'
import { readBytes } from './file.js'
import { type Header, readHeader } from './header.js'
import { instantOf, MS_PER_DAY } from './instant.js'
import { parsePlain } from './plain.js'
import { records } from './records.js'
import { allocate, badTime, badWidth, finish, numberOf, type Rows, targetsOf, Zones } from './rows.js'

const QUOTE = 34
const LF = 10
const CR = 13
const encoder = new TextEncoder()
const decoder = new TextDecoder()

export interface BarsFile {
  readonly path: string
  /** Zipline's shape carries dividends and splits beside the prices. */
  readonly adjustments: boolean
  /** The folder says what the rows are; else header and values do. */
  readonly minute?: boolean
}

/** All rows of a bars file, not checked yet. With `timesOnly` the price columns stay empty. */
export async function readBars(file: BarsFile, timesOnly = false): Promise<Rows> {
  const bytes = await readBytes(file.path)
  const rows = bytes.includes(QUOTE) ? parseQuoted(file, bytes) : parseUnquoted(file, bytes, timesOnly)
  if (rows.length === 0)
    throw fault('DATA_FILE_EMPTY', { file: file.path }, 'has no rows', 'remove the file or fill it')
  return file.minute === undefined ? rows : { ...rows, minute: file.minute }
}

function parseUnquoted(file: BarsFile, bytes: Uint8Array, timesOnly: boolean): Rows {
  let start = 0
  let line = 1
  for (; bytes[start] === LF || bytes[start] === CR; start++) if (bytes[start] === LF) line++
  let end = start
  while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
  const title = decoder.decode(bytes.subarray(start, end))
  if (title.trim() === '') throw fault('DATA_FILE_EMPTY', { file: file.path }, 'is empty', 'remove the file or fill it')
  return parsePlain(bytes, readHeader(file.path, title.split(','), line, file.adjustments), end, line, timesOnly)
}

function parseQuoted(file: BarsFile, bytes: Uint8Array): Rows {
  const [title, ...rest] = records(file.path, bytes)
  const header: Header = readHeader(file.path, title.cells, title.line, file.adjustments)
  const columns = allocate(header, rest.length, false)
  const targets = targetsOf(header, columns)
  const zones = new Zones(header)
  let minute = header.minute
  rest.forEach(({ line, cells }, row) => {
    if (cells.length !== header.names.length) throw badWidth(header, line, cells.length)
    const time = encoder.encode(cells[header.time])
    columns.lines[row] = line
    columns.times[row] = instantOf(time, 0, time.length)
    if (Number.isNaN(columns.times[row])) throw badTime(header, line, cells[header.time])
    zones.add(time, 0, time.length, line)
    if (row < 2 && columns.times[row] % MS_PER_DAY !== 0) minute = true
    targets.forEach((target, field) => {
      if (target !== undefined) target[row] = numberOf(cells[field], header, line, field)
    })
  })
  return finish(header, columns, rest.length, minute)
}
