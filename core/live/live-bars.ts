import { BAR_FIELDS, type BarField, type BarReader } from '../data/reader.js'
import type { SessionTable } from '../time/session.js'
import type { StreamBar } from './stream.js'

interface Asset {
  readonly columns: Record<BarField, Float64Array>
  /** Rows of its first and last bar so far; -1 where it has none. */
  first: number
  last: number
  /** No bar will come any more. */
  ended: boolean
}

/** Daily bars that were read before the run, and behind them those that have come since. What is known never changes. */
export class LiveBars implements BarReader {
  /** Rows before it hold what they will hold for good. */
  known: number
  readonly #assets = new Map<number, Asset>()

  /** `from`: the first row that is not history's. */
  constructor(
    private readonly history: BarReader,
    readonly sessions: SessionTable,
    private readonly from: number,
  ) {
    this.known = from
  }

  column(sid: number, field: BarField): Float64Array {
    return this.#asset(sid).columns[field]
  }

  /** After the axis, where its first bar may still come. */
  firstRow(sid: number): number {
    const { first } = this.#asset(sid)
    return first < 0 ? this.sessions.length : first
  }

  /** As far as is known, an asset goes on trading until its bars are said to have ended. */
  lastRow(sid: number): number {
    const { last, ended } = this.#asset(sid)
    return ended ? last : this.known - 1
  }

  put(row: number, bar: StreamBar): void {
    const asset = this.#asset(bar.sid)
    for (const field of BAR_FIELDS) asset.columns[field][row] = bar[field]
    if (asset.first < 0) asset.first = row
    asset.last = row
    asset.ended = false
  }

  end(sid: number): void {
    this.#asset(sid).ended = true
  }

  #asset(sid: number): Asset {
    let asset = this.#assets.get(sid)
    if (asset === undefined) this.#assets.set(sid, (asset = this.#fromHistory(sid)))
    return asset
  }

  #fromHistory(sid: number): Asset {
    const { history, from } = this
    const given = history.firstRow(sid)
    const has = given >= 0 && given < from
    const columns = {} as Record<BarField, Float64Array>
    for (const field of BAR_FIELDS) {
      columns[field] = new Float64Array(this.sessions.length).fill(field === 'volume' ? 0 : Number.NaN)
      if (has) columns[field].set(history.column(sid, field).subarray(0, from))
    }
    if (!has) return { columns, first: -1, last: -1, ended: false }
    let last = Math.min(history.lastRow(sid), from - 1)
    while (last > given && Number.isNaN(columns.close[last])) last--
    return { columns, first: given, last, ended: false }
  }
}
