import { CSV, type CsvCodec } from '../../core/data/codec.js'
import type { Header } from './header.js'
import { finish, putRow, type Room, type Rows, roomsFor } from './rows.js'

const LF = 10
const CR = 13
const decoder = new TextDecoder()

/** A file without quotes, and where its rows begin. */
export interface PlainText {
  readonly bytes: Uint8Array
  readonly header: Header
  readonly at: number
  readonly line: number
}

/**
 * Reads files without quotes by the kernels, all at once. For each file a function that answers its rows, or throws what is wrong with
 * them: so the first file in order is the one that is complained of.
 */
export function readPlain(codec: CsvCodec, texts: readonly PlainText[]): (() => Rows)[] {
  const rooms = roomsFor(texts.map(({ bytes, header, at }) => ({ header, rows: codec.csvRows(bytes, at) })))
  const sheets = texts.map(({ bytes, at, line }, i): PlainSheet => {
    const state = new Float64Array(CSV.length)
    state[CSV.at] = at
    state[CSV.line] = line
    return { bytes, state, room: rooms[i] }
  })
  readOn(codec, sheets)
  return sheets.map((sheet) => () => rest(codec, sheet))
}

interface PlainSheet {
  readonly bytes: Uint8Array
  readonly state: Float64Array
  readonly room: Room
}

function readOn(codec: CsvCodec, sheets: readonly PlainSheet[]): void {
  codec.csvRead(
    sheets.map(({ bytes }) => bytes),
    sheets.map(({ room }) => room.fields),
    sheets.map(({ room }) => room.lines),
    sheets.map(({ room }) => room.columns),
    sheets.map(({ state }) => state),
  )
}

/** The kernel stops at what is not plain: such a row is taken, or complained of, by itself. */
function rest(codec: CsvCodec, sheet: PlainSheet): Rows {
  const { bytes, state, room } = sheet
  while (state[CSV.at] < bytes.length) {
    const from = state[CSV.at]
    let end = from
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
    const cells = decoder.decode(bytes.subarray(from, end)).split(',')
    const { timed, zone } = putRow(room, state[CSV.rows], state[CSV.line], cells, state[CSV.zone])
    if (timed) state[CSV.timed] = 1
    state[CSV.zone] = zone
    state[CSV.rows]++
    state[CSV.at] = end
    readOn(codec, [sheet])
  }
  return finish(room, state[CSV.rows], room.header.minute || state[CSV.timed] === 1)
}
