import type { SessionTable } from '../time/session.js'
import type { Segment } from './bar-index.js'
import { ByteBudget } from './byte-budget.js'
import type { CacheCounts } from './cache-counts.js'
import { barsIn, type Codec, readRows } from './codec.js'
import type { Quirks } from './quirks.js'
import { type BarField, type BarReader, barsMissing, joinedBars, type LaidOut, layOut } from './reader.js'
import type { Bars } from './source.js'

export interface BundleBarsOptions {
  readonly sessions: SessionTable
  readonly quirks: Quirks
  readonly codec: Codec
  readonly index: ReadonlyMap<number, readonly Segment[]>
  /** Bytes that may be held of files. */
  readonly budget?: number
  /** A file of the ingestion, checked; in `into`, where that has room for it. */
  readonly read: (path: string, into?: Uint8Array) => Uint8Array
}

const MS_PER_DAY = 86_400_000
/** What is held of the files last used, for the next asset that lies in them, unless it is said otherwise. */
const HELD_BYTES = 128 * 1024 * 1024

/** Daily bars out of a bundle's files: an asset is read when it is first asked for, and then kept. */
export class BundleBars implements BarReader {
  readonly sessions: SessionTable
  readonly #assets = new Map<number, LaidOut>()
  /** Of the first and the last bar, known without reading them. */
  readonly #rows = new Map<number, { readonly first: number; readonly last: number }>()
  readonly #parts: PartCache

  constructor(private readonly options: BundleBarsOptions) {
    this.sessions = options.sessions
    this.#parts = new PartCache(options, options.budget ?? HELD_BYTES)
  }

  column(sid: number, field: BarField): Float64Array {
    let asset = this.#assets.get(sid)
    if (asset === undefined) {
      asset = layOut(this.bars(sid), this.sessions, this.options.quirks)
      this.#assets.set(sid, asset)
    }
    return asset.columns[field]
  }

  firstRow(sid: number): number {
    return this.#rowsOf(sid).first
  }

  lastRow(sid: number): number {
    return this.#rowsOf(sid).last
  }

  #rowsOf(sid: number): { readonly first: number; readonly last: number } {
    let rows = this.#rows.get(sid)
    if (rows === undefined) {
      const segments = this.options.index.get(sid)
      const rowOf = (time: number | undefined) => (time === undefined ? -1 : this.sessions.indexOf(dateAt(time)))
      this.#rows.set(sid, (rows = { first: rowOf(segments?.[0].first), last: rowOf(segments?.at(-1)?.last) }))
    }
    return rows
  }

  /** How often a file of bars was held when an asset of it was asked for. */
  get cache(): CacheCounts {
    return this.#parts.counts
  }

  /** An asset's bars as they were ingested. Throws `BARS_MISSING`. */
  bars(sid: number): Bars {
    const segments = this.options.index.get(sid)
    if (segments === undefined) throw barsMissing(sid)
    return joinedBars(segments.map((segment) => this.#parts.bars(segment)))
  }
}

const dateAt = (time: number): string => new Date(Math.floor(time / MS_PER_DAY) * MS_PER_DAY).toISOString().slice(0, 10)

interface Held {
  /** The file as it is on the disk, until it is decoded whole. */
  readonly bytes?: Uint8Array
  readonly columns?: Float64Array
}

/**
 * The files last used, up to so many bytes (and always the last one). One that a second asset is read from is decoded whole, and so is the
 * next one at once, since then it is asset after asset that is read.
 */
class PartCache {
  readonly #held: ByteBudget<Held>
  #isWalk = false
  readonly #rows = new Map<string, number>()
  /** Memory of a file that has been decoded, for the next one. */
  #room: Uint8Array | undefined

  constructor(
    private readonly options: Pick<BundleBarsOptions, 'codec' | 'index' | 'read'>,
    budget: number,
  ) {
    this.#held = new ByteBudget(budget, sizeOf)
    for (const segments of options.index.values()) {
      for (const { path, row, rows } of segments) this.#rows.set(path, Math.max(this.#rows.get(path) ?? 0, row + rows))
    }
  }

  get counts(): CacheCounts {
    return this.#held.counts
  }

  bars({ sid, path, row, rows }: Segment): Bars {
    const { codec, read } = this.options
    const held = this.#held.get(path)
    if (held?.columns !== undefined) return barsIn(held.columns, sid, row, rows)
    const bytes = held?.bytes ?? read(path, this.#room)
    if (held === undefined && !this.#isWalk) {
      this.#room = undefined
      this.#held.set(path, { bytes })
      return barsIn(readRows(codec, bytes, path, row, rows), sid, 0, rows)
    }
    const columns = readRows(codec, bytes, path, 0, this.#rows.get(path)!)
    this.#isWalk = true
    this.#held.set(path, { columns })
    this.#room = new Uint8Array(bytes.buffer, bytes.byteOffset)
    return barsIn(columns, sid, row, rows)
  }
}

const sizeOf = ({ bytes, columns }: Held): number => (bytes ?? columns)!.byteLength
