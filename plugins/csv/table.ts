import { instantOf } from '../../core/data/codec.js'
import { DAY } from '../../core/time/instant.js'
import { dateOf } from '../../core/time/session.js'
import { fault, type Place } from './fault.js'
import { readBytes } from './file.js'
import { records } from './records.js'

const encoder = new TextEncoder()

/** One row of a small table such as `assets.csv`, asked by column name. */
export class TableRow {
  constructor(
    private readonly file: string,
    readonly line: number,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  place(column: string): Place {
    return { file: this.file, line: this.line, column }
  }

  /** Undefined where the cell is empty or the table has no such column. */
  text(column: string): string | undefined {
    return this.cells.get(column) || undefined
  }

  required(column: string): string {
    const value = this.text(column)
    if (value === undefined) throw fault('DATA_VALUE_INVALID', this.place(column), 'is empty')
    return value
  }

  /** ISO date. */
  date(column: string): string | undefined {
    const text = this.text(column)
    if (text === undefined || text === 'NaT') return undefined
    const bytes = encoder.encode(text)
    const time = instantOf(bytes, 0, bytes.length)
    if (!Number.isNaN(time)) return dateOf(Math.floor(time / DAY))
    throw fault('DATA_DATE_INVALID', this.place(column), `'${text}' is no date`, 'dates are written 2020-01-02')
  }

  requiredDate(column: string): string {
    this.required(column)
    return this.date(column) as string
  }

  /** A number above zero. */
  positive(column: string): number | undefined {
    const text = this.text(column)
    if (text === undefined) return undefined
    const value = Number(text)
    if (value > 0 && Number.isFinite(value)) return value
    throw fault('DATA_VALUE_INVALID', this.place(column), `'${text}' is no number above zero`)
  }

  requiredPositive(column: string): number {
    this.required(column)
    return this.positive(column) as number
  }
}

/** All rows of a table; its columns' names count in any case. */
export async function readTable(file: string, required: readonly string[]): Promise<TableRow[]> {
  const [title, ...rows] = records(file, readBytes(file))
  if (title === undefined) throw fault('DATA_FILE_EMPTY', { file }, 'is empty', 'remove the file or fill it')
  const names = title.cells.map((cell) => cell.toLowerCase())
  const missing = required.find((name) => !names.includes(name))
  if (missing !== undefined) {
    const what = `no column ${missing} (there are: ${title.cells.join(', ')})`
    throw fault('DATA_COLUMN_MISSING', { file, line: title.line, column: missing }, what)
  }
  return rows.map(({ line, cells }) => {
    if (cells.length !== names.length) {
      throw fault('DATA_ROW_INVALID', { file, line }, `has ${cells.length} fields, the header ${names.length}`)
    }
    return new TableRow(file, line, new Map(names.map((name, i) => [name, cells[i]])))
  })
}
