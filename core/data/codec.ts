import { openCsv } from '../../native/csv.js'
import { type CsvKernels, PARQUET_COLUMNS, type ParquetKernels } from '../../native/interface.js'
import { openParquet } from '../../native/parquet.js'
import { RustybtError } from '../kernel/errors.js'
import type { Bars } from './source.js'

/** Bars ⇄ Parquet files, by Rust where it is there, else in TypeScript: one layout, every bit kept. */
export type Codec = ParquetKernels
export const openCodec = (): Promise<Codec> => openParquet()

/** Rows of CSV → columns, in the same way. */
export type CsvCodec = CsvKernels
export const openCsvCodec = (): CsvCodec => openCsv()
export { CSV } from '../../native/interface.js'
export { plainNumber } from '../../native/reference/csv.js'
export { instantOf, namesZone } from '../../native/reference/instant.js'

/** Rows of a file at most: small enough to be held and checked whole, large enough that prices share a dictionary. */
export const PART_ROWS = 262_144

/** Some of one asset's bars, as they lie in a file: `first` and `last` are the times of the outer ones, epoch ms. */
export interface Run {
  readonly sid: number
  readonly rows: number
  readonly first: number
  readonly last: number
}

/** Gathers the bars of asset after asset until they fill a file. */
export class PartWriter {
  readonly #maker: object
  #runs: Run[] = []
  #rows = 0

  constructor(
    private readonly codec: Codec,
    private readonly capacity = PART_ROWS,
  ) {
    this.#maker = codec.parquetMaker(capacity)
  }

  get rows(): number {
    return this.#rows
  }

  get isFull(): boolean {
    return this.#rows === this.capacity
  }

  /** Takes bars from index `from` on, as many as there is room for, and answers how many. */
  add({ sid, times, open, high, low, close, volume }: Bars, from = 0): number {
    const rows = Math.min(times.length - from, this.capacity - this.#rows)
    if (rows === 0) return 0
    const part = (column: Float64Array) => (rows === column.length ? column : column.subarray(from, from + rows))
    const prices = [part(open), part(high), part(low), part(close)] as const
    this.codec.parquetAdd(this.#maker, sid, part(times), ...prices, part(volume))
    this.#runs.push({ sid, rows, first: times[from], last: times[from + rows - 1] })
    this.#rows += rows
    return rows
  }

  /** Begins to make the file of what was gathered, beside what the caller does, and begins anew. `end` waits for it. */
  begin(): { readonly runs: readonly Run[]; end(): Uint8Array } {
    const runs = this.#runs
    this.codec.parquetBegin(this.#maker)
    this.#runs = []
    this.#rows = 0
    return { runs, end: () => this.codec.parquetEnd(this.#maker) }
  }
}

/** A place for columns that can be written over. */
export interface Scratch {
  columns: Float64Array
}

/** Rows `row` to `row + rows` of a file, as columns of one array, which is `scratch`'s where there is one; `path` is named where it can't be read. */
export function readRows(
  codec: Codec,
  file: Uint8Array,
  path: string,
  row: number,
  rows: number,
  scratch?: Scratch,
): Float64Array {
  const length = rows * PARQUET_COLUMNS
  let columns = scratch?.columns ?? new Float64Array(length)
  if (columns.length < length) columns = new Float64Array(length)
  if (scratch !== undefined) scratch.columns = columns
  columns = columns.subarray(0, length)
  try {
    codec.parquetRead(file, row, columns)
  } catch (cause) {
    throw new RustybtError('BUNDLE_CORRUPT', `${path}: ${(cause as Error).message}`, { hint: INGEST_AGAIN, cause })
  }
  return columns
}

/** The bars of `sid` among such columns, from row `from` on: views, nothing is copied. */
export function barsIn(columns: Float64Array, sid: number, from: number, rows: number): Bars {
  const length = columns.length / PARQUET_COLUMNS
  const part = (k: number) => columns.subarray(k * length + from, k * length + from + rows)
  return { sid, times: part(0), open: part(1), high: part(2), low: part(3), close: part(4), volume: part(5) }
}

export const INGEST_AGAIN = 'ingest the bundle again, or run on an earlier ingestion with --bundle-timestamp'
