import type { CsvCodec } from '../../core/data/codec.js'
import { fault } from './fault.js'
import { readHeader } from './header.js'
import { type PlainText, readPlain } from './plain.js'
import { records } from './records.js'
import { finish, putRow, type Rows, roomsFor } from './rows.js'

const QUOTE = 34
const LF = 10
const CR = 13
const decoder = new TextDecoder()

export interface BarsFile {
  readonly path: string
  /** Zipline's shape carries dividends and splits beside the prices. */
  readonly adjustments: boolean
  /** The folder says what the rows are; else header and values do. */
  readonly minute?: boolean
}

/**
 * All rows of some bars files, given their bytes, not checked yet: for each a function that answers them, or throws. Files with quotes go
 * through csv-parse, the others through the kernels, all at once.
 */
export function readBars(
  codec: CsvCodec,
  files: readonly BarsFile[],
  bytes: readonly (() => Uint8Array)[],
): (() => Rows)[] {
  const plain: PlainText[] = []
  const readers = files.map((file, i): (() => Rows) => {
    try {
      const text = bytes[i]()
      if (Buffer.from(text.buffer, text.byteOffset, text.length).includes(QUOTE)) return () => parseQuoted(file, text)
      const at = plain.push(plainText(file, text)) - 1
      return () => rows[at]()
    } catch (error) {
      return () => {
        throw error
      }
    }
  })
  const rows = readPlain(codec, plain)
  return files.map((file, i) => () => filled(file, readers[i]()))
}

function filled(file: BarsFile, rows: Rows): Rows {
  if (rows.length === 0)
    throw fault('DATA_FILE_EMPTY', { file: file.path }, 'has no rows', 'remove the file or fill it')
  return file.minute === undefined ? rows : { ...rows, minute: file.minute }
}

/** The header is read here, the rows after it by the kernels. */
function plainText(file: BarsFile, bytes: Uint8Array): PlainText {
  let start = 0
  let line = 1
  for (; bytes[start] === LF || bytes[start] === CR; start++) if (bytes[start] === LF) line++
  let at = start
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
  const title = decoder.decode(bytes.subarray(start, at))
  if (title.trim() === '') throw fault('DATA_FILE_EMPTY', { file: file.path }, 'is empty', 'remove the file or fill it')
  return { bytes, header: readHeader(file.path, title.split(','), line, file.adjustments), at, line }
}

function parseQuoted(file: BarsFile, bytes: Uint8Array): Rows {
  const [title, ...rest] = records(file.path, bytes)
  const header = readHeader(file.path, title.cells, title.line, file.adjustments)
  const [room] = roomsFor([{ header, rows: rest.length }])
  let { minute } = header
  let zone = 0
  rest.forEach(({ line, cells }, row) => {
    const mark = putRow(room, row, line, cells, zone)
    minute ||= mark.timed
    zone = mark.zone
  })
  return finish(room, rest.length, minute)
}
