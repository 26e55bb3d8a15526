import type { FormatName } from './page/formats.js'
import { shorten } from './plain-text.js'
import type { Cell, DetailsBlock, Statistic, TableBlock, TableColumn, TableData } from './report-data.js'

/** Rows that a table lists at most, so that the file stays small whatever was traded; the newest are left out. */
export const MOST_ROWS = 5_000

export const column = (label: string, format: TableColumn['format'] = 'text'): TableColumn => ({ label, format })

/** Numbers to as many digits as anybody reads; what is not finite is missing. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]): TableData {
  const short = (cell: Cell) => (typeof cell === 'number' ? shorten(cell, 10) : cell)
  return { columns, rows: rows.slice(0, MOST_ROWS).map((row) => row.map(short)), total: rows.length }
}

/** No block for a table without rows. */
export function tableBlock(id: string, title: string, data: TableData, summary?: string): TableBlock[] {
  return data.rows.length === 0 ? [] : [{ kind: 'table', id, title, summary, table: data }]
}

export function detailsBlock(id: string, title: string, pairs: DetailsBlock['pairs']): DetailsBlock[] {
  return pairs.length === 0 ? [] : [{ kind: 'details', id, title, pairs }]
}

/** A figure of the strategy alone. */
export const only = (label: string, format: FormatName, value: number, explanation: string): Statistic => ({
  label,
  format,
  values: [cell(value)],
  explanation,
})

export const cell = (value: number | undefined): Cell => (value !== undefined && Number.isFinite(value) ? value : null)

/** A chart's line: few digits, missing values null. */
export const series = (values: Float64Array, digits = 5): (number | null)[] =>
  Array.from(values, (value) => shorten(value, digits))
