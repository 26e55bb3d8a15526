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

const FIELDS = ['times', 'open', 'high', 'low', 'close', 'volume'] as const

/** A file's bytes, and what lies in it. */
interface Part {
  readonly bytes: Uint8Array
  readonly runs: readonly Run[]
}

/** Gathers the bars of asset after asset until they fill a file. */
export class PartWriter {
  readonly #columns: Float64Array
  readonly #capacity: number
  #out = new Uint8Array(0)
  #runs: Run[] = []
  #rows = 0

  constructor(
    private readonly codec: Codec,
    capacity = PART_ROWS,
  ) {
    this.#capacity = capacity
    this.#columns = new Float64Array(capacity * PARQUET_COLUMNS)
  }

  get rows(): number {
    return this.#rows
  }

  get isFull(): boolean {
    return this.#rows === this.#capacity
  }

  /** Takes bars from index `from` on, as many as there is room for, and answers how many. */
  add(bars: Bars, from = 0): number {
    const rows = Math.min(bars.times.length - from, this.#capacity - this.#rows)
    if (rows === 0) return 0
    FIELDS.forEach((field, k) => {
      this.#columns.set(bars[field].subarray(from, from + rows), k * this.#capacity + this.#rows)
    })
    this.#runs.push({ sid: bars.sid, rows, first: bars.times[from], last: bars.times[from + rows - 1] })
    this.#rows += rows
    return rows
  }

  /** The file of what was gathered, and what lies in it; begins anew. The bytes are good until the next file is ended. */
  finish(): Part {
    return this.begin()()
  }

  /** The same beside what the caller does meanwhile: what is answered waits for the file, and is to be called before the next one's. */
  begin(): () => Part {
    const runs = this.#runs
    const rows = this.#rows
    const pairs = Int32Array.from(runs.flatMap(({ sid, rows }) => [sid, rows]))
    const writing = this.codec.parquetBegin(pairs, this.#columns)
    this.#runs = []
    this.#rows = 0
    return () => {
      // Snappy may lengthen by a sixth what it can't shorten; a page header and an entry in the footer come on top.
      const room = 65_536 + rows * 72
      if (this.#out.length < room) this.#out = new Uint8Array(room)
      const length = this.codec.parquetEnd(writing, this.#out)
      return { bytes: this.#out.subarray(0, length), runs }
    }
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
