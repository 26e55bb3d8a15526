import { parse } from 'csv-parse/sync'
import { RustybtError } from '../../core/kernel/errors.js'

export type Cell = string | number | boolean
/** One line of the CSV by column. A column is of numbers (NaN is missing), of booleans, or of texts. */
export type Row = Record<string, Cell>

/** What `pandas.read_csv` can be told, of what files need. */
export interface CsvFormat {
  readonly sep?: string
  readonly delimiter?: string
  readonly quotechar?: string
  readonly escapechar?: string
  readonly doublequote?: boolean
  readonly skipinitialspace?: boolean
  readonly comment?: string
  /** The line with the names, from 0; null where there is none. */
  readonly header?: number | null
  readonly names?: readonly string[]
  /** So many lines from the start, or these lines, from 0. */
  readonly skiprows?: number | readonly number[]
  readonly skipfooter?: number
  readonly nrows?: number
  readonly usecols?: readonly string[] | null
  /** Texts that mean a missing value, for all columns or by column. */
  readonly na_values?: string | readonly string[] | Readonly<Record<string, readonly string[]>>
  /** Whether pandas' own texts for missing values count as well: '', 'NA', 'NaN', 'null', … */
  readonly keep_default_na?: boolean
  readonly true_values?: readonly string[]
  readonly false_values?: readonly string[]
  readonly thousands?: string
  readonly decimal?: string
  /** 'str' keeps a column, or all of them, as text. */
  readonly dtype?: string | Readonly<Record<string, string>>
  readonly converters?: Readonly<Record<string, (text: string) => Cell>>
}

const DEFAULT_MISSING = [
  ...['', '#N/A', '#N/A N/A', '#NA', '-1.#IND', '-1.#QNAN', '-NaN', '-nan', '1.#IND', '1.#QNAN', '<NA>', 'N/A', 'NA'],
  ...['NULL', 'NaN', 'None', 'n/a', 'nan', 'null'],
]
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i
const INFINITE = /^\s*([+-]?)inf(inity)?\s*$/i

/** CSV as rows of typed cells. `blanks`: whether an empty cell is a missing number, where nothing else is said. Throws `FETCH_CSV_ROW`. */
export function readCsv(text: string, format: CsvFormat, shown: string, blanks: boolean): Row[] {
  const lines = linesOf(text, format, shown)
  const { names, first } = header(lines, format)
  const body = lines.slice(first, lines.length - (format.skipfooter ?? 0)).slice(0, format.nrows)
  for (const { cells, line } of body) {
    if (cells.length > names.length) {
      throw new RustybtError(
        'FETCH_CSV_ROW',
        `${shown}, line ${line}: expected ${names.length} fields, saw ${cells.length}`,
        { hint: `the columns are ${names.join(', ')}` },
      )
    }
  }
  const used = names.filter((name) => format.usecols?.includes(name) ?? true)
  const missingTexts = used.map((name) => missing(name, format, blanks))
  const rows = body.map((): Row => ({}))
  used.forEach((name, i) => {
    const at = names.indexOf(name)
    const texts = body.map(({ cells }) => cells[at])
    typed(texts, name, missingTexts[i], format).forEach((cell, row) => {
      rows[row][name] = cell
    })
  })
  return rows
}

interface Line {
  readonly cells: readonly string[]
  /** Counted from 1. */
  readonly line: number
}

function linesOf(text: string, format: CsvFormat, shown: string): Line[] {
  const { skiprows = 0 } = format
  const skipped = typeof skiprows === 'number' ? skiprows : 0
  const from = lineStart(text, skipped)
  try {
    const records = parse(text.slice(from), {
      bom: from === 0,
      delimiter: format.sep ?? format.delimiter ?? ',',
      quote: format.quotechar ?? '"',
      escape: format.escapechar ?? (format.doublequote === false ? '\\' : (format.quotechar ?? '"')),
      comment: format.comment,
      ltrim: format.skipinitialspace ?? false,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    const lines = records.map(({ record, info }) => ({ cells: record, line: info.lines + skipped }))
    return typeof skiprows === 'number' ? lines : lines.filter(({ line }) => !skiprows.includes(line - 1))
  } catch (cause) {
    const { message, lines } = cause as Error & { lines?: number }
    const where = lines === undefined ? '' : `, line ${lines + skipped}`
    throw new RustybtError('FETCH_CSV_ROW', `${shown}${where}: ${message}`, { cause })
  }
}

function lineStart(text: string, lines: number): number {
  let at = 0
  for (let i = 0; i < lines && at >= 0; i++) at = text.indexOf('\n', at) + 1 || text.length
  return at
}

function header(lines: readonly Line[], { header = 0, names }: CsvFormat): { names: readonly string[]; first: number } {
  if (header === null || (names && header === 0)) {
    const width = Math.max(0, ...lines.map(({ cells }) => cells.length))
    return { names: names ?? Array.from({ length: width }, (_, i) => String(i)), first: 0 }
  }
  const found = lines[header]?.cells ?? []
  const count = new Map<string, number>()
  const unique = found.map((name) => {
    const seen = count.get(name) ?? 0
    count.set(name, seen + 1)
    return seen === 0 ? name : `${name}.${seen}`
  })
  return { names: names ?? unique, first: header + 1 }
}

function missing(name: string, { na_values, keep_default_na = false }: CsvFormat, blanks: boolean): Set<string> {
  const own: readonly string[] | undefined =
    typeof na_values === 'string'
      ? [na_values]
      : Array.isArray(na_values)
        ? na_values
        : (na_values as Readonly<Record<string, readonly string[]>> | undefined)?.[name]
  const asRule = keep_default_na ? DEFAULT_MISSING : na_values === undefined && blanks ? [''] : []
  return new Set([...asRule, ...(own ?? [])])
}

function typed(
  texts: readonly (string | undefined)[],
  name: string,
  missingTexts: ReadonlySet<string>,
  format: CsvFormat,
): Cell[] {
  const convert = format.converters?.[name]
  if (convert) return texts.map((text) => convert(text ?? ''))
  const dtype = typeof format.dtype === 'string' ? format.dtype : format.dtype?.[name]
  const isMissing = (text: string | undefined) => text === undefined || missingTexts.has(text)
  const there = texts.filter((text): text is string => !isMissing(text))
  if (dtype === undefined || !/^(str|object|string)/.test(dtype)) {
    const truths = truthsOf(format)
    if (there.length > 0 && there.length === texts.length && there.every((text) => truths.has(text)))
      return there.map((text) => truths.get(text)!)
    const numbers = texts.map((text) => (isMissing(text) ? Number.NaN : numberOf(text!, format)))
    if (numbers.every((number) => number !== undefined)) return numbers as number[]
  }
  return texts.map((text) => (isMissing(text) ? Number.NaN : text!))
}

function truthsOf({ true_values = [], false_values = [] }: CsvFormat): Map<string, boolean> {
  const all = (texts: readonly string[], value: boolean) => texts.map((text) => [text, value] as const)
  return new Map([
    ...all(['True', 'TRUE', 'true', ...true_values], true),
    ...all(['False', 'FALSE', 'false', ...false_values], false),
  ])
}

/** undefined: it is no number. */
function numberOf(text: string, { thousands, decimal = '.' }: CsvFormat): number | undefined {
  let plain = thousands === undefined ? text : text.replaceAll(thousands, '')
  if (decimal !== '.') plain = plain.replace(decimal, '.')
  if (NUMBER.test(plain)) return Number(plain)
  const infinite = INFINITE.exec(plain)
  return infinite ? Number(`${infinite[1]}Infinity`) : undefined
}
