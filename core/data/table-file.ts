import type { ColumnSource } from 'hyparquet-writer'
import { RustybtError } from '../kernel/errors.js'

/** A table's column by what its values are; of numbers, dates and instants (epoch ms, UTC) NaN is a missing one. */
export type TableColumn =
  | { readonly kind: 'number' | 'date' | 'instant'; readonly values: Float64Array }
  | { readonly kind: 'whole'; readonly values: Int32Array | Float64Array }
  | { readonly kind: 'flag'; readonly values: Uint8Array }
  | { readonly kind: 'text'; readonly values: readonly (string | null)[] }

/** Equally long columns by name, in order. */
export type TableColumns = ReadonlyMap<string, TableColumn>

export function tableLength(table: TableColumns): number {
  const [first] = table.values()
  return first?.values.length ?? 0
}

/** Row after row, nothing where a value is missing; dates without a time of day are ISO dates. */
export function* csvText(table: TableColumns): Generator<string> {
  yield `${[...table.keys()].map(quoted).join(',')}\n`
  const columns = [...table.values()]
  for (let i = 0, rows = tableLength(table); i < rows; i++)
    yield `${columns.map((column) => csvCell(column, i)).join(',')}\n`
}

function csvCell({ kind, values }: TableColumn, i: number): string {
  if (kind === 'text') return values[i] === null ? '' : quoted(values[i])
  const value = values[i]
  if (Number.isNaN(value)) return ''
  if (kind === 'date' || kind === 'instant') return dateText(value)
  return kind === 'flag' ? String(value === 1) : String(value)
}

const dateText = (instant: number): string => {
  const text = new Date(instant).toISOString()
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text
}

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/**
 * One Parquet file, compressed by Snappy: numbers are DOUBLE with NaN for missing, as pandas has them, whole numbers INT64, dates naive
 * timestamps in microseconds (which pandas makes of texts too: those in milliseconds do not join with them), instants the same in UTC,
 * texts strings. pandas makes the column called `index` its index. Throws
 * `TABLE_WHOLE_NUMBER`.
 */
export async function parquetBytes(table: TableColumns, index?: string): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer/src/write.js')
  const columns = [...table]
  return new Uint8Array(
    parquetWriteBuffer({
      schema: [
        { name: 'table', num_children: columns.length },
        ...columns.map(([name, { kind }]) => ({ name, ...TYPES[kind] })),
      ],
      columnData: columns.map(([name, column]) => ({ name, data: stored(name, column) })),
      createdBy: 'rustybt',
      ...(index === undefined ? {} : { kvMetadata: [{ key: 'pandas', value: pandasMetadata(table, index) }] }),
      rowGroupSize: 1_000_000,
    }),
  )
}

/** What pandas keeps beside its own files, as far as it reads it: https://pandas.pydata.org/docs/development/developer.html. */
function pandasMetadata(table: TableColumns, index: string): string {
  const columns = Array.from(table, ([name, { kind }]) => ({ name, field_name: name, ...PANDAS[kind] }))
  return JSON.stringify({
    index_columns: [index],
    column_indexes: [],
    columns,
    creator: { library: 'rustybt', version: '1' },
    pandas_version: '2.0.0',
  })
}

const PANDAS = {
  number: { pandas_type: 'float64', numpy_type: 'float64', metadata: null },
  whole: { pandas_type: 'int64', numpy_type: 'int64', metadata: null },
  flag: { pandas_type: 'bool', numpy_type: 'bool', metadata: null },
  date: { pandas_type: 'datetime', numpy_type: 'datetime64[us]', metadata: null },
  instant: { pandas_type: 'datetimetz', numpy_type: 'datetime64[us]', metadata: { timezone: 'UTC' } },
  text: { pandas_type: 'unicode', numpy_type: 'object', metadata: null },
} as const

const TYPES = {
  number: { type: 'DOUBLE', repetition_type: 'REQUIRED' },
  whole: { type: 'INT64', repetition_type: 'REQUIRED' },
  flag: { type: 'BOOLEAN', repetition_type: 'REQUIRED' },
  date: {
    type: 'INT64',
    repetition_type: 'OPTIONAL',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
  },
  instant: {
    type: 'INT64',
    repetition_type: 'OPTIONAL',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  text: { type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
} as const

function stored(name: string, { kind, values }: TableColumn): ColumnSource['data'] {
  switch (kind) {
    case 'number':
      return values
    case 'text':
      return [...values]
    case 'flag':
      return Array.from(values, (value) => value === 1)
    case 'date':
    case 'instant':
      return Array.from(values, (value) => (Number.isNaN(value) ? null : 1000n * BigInt(value)))
    case 'whole':
      return BigInt64Array.from({ length: values.length }, (_, i) => wholeNumber(name, values[i], i))
  }
}

function wholeNumber(name: string, value: number, row: number): bigint {
  if (Number.isInteger(value)) return BigInt(value)
  throw new RustybtError('TABLE_WHOLE_NUMBER', `column ${name}, row ${row}: ${value} is no whole number`)
}
