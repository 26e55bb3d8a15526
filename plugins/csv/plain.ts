import type { Header } from './header.js'
import { instantOf, MS_PER_DAY } from './instant.js'
import { allocate, badTime, badWidth, finish, numberOf, type Rows, targetsOf, Zones } from './rows.js'

const COMMA = 44
const LF = 10
const CR = 13
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)
const text = new TextDecoder()

/**
 * Reads rows without quotes straight from the bytes, from offset `at` on (line `line`), at some tenths of a microsecond a row.
 * With `timesOnly` the prices are passed over.
 */
export function parsePlain(bytes: Uint8Array, header: Header, at: number, line: number, timesOnly = false): Rows {
  const end = bytes.length
  const columns = allocate(header, countLines(bytes, at), timesOnly)
  const targets = targetsOf(header, columns)
  const { lines, times } = columns
  const width = header.names.length
  const zones = new Zones(header)
  let row = 0
  let minute = header.minute

  const fieldEnd = (from: number): number => {
    let i = from
    for (; i < end; i++) {
      const c = bytes[i]
      if (c === COMMA || c === LF || c === CR) break
    }
    return i
  }

  /** Up to 15 digits and a point are exact as digits / power of ten; anything else goes through the text. */
  const readNumber = (field: number): number => {
    let i = at
    const negative = bytes[i] === 45
    if (negative) i++
    let value = 0
    let count = 0
    let scale = -1
    for (; i < end; i++) {
      const digit = bytes[i] - 48
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit
        count++
        if (scale >= 0) scale++
      } else if (digit === -2 && scale < 0) scale = 0
      else break
    }
    const stop = i >= end ? LF : bytes[i]
    if (count > 0 && count <= 15 && (stop === COMMA || stop === LF || stop === CR)) {
      at = i
      if (scale > 0) value /= POWERS[scale]
      return negative ? -value : value
    }
    const to = fieldEnd(at)
    value = numberOf(text.decode(bytes.subarray(at, to)), header, line, field)
    at = to
    return value
  }

  while (at < end) {
    const first = bytes[at]
    if (first === LF || first === CR) {
      if (first === LF || bytes[at + 1] !== LF) line++
      at++
      continue
    }
    lines[row] = line
    for (let field = 0; field < width; field++) {
      const target = targets[field]
      if (field === header.time) {
        const to = fieldEnd(at)
        const time = instantOf(bytes, at, to)
        if (Number.isNaN(time)) throw badTime(header, line, text.decode(bytes.subarray(at, to)))
        zones.add(bytes, at, to, line)
        if (row < 2 && time % MS_PER_DAY !== 0) minute = true
        times[row] = time
        at = to
        if (timesOnly) {
          while (at < end && bytes[at] !== LF && bytes[at] !== CR) at++
          break
        }
      } else if (target !== undefined && !timesOnly) target[row] = readNumber(field)
      else at = fieldEnd(at)
      const comma = at < end && bytes[at] === COMMA
      if (comma !== field < width - 1) throw badWidth(header, line, countFields(bytes, at, field + 1))
      if (comma) at++
    }
    row++
  }
  return finish(header, columns, row, minute)
}

/** An upper bound on rows: line ends, and one more. */
function countLines(bytes: Uint8Array, from: number): number {
  let count = 1
  for (let i = from; i < bytes.length; i++) if (bytes[i] === LF || bytes[i] === CR) count++
  return count
}

function countFields(bytes: Uint8Array, at: number, before: number): number {
  let count = before
  for (let i = at; i < bytes.length && bytes[i] !== LF && bytes[i] !== CR; i++) if (bytes[i] === COMMA) count++
  return count
}
