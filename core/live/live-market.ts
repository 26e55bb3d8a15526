import type { Asset } from '../assets/asset.js'
import type { AssetFinder } from '../assets/finder.js'
import { Adjustments } from '../data/adjustments.js'
import type { Dataset } from '../data/dataset.js'
import type { Quirks } from '../data/quirks.js'
import { storedPrices, storedVolumes } from '../data/thousandths.js'
import { rowOfMinute, type SessionTable } from '../time/session.js'
import { LiveBars } from './live-bars.js'
import { LiveMinutes } from './live-minutes.js'
import type { StreamBar, StreamBatch } from './stream.js'

/** What a run reads of a market whose bars come while it goes on: history up to the run, then what the stream has brought. */
export class LiveMarket {
  readonly dataset: Dataset
  readonly #bars: LiveBars
  readonly #minutes: LiveMinutes | undefined
  readonly #scratch = new Float64Array(4)
  /** Bars that came for a time that had been played, and bars of times or assets that the run does not have. */
  late = 0
  strange = 0
  /** The last session whose bars came as such. */
  #given = -1

  /** `from`: the first session row that is not history's. `isMinute`: the run is on minutes. */
  constructor(
    given: Dataset,
    sessions: SessionTable,
    from: number,
    isMinute: boolean,
    private readonly quirks: Quirks,
  ) {
    const reader = new LiveBars(given.reader, sessions, from)
    this.#bars = reader
    this.#minutes = isMinute ? new LiveMinutes(given.minutes!, sessions, from) : undefined
    this.dataset = {
      finder: given.reader.sessions === sessions ? given.finder : goingOn(given, sessions),
      reader,
      minutes: this.#minutes,
      adjustments: new Adjustments(given.adjustments.records, reader),
      notices: given.notices,
    }
  }

  take(batch: StreamBatch): void {
    const isMinute = this.#minutes !== undefined && batch.ofSession !== true
    for (const bar of batch.bars) {
      if (!this.dataset.finder.has(bar.sid)) this.strange++
      else if (isMinute) this.#takeMinute(batch.at, this.#asKept(bar))
      else this.#takeDay(batch.at, this.#asKept(bar))
    }
    for (const sid of batch.ended ?? []) this.#bars.end(sid)
    if (batch.ofSession) this.#given = Math.max(this.#given, rowOfMinute(this.#bars.sessions, batch.at))
  }

  /** The bar that ends at `at` in session row `row` is over: what has not come did not trade. */
  closeBar(row: number, at: number): void {
    if (this.#minutes !== undefined) this.#minutes.known = this.#minutes.axis.position(row, at) + 1
    else this.#bars.known = row + 1
  }

  /** The session in this row is over. */
  closeSession(row: number): void {
    const { known } = this.#bars
    if (known > row) return
    if (this.#minutes !== undefined) {
      if (this.#given < row) for (const bar of this.#minutes.sessionBars(row)) this.#bars.put(row, bar)
      this.#minutes.known = Math.max(this.#minutes.known, this.#minutes.axis.starts[row + 1])
    }
    this.#bars.known = row + 1
  }

  #takeMinute(at: number, bar: StreamBar): void {
    const { axis, known } = this.#minutes!
    const row = rowOfMinute(axis.sessions, at)
    if (row < 0) {
      this.strange++
      return
    }
    const position = axis.position(row, at)
    if (position < known) this.late++
    else this.#minutes!.put(row, position, bar)
  }

  #takeDay(at: number, bar: StreamBar): void {
    const row = rowOfMinute(this.#bars.sessions, at)
    if (row < 0) this.strange++
    else if (row < this.#bars.known) this.late++
    else this.#bars.put(row, bar)
  }

  /** As the run's profile keeps prices. */
  #asKept(bar: StreamBar): StreamBar {
    if (!this.quirks.storeThousandths) return bar
    const scratch = this.#scratch
    scratch[0] = bar.open
    scratch[1] = bar.high
    scratch[2] = bar.low
    scratch[3] = bar.close
    storedPrices(scratch)
    const volume = Float64Array.of(bar.volume)
    storedVolumes(volume)
    return { sid: bar.sid, open: scratch[0], high: scratch[1], low: scratch[2], close: scratch[3], volume: volume[0] }
  }
}

/** The assets that were listed when history ended are taken to be listed as long as the run goes on; contracts up to their own end. */
function goingOn({ finder, reader }: Dataset, sessions: SessionTable): AssetFinder {
  const end = reader.sessions.date(reader.sessions.length - 1)
  const later = sessions.date(sessions.length - 1)
  const assets = finder.all.map((asset): Asset => {
    if (asset.endDate < end) return asset
    if (asset.kind !== 'future') return { ...asset, endDate: later, autoCloseDate: undefined }
    const last = asset.autoCloseDate ?? asset.expirationDate ?? later
    return { ...asset, endDate: last < later ? last : later }
  })
  return finder.relisted(assets)
}
