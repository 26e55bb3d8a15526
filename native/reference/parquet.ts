import type { ColumnMetaData, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet'
import { readColumn } from 'hyparquet/src/column.js'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { parquetMetadata } from 'hyparquet/src/metadata.js'
import { getSchemaPath } from 'hyparquet/src/schema.js'
import type { ColumnSource } from 'hyparquet-writer'
import { parquetWriteBuffer } from 'hyparquet-writer/src/write.js'
import { NativeError } from '../errors.js'
import { PARQUET_COLUMNS as COLUMNS, type ParquetKernels } from '../interface.js'
import { isSize } from './arrays.js'

/*
 * The layout is the one of `kernels/src/parquet.rs`: required columns, Snappy, one row group. A column whose values repeat is
 * written by a dictionary, else its bytes are split into streams; times are written as differences.
 */

type Column = { readonly name: string; readonly type: 'INT32' | 'INT64' | 'DOUBLE' }

const SID: Column = { name: 'sid', type: 'INT32' }
const TIME: Column = { name: 'time', type: 'INT64' }
const VALUES = ['open', 'high', 'low', 'close', 'volume'].map((name): Column => ({ name, type: 'DOUBLE' }))
const LAYOUT: readonly Column[] = [SID, TIME, ...VALUES]

const SCHEMA: SchemaElement[] = [
  { name: 'bars', num_children: LAYOUT.length },
  ...LAYOUT.map((column): SchemaElement => ({ ...column, repetition_type: 'REQUIRED', ...annotation(column) })),
]
const PAGE_BYTES = 65_536
const MAGIC = 0x31524150

function annotation(column: Column): Partial<SchemaElement> {
  if (column !== TIME) return {}
  return {
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  }
}

/** What the addon does to Parquet files, by hyparquet. */
export const referenceParquet: ParquetKernels = {
  mode: 'js',
  parquetMaker: (rows) => new Maker(rows),
  parquetAdd: (maker, sid, ...columns) => (maker as Maker).add(sid, columns),
  parquetBegin: (maker) => (maker as Maker).begin(),
  parquetEnd: (maker) => (maker as Maker).end(),
  parquetRows: (file) => Number(metadataOf(file).num_rows),
  parquetRead(file, row, columns) {
    const rows = columns.length / COLUMNS
    if (!Number.isInteger(rows)) throw new NativeError('ARRAY_LENGTH')
    const metadata = metadataOf(file)
    LAYOUT.slice(1).forEach((_, at) => {
      readInto(file, metadata, at + 1, row, columns.subarray(at * rows, (at + 1) * rows))
    })
  },
  parquetReadSids: (file, row, sids) => readInto(file, metadataOf(file), 0, row, sids),
}

/** Files one after the other. There is one thread here: all is done when a file is ended. */
class Maker {
  #rows: Rows
  #begun: Rows | undefined

  constructor(private readonly room: number) {
    if (!(isSize(room) && room <= 0x7fffffff)) throw new NativeError('ARRAY_LENGTH')
    this.#rows = rowsFor(room)
  }

  add(sid: number, columns: readonly Float64Array[]): void {
    const rows = this.#rows
    const { length } = columns[0]
    if (columns.some((column) => column.length !== length) || rows.count + length > this.room)
      throw new NativeError('ARRAY_LENGTH')
    if (length === 0) return
    columns.forEach((column, at) => {
      rows.columns[at].set(column, rows.count)
    })
    rows.runs.push(sid, length)
    rows.count += length
  }

  begin(): void {
    if (this.#rows.count === 0) throw new NativeError('ARRAY_LENGTH')
    if (this.#begun !== undefined) throw new NativeError('PARQUET_ORDER')
    this.#begun = this.#rows
    this.#rows = rowsFor(this.room)
  }

  end(): Uint8Array {
    const rows = this.#begun
    if (rows === undefined) throw new NativeError('PARQUET_ORDER')
    this.#begun = undefined
    return fileOf(rows)
  }
}

/** `runs` are pairs of a sid and its number of rows, in the rows' order. */
interface Rows {
  readonly runs: number[]
  readonly columns: readonly Float64Array[]
  count: number
}

const rowsFor = (room: number): Rows => ({
  runs: [],
  columns: Array.from({ length: COLUMNS }, () => new Float64Array(room)),
  count: 0,
})

function fileOf({ runs, columns, count }: Rows): Uint8Array {
  const [times, ...values] = columns.map((column) => column.subarray(0, count))
  const columnData: ColumnSource[] = [
    { name: SID.name, data: sidsOf(runs, count), encoding: 'RLE_DICTIONARY' },
    { name: TIME.name, data: instants(times), encoding: 'DELTA_BINARY_PACKED' },
    ...VALUES.map(({ name }, at): ColumnSource => {
      const data = values[at]
      return { name, data, encoding: repeats(data) ? 'RLE_DICTIONARY' : 'BYTE_STREAM_SPLIT' }
    }),
  ]
  return new Uint8Array(
    parquetWriteBuffer({
      schema: SCHEMA,
      columnData,
      createdBy: 'rustybt',
      rowGroupSize: count,
      pageSize: PAGE_BYTES,
    }),
  )
}

function sidsOf(runs: readonly number[], rows: number): Int32Array {
  const sids = new Int32Array(rows)
  let at = 0
  for (let i = 0; i < runs.length; i += 2) sids.fill(runs[i], at, (at += runs[i + 1]))
  return sids
}

function instants(times: Float64Array): BigInt64Array {
  const whole = new BigInt64Array(times.length)
  for (let i = 0; i < times.length; i++) {
    if (!Number.isSafeInteger(times[i])) throw new NativeError('PARQUET_TIME', i)
    whole[i] = BigInt(times[i])
  }
  return whole
}

/** Whether a dictionary is at most half as long as the values. A zero of each sign makes two entries, which hyparquet takes for one. */
function repeats(values: Float64Array): boolean {
  const limit = values.length * 4
  const seen = new Set<number>()
  for (const value of values) {
    if (Object.is(value, -0)) return false
    seen.add(value)
    if (seen.size * 8 > limit) return false
  }
  const bits = Math.ceil(Math.log2(Math.max(1, seen.size)))
  return seen.size * 8 + Math.floor((values.length * bits) / 8) <= limit
}

function metadataOf(file: Uint8Array): FileMetaData {
  const metadata = footerOf(file)
  const leaves = metadata.schema.slice(1)
  const fits =
    leaves.length === LAYOUT.length &&
    leaves.every(
      ({ name, type, repetition_type }, at) =>
        name === LAYOUT[at].name && type === LAYOUT[at].type && repetition_type === 'REQUIRED',
    )
  if (!fits) throw new NativeError('PARQUET_LAYOUT')
  return metadata
}

/** The file's end alone is given to hyparquet, copied: it takes whole ArrayBuffers, and a Buffer may lie anywhere in one. */
function footerOf(file: Uint8Array): FileMetaData {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const end = file.byteLength - 8
  const length =
    end >= 4 && view.getUint32(end + 4, true) === MAGIC ? view.getUint32(end, true) : Number.POSITIVE_INFINITY
  if (length > end - 4) throw new NativeError('PARQUET_INVALID')
  return asInvalid(() => parquetMetadata(new Uint8Array(file.subarray(end - length)).buffer))
}

/** Fills `out` with a column's values from `row` on, from as many row groups as it takes. */
function readInto(
  file: Uint8Array,
  metadata: FileMetaData,
  column: number,
  row: number,
  out: Float64Array | Int32Array,
): void {
  let skip = row
  let filled = 0
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows)
    if (filled === out.length) return
    if (skip >= rows) {
      skip -= rows
      continue
    }
    const wanted = Math.min(rows - skip, out.length - filled)
    const chunk = group.columns[column]?.meta_data
    if (chunk === undefined) throw new NativeError('PARQUET_INVALID')
    asInvalid(() => readChunk(file, metadata, chunk, skip, out.subarray(filled, filled + wanted)))
    filled += wanted
    skip = 0
  }
  if (filled < out.length) throw new NativeError('ARRAY_LENGTH')
}

function readChunk(
  file: Uint8Array,
  metadata: FileMetaData,
  chunk: ColumnMetaData,
  skip: number,
  out: Float64Array | Int32Array,
): void {
  const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset)
  const length = Number(chunk.total_compressed_size)
  if (!(start >= 0 && start + length <= file.byteLength)) throw new NativeError('PARQUET_INVALID')
  const schemaPath = getSchemaPath(metadata.schema, chunk.path_in_schema)
  const leaf = schemaPath[schemaPath.length - 1]
  // Without its annotation, hyparquet leaves the column what it is in the file.
  const element: SchemaElement = { ...leaf.element, converted_type: undefined, logical_type: undefined }
  const decoder = {
    ...chunk,
    pathInSchema: chunk.path_in_schema,
    element,
    schemaPath: [...schemaPath.slice(0, -1), { ...leaf, element }] as SchemaTree[],
    parsers: DEFAULT_PARSERS,
  }
  const end = skip + out.length
  const reader = { view: new DataView(file.buffer, file.byteOffset + start, length), offset: 0 }
  const selection = { groupStart: 0, selectStart: skip, selectEnd: end, groupRows: end }
  const { data, skipped } = readColumn(reader, selection, decoder)
  let from = skipped
  for (const part of data) {
    for (let i = Math.max(0, skip - from); i < part.length && from + i < end; i++)
      out[from + i - skip] = Number(part[i])
    from += part.length
  }
  if (from < end) throw new NativeError('PARQUET_INVALID')
}

function asInvalid<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof NativeError) throw cause
    throw new NativeError('PARQUET_INVALID', undefined, undefined, { cause })
  }
}
