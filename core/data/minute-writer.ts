import type { SessionTable } from '../time/session.js'
import type { BarFiles } from './bar-files.js'
import { periodOf } from './minutes.js'
import type { Bars } from './source.js'

const COLUMNS = ['times', 'open', 'high', 'low', 'close', 'volume'] as const

/** Rows that wait for the rest of their periods, of all assets together: about 50 MB. */
const WAITING_ROWS = 1 << 20

/**
 * Minute bars on their way into files: whatever batches they come in, each asset's period (`periodOf`) is written as one run, so that
 * the index tells where it lies. A period waits until the asset's next one begins; where too many wait, the one that was longest
 * without a bar is written as it is.
 */
export class MinuteWriter {
  /** By sid, the one that got bars last at the end. */
  readonly #waiting = new Map<number, Period>()
  #rows = 0

  constructor(
    private readonly files: BarFiles,
    private readonly limit = WAITING_ROWS,
  ) {}

  /** `rows`: each bar's session row in `sessions`. */
  add(bars: Bars, rows: Int32Array, sessions: SessionTable): void {
    for (let from = 0; from < rows.length; ) {
      const period = periodOf(sessions, rows[from])
      let end = from + 1
      while (end < rows.length && (rows[end] === rows[end - 1] || periodOf(sessions, rows[end]) === period)) end++
      this.#addTo(period, slice(bars, from, end), end < rows.length)
      from = end
    }
  }

  /** Writes what still waits. */
  finish(): void {
    for (const period of this.#waiting.values()) this.#write(period)
    this.#waiting.clear()
    this.files.begin()
    this.files.wait()
  }

  /** `isWhole`: nothing more comes of this period. */
  #addTo(key: number, bars: Bars, isWhole: boolean): void {
    const { sid } = bars
    const waiting = this.#waiting.get(sid)
    const same = waiting?.key === key ? waiting : undefined
    this.#waiting.delete(sid)
    if (waiting !== same) this.#write(waiting!)
    if (isWhole && same === undefined) {
      this.files.addRun(bars)
      return
    }
    const period = same ?? new Period(key, sid)
    period.add(bars)
    this.#rows += bars.times.length
    if (isWhole) this.#write(period)
    else this.#waiting.set(sid, period)
    for (const [other, oldest] of this.#waiting) {
      if (this.#rows <= this.limit) break
      this.#waiting.delete(other)
      this.#write(oldest)
    }
  }

  #write(period: Period): void {
    this.#rows -= period.rows
    this.files.addRun(period.bars())
  }
}

/** One asset's bars of a period, as they come in. */
class Period {
  rows = 0
  #columns: Float64Array[] = COLUMNS.map(() => new Float64Array(0))

  constructor(
    readonly key: number,
    readonly sid: number,
  ) {}

  add(bars: Bars): void {
    const rows = this.rows + bars.times.length
    if (rows > this.#columns[0].length) this.#grow(Math.max(rows, 2 * this.rows))
    COLUMNS.forEach((name, k) => {
      this.#columns[k].set(bars[name], this.rows)
    })
    this.rows = rows
  }

  bars(): Bars {
    const [times, open, high, low, close, volume] = this.#columns.map((column) => column.subarray(0, this.rows))
    return { sid: this.sid, times, open, high, low, close, volume }
  }

  #grow(length: number): void {
    this.#columns = this.#columns.map((column) => {
      const grown = new Float64Array(length)
      grown.set(column)
      return grown
    })
  }
}

function slice({ sid, times, open, high, low, close, volume }: Bars, from: number, end: number): Bars {
  if (from === 0 && end === times.length) return { sid, times, open, high, low, close, volume }
  const part = (column: Float64Array) => column.subarray(from, end)
  return {
    sid,
    times: part(times),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: part(volume),
  }
}
