import { parse } from 'csv-parse/sync'
import { fault } from './fault.js'

/** A row of a file as text cells, with its line. */
export interface Record {
  readonly line: number
  readonly cells: string[]
}

/** Any well-formed CSV: quotes, commas and line ends inside them. Slower than bars are worth; for small tables and odd files. */
export function records(file: string, bytes: Uint8Array): Record[] {
  try {
    const rows = parse(Buffer.from(bytes), {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (cause) {
    const { lines, message } = cause as Error & { lines?: number }
    throw fault('DATA_ROW_INVALID', { file, line: lines }, `is no CSV (${message})`, 'quotes must be closed', cause)
  }
}
