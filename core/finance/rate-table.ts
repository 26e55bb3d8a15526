import { RustybtError } from '../kernel/errors.js'
import { parseInstant } from '../time/instant.js'

/** A text table: its rows as texts by column, and how messages name it. */
export interface TextTable {
  readonly file: string
  readonly rows: readonly Readonly<Record<string, string>>[]
}

/**
 * Reads comma-separated text with a header. Throws `RATE_TABLE_INVALID` with the file, and the line, where a column of `needed` is
 * missing or a row has another number of cells.
 */
export function textTable(text: string, file: string, needed: readonly string[]): TextTable {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const names = lines[0].split(',').map((name) => name.trim())
  const missing = needed.find((name) => !names.includes(name))
  if (missing !== undefined)
    throw invalid(`${file}: there is no column '${missing}', only ${names.join(', ')}`, `it has ${needed.join(', ')}`)
  const rows = lines.slice(1).flatMap((line, i) => {
    if (line.trim() === '') return []
    const cells = line.split(',')
    if (cells.length !== names.length)
      throw invalid(`${file}, line ${i + 2}: ${cells.length} cells, where the header has ${names.length}`)
    return [{ ...Object.fromEntries(names.map((name, k) => [name, cells[k].trim()])), '': String(i + 2) }]
  })
  return { file, rows }
}

/** Where a cell stands, for messages. */
const placeOf = ({ file }: TextTable, row: Readonly<Record<string, string>>, column: string) =>
  `${file}, line ${row['']}, column ${column}`

/** A cell as a number within bounds, both included. */
export function numberIn(
  table: TextTable,
  row: Readonly<Record<string, string>>,
  column: string,
  [least, most]: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): number {
  const text = row[column] ?? ''
  const value = text === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) throw invalid(`${placeOf(table, row, column)}: '${text}' is no number`)
  if (value < least || value > most)
    throw invalid(
      `${placeOf(table, row, column)}: ${text} is not between ${least} and ${most}`,
      'rates are fractions a year: 0.05 is 5 %',
    )
  return value
}

/** A cell as a moment (a date is its midnight UTC), epoch ms; an empty one holds from the beginning. */
export function momentIn(table: TextTable, row: Readonly<Record<string, string>>, column: string): number {
  const text = row[column] ?? ''
  if (text === '') return Number.NEGATIVE_INFINITY
  try {
    return parseInstant(text)
  } catch (cause) {
    throw new RustybtError('RATE_TABLE_INVALID', `${placeOf(table, row, column)}: '${text}' is no date`, { cause })
  }
}

/** Rates by name and moment: the latest at or before it. */
export class RateTable {
  readonly #names = new Map<string, { readonly times: number[]; readonly rates: number[] }>()

  /** Each rate holds from its time on. Throws `RATE_TABLE_INVALID` for two at one time. */
  constructor(entries: Iterable<readonly [name: string, from: number, rate: number]>) {
    for (const [name, from, rate] of [...entries].sort((a, b) => a[1] - b[1])) {
      let known = this.#names.get(name)
      if (!known) this.#names.set(name, (known = { times: [], rates: [] }))
      if (known.times.at(-1) === from) {
        const day = Number.isFinite(from) ? ` on ${new Date(from).toISOString().slice(0, 10)}` : ''
        throw invalid(`${name} has two rates${day}`)
      }
      known.times.push(from)
      known.rates.push(rate)
    }
  }

  /** undefined before the first, and for a name that is not there. */
  at(name: string, moment: number): number | undefined {
    const known = this.#names.get(name)
    if (!known) return undefined
    const { times, rates } = known
    let low = 0
    let high = times.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (times[middle] <= moment) low = middle + 1
      else high = middle
    }
    return low === 0 ? undefined : rates[low - 1]
  }

  /** The moments after `from`, up to and including `to`, at which a name has a rate. */
  between(name: string, from: number, to: number): readonly (readonly [at: number, rate: number])[] {
    const known = this.#names.get(name)
    if (!known) return []
    return known.times.flatMap((time, i) => (time > from && time <= to ? [[time, known.rates[i]] as const] : []))
  }

  get names(): readonly string[] {
    return [...this.#names.keys()]
  }
}

function invalid(message: string, hint?: string): RustybtError {
  return new RustybtError('RATE_TABLE_INVALID', message, hint === undefined ? {} : { hint })
}
