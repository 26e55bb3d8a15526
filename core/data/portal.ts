import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import type { SessionTable } from '../time/session.js'
import type { Adjustments } from './adjustments.js'
import type { Quirks } from './quirks.js'
import type { BarField, BarReader } from './reader.js'
import { AdjustedColumn, forwardFilled, rounded } from './window.js'

/** `price` is the close, carried forward over sessions without trades. */
export type Field = BarField | 'price'

/** The market data as they look from the session at which it stands: nothing later can be read. The engine moves it. */
export class Portal {
  /** Row of the current session. */
  row = 0
  readonly sessions: SessionTable
  readonly #windows: Record<Field, (AdjustedColumn | undefined)[]> = {
    open: [],
    high: [],
    low: [],
    close: [],
    volume: [],
    price: [],
  }
  readonly #life = new Map<Asset, { first: number; last: number }>()

  constructor(
    private readonly reader: BarReader,
    readonly adjustments: Adjustments,
    private readonly quirks: Quirks,
  ) {
    this.sessions = reader.sessions
  }

  moveTo(row: number): void {
    this.row = row
  }

  /** The current bar's value as it was traded; `price` looks back to the last close, adjusted to now. NaN (volume 0) outside the asset's life. */
  spot(asset: Asset, field: Field): number {
    const { row } = this
    const life = this.lifeOf(asset)
    if (row < life.first || row > life.last) return field === 'volume' ? 0 : Number.NaN
    if (field !== 'price') return this.reader.column(asset.sid, field)[row]
    const close = this.reader.column(asset.sid, 'close')
    const now = close[row]
    if (!Number.isNaN(now)) return now
    let seen = row - 1
    while (seen >= 0 && Number.isNaN(close[seen])) seen--
    if (seen < 0) return Number.NaN
    return close[seen] * this.#factorBetween(asset, seen, row)
  }

  /**
   * The last `count` values of a daily field, the current session's included, adjusted as of now: a read-only view over shared
   * blocks, `price` and the like in currency units, NaN (volume 0) where nothing traded.
   */
  history(asset: Asset, field: Field, count: number): Float64Array {
    const from = this.row - count + 1
    if (from < 0) {
      throw new RustybtError(
        'HISTORY_WINDOW_STARTS_BEFORE_DATA',
        `a window of ${count} sessions ending on ${this.sessions.date(this.row)} starts before the data, whose first session is ${this.sessions.date(0)}`,
        { hint: 'ask for fewer bars, or start the run later' },
      )
    }
    const column = (this.#windows[field][asset.sid] ??= this.#adjusted(asset, field))
    return column.window(from, this.row + 1, this.row)
  }

  /** Epoch ms (midnight UTC of the session) of the rows that `history(…, count)` answers. */
  historyTimes(count: number): Float64Array {
    return (this.#midnights ??= Float64Array.from(this.sessions.days, (day) => day * 86_400_000)).subarray(
      this.row - count + 1,
      this.row + 1,
    )
  }
  #midnights: Float64Array | undefined

  /** Whether an order could trade: listed on this session, not past its auto close, and priced. */
  canTrade(asset: Asset): boolean {
    const session = this.sessions.date(this.row)
    if (session < asset.startDate || session > asset.endDate) return false
    if (asset.autoCloseDate !== undefined && session > asset.autoCloseDate) return false
    return !Number.isNaN(this.spot(asset, 'price'))
  }

  /** Alive and traded before, but not on this bar. */
  isStale(asset: Asset): boolean {
    const session = this.sessions.date(this.row)
    if (session < asset.startDate || session > asset.endDate) return false
    if (this.spot(asset, 'volume') !== 0) return false
    return this.lastTradedRow(asset) >= 0
  }

  /** Row of the last session with volume, the current one included; -1: none. */
  lastTradedRow(asset: Asset): number {
    const life = this.lifeOf(asset)
    if (this.row < life.first || this.row > life.last) return -1
    const volume = this.reader.column(asset.sid, 'volume')
    let at = this.row
    while (at >= 0 && volume[at] === 0) at--
    return at
  }

  /** First and last row of the asset's life within the data (empty: first > last). */
  lifeOf(asset: Asset): { first: number; last: number } {
    let life = this.#life.get(asset)
    if (!life) {
      const { reader, sessions } = this
      life =
        reader.firstRow(asset.sid) < 0
          ? { first: 0, last: -1 }
          : { first: sessions.atOrAfter(asset.startDate), last: sessions.atOrBefore(asset.endDate) }
      this.#life.set(asset, life)
    }
    return life
  }

  #adjusted(asset: Asset, field: Field): AdjustedColumn {
    const { last } = this.lifeOf(asset)
    const round = (values: Float64Array) => (this.quirks.roundHistory ? rounded(values, 3) : values)
    const show = field === 'price' ? (values: Float64Array) => forwardFilled(round(values), last) : round
    const { rows, price, volume } = this.adjustments.factors(asset.sid)
    const raw = last < 0 ? this.#missing(field) : this.reader.column(asset.sid, field === 'price' ? 'close' : field)
    return new AdjustedColumn(raw, rows, field === 'volume' ? volume : price, show)
  }

  #missing(field: Field): Float64Array {
    return new Float64Array(this.sessions.length).fill(field === 'volume' ? 0 : Number.NaN)
  }

  #factorBetween(asset: Asset, from: number, to: number): number {
    const { rows, price } = this.adjustments.factors(asset.sid)
    let factor = 1
    for (let k = 0; k < rows.length; k++) if (rows[k] > from && rows[k] <= to) factor *= price[k]
    return factor
  }
}
