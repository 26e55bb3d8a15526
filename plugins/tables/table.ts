import { RustybtError } from '../../core/kernel/errors.js'

/** Columns as a file has them, by their names in small letters. */
export interface Table {
  /** The file, for messages. */
  readonly where: string
  readonly rows: number
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>
  /** Columns whose numbers are epoch ms by their type. */
  readonly instants: ReadonlySet<string>
}

/** What the columns of bars may be called; the first that is there counts. */
export const NAMES = {
  symbol: ['symbol', 'ticker'],
  sid: ['sid'],
  time: ['date', 'timestamp', 'datetime', 'time', 'minute', '__index_level_0__'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume'],
  split: ['split'],
  dividend: ['dividend'],
} as const
export type Role = keyof typeof NAMES

const ALL: ReadonlySet<string> = new Set(Object.values(NAMES).flat())
const ADJUSTED = /^adj.*close$/

/** Whether a column is read; an adjusted close is, to be told of. */
export const isWanted = (name: string): boolean => ALL.has(name.toLowerCase()) || isAdjusted(name)
export const isAdjusted = (name: string): boolean => ADJUSTED.test(name.toLowerCase())

/** The name of the column that plays a role, undefined where there is none. */
export function nameOf(names: Iterable<string>, role: Role): string | undefined {
  const there = new Set([...names].map((name) => name.toLowerCase()))
  return NAMES[role].find((name) => there.has(name))
}

export function requiredName(where: string, names: Iterable<string>, role: Role): string {
  const name = nameOf(names, role)
  if (name !== undefined) return name
  const what = `no column ${NAMES[role].slice(0, 2).join(' or ')} (there are: ${[...names].join(', ')})`
  throw fault('DATA_COLUMN_MISSING', where, what)
}

export function columnOf(table: Table, role: Role): ArrayLike<unknown> {
  return table.columns.get(requiredName(table.where, table.columns.keys(), role))!
}

/** Rows are counted from 1. */
export function fault(code: string, where: string, what: string, hint?: string, cause?: unknown): RustybtError {
  return new RustybtError(code, `${where}: ${what}`, { hint, cause })
}

/** Numbers of any width; what is missing is NaN. Whole numbers that a double cannot hold are refused. */
export function numbersOf(table: Table, role: Role, rows: ArrayLike<number>): Float64Array {
  const name = requiredName(table.where, table.columns.keys(), role)
  const column = table.columns.get(name)!
  return Float64Array.from(rows, (row) => {
    const value = column[row]
    if (value === null || value === undefined) return Number.NaN
    const number = typeof value === 'bigint' ? Number(value) : value
    const isExact = typeof value !== 'bigint' || BigInt(Number(value)) === value
    if (typeof number === 'number' && isExact) return number
    const what = isExact ? 'is no number' : 'is too large a whole number to be kept exactly'
    throw fault('DATA_VALUE_INVALID', table.where, `row ${row + 1}, column ${name}: ${String(value)} ${what}`)
  })
}
