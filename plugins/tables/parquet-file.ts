import type { ColumnData, SchemaElement } from 'hyparquet'
import { fault, isWanted, type Table } from './table.js'

const TIME_UNITS = {
  timestampFromMilliseconds: Number,
  timestampFromMicroseconds: perMs(1000n),
  timestampFromNanoseconds: perMs(1_000_000n),
}
const DAY = 86_400_000

function perMs(units: bigint) {
  return (time: bigint) => Number(time / units)
}

/** Names of a Parquet file's columns, as they are spelled in it. */
export async function parquetNames(path: string): Promise<string[]> {
  return (await open(path)).metadata.schema.slice(1).map(({ name }) => name)
}

/** The columns of bars in a Parquet file, whole. */
export async function readParquet(path: string): Promise<Table> {
  const { hyparquet, file, metadata } = await open(path)
  const { compressors } = await import('hyparquet-compressors')
  const rows = Number(metadata.num_rows)
  const names = metadata.schema.slice(1).map(({ name }) => name)
  const wanted = names.filter(isWanted)
  const columns = new Map<string, unknown[]>()
  const filled = new Map<string, number>()
  try {
    // A damaged count of rows is no length of an array.
    for (const name of wanted) columns.set(name.toLowerCase(), new Array(rows))
    await hyparquet.parquetRead({
      file,
      metadata,
      columns: wanted,
      compressors,
      parsers: { ...TIME_UNITS, dateFromDays: (days) => days * DAY },
      onChunk({ columnName, columnData, rowStart }: ColumnData) {
        const column = columns.get(columnName.toLowerCase())!
        for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i]
        filled.set(columnName, (filled.get(columnName) ?? 0) + columnData.length)
      },
    })
  } catch (cause) {
    throw damaged(path, cause)
  }
  const short = wanted.find((name) => (filled.get(name) ?? 0) !== rows)
  if (short !== undefined) throw damaged(path, new Error(`column ${short} has not all of its ${rows} rows`))
  const isInstant = ({ type, logical_type, converted_type }: SchemaElement) =>
    type === 'INT96' || /^(DATE|TIMESTAMP)/.test(logical_type?.type ?? converted_type ?? '')
  const instants = metadata.schema.filter(isInstant).map(({ name }) => name.toLowerCase())
  return { where: path, rows, columns, instants: new Set(instants) }
}

async function open(path: string) {
  const hyparquet = await import('hyparquet')
  try {
    const file = await hyparquet.asyncBufferFromFile(path)
    const metadata = await hyparquet.parquetMetadataAsync(file)
    if (!metadata.schema.every(({ name }) => typeof name === 'string')) throw new Error('a column has no name')
    return { hyparquet, file, metadata }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function damaged(path: string, cause: unknown) {
  const what = `is no whole Parquet file (${(cause as Error).message})`
  return fault('DATA_FILE_UNREADABLE', path, what, 'write it again', cause)
}
