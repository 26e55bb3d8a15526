import { NativeError } from '../errors.js'
import { CSV, type CsvKernels } from '../interface.js'
import { instantOf, namesZone } from './instant.js'

const COMMA = 44
const LF = 10
const CR = 13
const DAY = 86_400_000
/** Rows that say whether a file is one of minutes. */
const FIRST_ROWS = 2
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const MISSING = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '#n/a', '<na>'])
const decoder = new TextDecoder()

export const referenceCsv: CsvKernels = {
  mode: 'js',
  csvRows(text, at) {
    let count = 1
    for (let i = at; i < text.length; i++) if (text[i] === LF || text[i] === CR) count++
    return count
  },
  csvRead(texts, fields, lines, columns, states) {
    if ([fields, lines, columns, states].some(({ length }) => length !== texts.length))
      throw new NativeError('ARRAY_LENGTH')
    const sheets = texts.map((text, i) => new Sheet(text, fields[i], lines[i], columns[i], states[i]))
    requireApart([...lines, ...columns, ...states], [...texts, ...fields])
    for (const sheet of sheets) sheet.read()
  },
}

type View = Uint8Array | Int32Array | Float64Array

/** No memory is written that another array has. */
function requireApart(written: readonly View[], read: readonly View[]): void {
  const filled = (view: View) => view.length > 0
  const taken = written.filter(filled)
  const overlap = (a: View, b: View) =>
    a.buffer === b.buffer && a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength
  const clash = taken.some((a, i) => [...taken.slice(i + 1), ...read.filter(filled)].some((b) => overlap(a, b)))
  if (clash) throw new NativeError('ARRAYS_OVERLAP')
}

/** One file's text and where its rows go. */
class Sheet {
  readonly #targets: (Float64Array | undefined)[]
  readonly #times: Float64Array
  readonly #time: number
  #at = 0

  constructor(
    private readonly text: Uint8Array,
    fields: Int32Array,
    private readonly lines: Int32Array,
    columns: Float64Array,
    private readonly state: Float64Array,
  ) {
    const capacity = lines.length
    const parts = fields.reduce((most, field) => Math.max(most, field), 0) + 1
    const isWhole = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most
    const fits =
      state.length === CSV.length &&
      columns.length === parts * capacity &&
      fields.filter((field) => field === 0).length === 1 &&
      fields.every((field) => field >= -1) &&
      isWhole(state[CSV.at], text.length) &&
      isWhole(state[CSV.line], 0x7fffffff) &&
      isWhole(state[CSV.rows], capacity)
    if (!fits) throw new NativeError('ARRAY_LENGTH')
    this.#targets = Array.from(fields, (field) =>
      field > 0 ? columns.subarray(field * capacity, (field + 1) * capacity) : undefined,
    )
    this.#times = columns.subarray(0, capacity)
    this.#time = fields.indexOf(0)
  }

  read(): void {
    const { text, lines, state } = this
    this.#at = state[CSV.at]
    let line = state[CSV.line]
    let row = state[CSV.rows]
    while (this.#at < text.length) {
      const first = text[this.#at]
      if (first === LF || first === CR) {
        if (first === LF || text[this.#at + 1] !== LF) line++
        this.#at++
        continue
      }
      const start = this.#at
      if (row === lines.length || !this.#readRow(row)) {
        this.#at = start
        break
      }
      if (row < FIRST_ROWS && this.#times[row] % DAY !== 0) state[CSV.timed] = 1
      lines[row++] = line
    }
    state[CSV.at] = this.#at
    state[CSV.line] = line
    state[CSV.rows] = row
  }

  #readRow(row: number): boolean {
    const { text } = this
    const width = this.#targets.length
    let zone = this.state[CSV.zone]
    for (let field = 0; field < width; field++) {
      const target = this.#targets[field]
      if (target !== undefined) {
        const value = this.#number()
        if (value === undefined) return false
        target[row] = value
      } else {
        const end = this.#fieldEnd(this.#at)
        if (field === this.#time) {
          const time = instantOf(text, this.#at, end)
          if (Number.isNaN(time)) return false
          const named = namesZone(text, this.#at, end)
          if (named !== undefined) {
            const is = named ? 1 : 2
            if (zone !== 0 && zone !== is) return false
            zone = is
          }
          this.#times[row] = time
        }
        this.#at = end
      }
      const comma = this.#at < text.length && text[this.#at] === COMMA
      if (comma !== field < width - 1) return false
      if (comma) this.#at++
    }
    this.state[CSV.zone] = zone
    return true
  }

  #fieldEnd(from: number): number {
    const { text } = this
    let i = from
    for (; i < text.length; i++) {
      const c = text[i]
      if (c === COMMA || c === LF || c === CR) break
    }
    return i
  }

  /** Up to 15 digits and a point are exact as digits / power of ten; anything else goes through the text. */
  #number(): number | undefined {
    const { text } = this
    let i = this.#at
    const negative = text[i] === 45
    if (negative) i++
    let value = 0
    let count = 0
    let scale = -1
    for (; i < text.length; i++) {
      const digit = text[i] - 48
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit
        count++
        if (scale >= 0) scale++
      } else if (digit === -2 && scale < 0) scale = 0
      else break
    }
    const stop = i >= text.length ? LF : text[i]
    if (count > 0 && count <= 15 && (stop === COMMA || stop === LF || stop === CR)) {
      this.#at = i
      if (scale > 0) value /= POWERS[scale]
      return negative ? -value : value
    }
    const end = this.#fieldEnd(this.#at)
    const cell = decoder.decode(text.subarray(this.#at, end)).replace(/^ +| +$/g, '')
    this.#at = end
    return plainNumber(cell)
  }
}

/** The number in a cell, NaN where the cell says that there is none; undefined where it is neither. */
export function plainNumber(cell: string): number | undefined {
  if (MISSING.has(cell.toLowerCase())) return Number.NaN
  return NUMBER.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : undefined
}
