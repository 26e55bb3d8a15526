import type { Asset, ContinuousFuture } from '../assets/asset.js'
import type { AssetFinder } from '../assets/finder.js'
import { RustybtError } from '../kernel/errors.js'
import { TimeLabels, type TimeMapping } from '../math/labels.js'
import { DAY } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import type { Adjustments } from './adjustments.js'
import { type BarFrequency, minutesOf, spansUpTo } from './bar-length.js'
import { ContinuousView } from './continuous-view.js'
import { DailyView, type Field, type Life } from './daily-view.js'
import { MinuteView } from './minute-view.js'
import type { MinuteAxis, MinuteReader } from './minutes.js'
import type { Quirks } from './quirks.js'
import type { BarReader } from './reader.js'

export type { BarFrequency } from './bar-length.js'
export type { Field } from './daily-view.js'

/** The market data as they look from the bar at which it stands: nothing later can be read. The engine moves it. */
export class Portal {
  /** Row of the session whose bar it stands at (-1 before the first), and the session from which past prices are seen (later only before the market opens). */
  row = 0
  asOf = 0
  /** Position of the current minute on the minute axis; -1 in daily data. */
  minute = -1
  readonly sessions: SessionTable
  readonly adjustments: Adjustments
  readonly #daily: DailyView
  readonly #minutes: MinuteView | undefined
  /** Continuous futures. */
  readonly continuous: ContinuousView

  constructor(
    data: {
      readonly finder: AssetFinder
      readonly reader: BarReader
      readonly minutes?: MinuteReader
      readonly adjustments: Adjustments
    },
    private readonly quirks: Quirks,
  ) {
    this.sessions = data.reader.sessions
    this.adjustments = data.adjustments
    this.#daily = new DailyView(data.reader, data.adjustments, quirks)
    this.continuous = new ContinuousView(this.#daily, data.finder, quirks)
    this.#minutes = data.minutes && new MinuteView(data.minutes, this.#daily, data.adjustments, quirks)
  }

  /** Where minutes stand; undefined in daily data. */
  get minuteAxis(): MinuteAxis | undefined {
    return this.#minutes?.axis
  }

  moveTo(row: number, minute = -1, asOf = row): void {
    this.row = row
    this.minute = minute
    this.asOf = asOf
  }

  /** Moves to the bar that ends at `at` (epoch ms) in a session of minute data. */
  moveToMinute(row: number, at: number, asOf = row): void {
    this.row = row
    this.asOf = asOf
    this.minute = this.#minutes!.axis.position(row, at)
  }

  /** The current bar's value as it was traded; `price` looks back to the last close, adjusted to now. NaN (volume 0) outside the asset's life. */
  spot(asset: Asset | ContinuousFuture, field: Field): number {
    if (asset.kind === 'continuous-future') return this.continuous.spot(asset, field, this.row)
    if (this.minute >= 0) return this.#minutes!.spot(asset, field, this.row, this.minute, this.asOf)
    const value = this.#daily.spot(asset, field, this.row)
    return this.asOf === this.row
      ? value
      : value * this.adjustments.factorBetween(asset.sid, this.row, this.asOf, field === 'volume' ? 'volume' : 'price')
  }

  /**
   * The last `count` values of a field, the current bar's included, adjusted as of now: read-only, in currency units, NaN (volume 0)
   * where nothing traded. Daily windows in minute data end with the session's bar so far.
   * Before the open, today's splits and dividends are those of `actionsOf`.
   */
  history(
    asset: Asset | ContinuousFuture,
    field: Field,
    count: number,
    frequency: BarFrequency = '1d',
    actionsOf: Asset | ContinuousFuture = asset,
  ): Float64Array {
    const from = this.row - count + 1
    if (frequency === '1d' && from < 0) throw this.#before(count, 'sessions')
    if (asset.kind === 'continuous-future') return this.continuous.window(asset, field, this.row, count)
    const length = minutesOf(frequency)
    const values = length === undefined ? this.#days(asset, field, count) : this.#intraday(asset, field, count, length)
    if (this.asOf === this.row) return values
    const kind = field === 'volume' ? 'volume' : 'price'
    const factor =
      actionsOf.kind === 'continuous-future'
        ? 1
        : this.adjustments.factorBetween(actionsOf.sid, this.row, this.asOf, kind)
    return factor === 1 ? values : values.map((value) => value * factor)
  }

  /** The whole column that daily windows are cut from at this bar, over all sessions: what comes behind `row` is not to be shown. Undefined where they are not cut from one. */
  dailyColumn(asset: Asset | ContinuousFuture, field: Field): Float64Array | undefined {
    if (asset.kind === 'continuous-future' || this.minute >= 0 || this.asOf !== this.row) return undefined
    return this.#daily.seenFrom(asset, field, this.row)
  }

  /** Daily bars as of the session of the last one; in minute data that one is made of its minutes so far. */
  #days(asset: Asset, field: Field, count: number): Float64Array {
    const { row } = this
    const from = row - count + 1
    if (this.minute < 0) return this.#daily.window(asset, field, from, row + 1, row)
    const out = new Float64Array(count)
    out.set(this.#daily.window(asset, field, from, row, row))
    const today = this.#minutes!.dayBar(asset, field === 'price' ? 'close' : field, row, this.minute)
    const isCarried = field === 'price' && Number.isNaN(today) && this.#isAlive(asset, row)
    out[count - 1] = !isCarried ? today : count > 1 ? out[count - 2] : this.#daily.carried(asset, row - 1, row)
    return out
  }

  /** The rows that `history(…, count, frequency)` answers: midnights of the sessions, or the minutes' ends; the last is the current bar's. */
  historyLabels<K>(count: number, frequency: BarFrequency, mapping: TimeMapping<K>): TimeLabels<K> {
    const length = minutesOf(frequency)
    if (length === undefined) {
      return new TimeLabels(this.sessions.midnights, mapping, this.row - count + 1, count)
    }
    const { axis } = this.#minuteView()
    if (length === 1) {
      const { start, values } = axis.instants(this.minute, count)
      return new TimeLabels(values, mapping, this.minute - count + 1 - start, count)
    }
    const { ends } = spansUpTo(axis, this.row, this.minute, length, count)
    return new TimeLabels(
      ends.map((end) => axis.instant(end)),
      mapping,
    )
  }

  /** Whether an order could trade: listed on this session, not past its auto close, and priced. */
  canTrade(asset: Asset | ContinuousFuture): boolean {
    if (asset.kind === 'continuous-future') {
      const contract = this.continuous.contract(asset, this.row)
      return contract !== undefined && this.canTrade(contract)
    }
    if (this.asOf !== this.row && this.quirks.cannotTradeBeforeOpen) return false
    const session = this.sessions.date(this.asOf)
    if (session < asset.startDate || session > asset.endDate) return false
    if (asset.autoCloseDate !== undefined && session > asset.autoCloseDate) return false
    return !Number.isNaN(this.spot(asset, 'price'))
  }

  /** Whether an asset has left the market for good before this session. */
  hasLeft(asset: Asset): boolean {
    return this.asOf > this.#daily.life(asset).lastOrdered
  }

  /** Alive and traded before, but not on this bar. */
  isStale(asset: Asset): boolean {
    return (
      this.#isAlive(asset, this.asOf) && !(this.spot(asset, 'volume') > 0) && this.lastTradedAt(asset) !== undefined
    )
  }

  /** When it last traded, this bar included: epoch ms of the session's midnight, or of the minute's end. */
  lastTradedAt(asset: Asset): number | undefined {
    if (this.minute >= 0) {
      const position = this.#minutes!.lastTraded(asset, this.row, this.minute)
      return position < 0 ? undefined : this.#minutes!.axis.instant(position)
    }
    const row = this.#daily.lastTraded(asset, this.row)
    return row < 0 ? undefined : this.sessions.days[row] * DAY
  }

  lifeOf(asset: Asset): Life {
    return this.#daily.life(asset)
  }

  #isAlive(asset: Asset, row: number): boolean {
    const session = this.sessions.date(row)
    return session >= asset.startDate && session <= asset.endDate
  }

  #intraday(asset: Asset, field: Field, count: number, length: number): Float64Array {
    const minutes = this.#minuteView()
    if (length > 1) {
      const spans = spansUpTo(minutes.axis, this.row, this.minute, length, count)
      return minutes.bars(asset, field, this.row, spans, this.row)
    }
    if (this.minute - count + 1 < 0) throw this.#before(count, 'minutes')
    return minutes.window(asset, field, this.row, this.minute, count, this.row)
  }

  #minuteView(): MinuteView {
    if (this.#minutes && this.minute >= 0) return this.#minutes
    throw new RustybtError('HISTORY_FREQUENCY', 'bars within a day need minute data, and this run has daily data', {
      hint: "ask for '1d', or run with --data-frequency minute",
    })
  }

  #before(count: number, unit: string): RustybtError {
    return new RustybtError(
      'HISTORY_WINDOW_STARTS_BEFORE_DATA',
      `a window of ${count} ${unit} ending on ${this.sessions.date(Math.max(0, this.row))} starts before the data, whose first session is ${this.sessions.date(0)}`,
      { hint: 'ask for fewer bars, or start the run later' },
    )
  }
}
