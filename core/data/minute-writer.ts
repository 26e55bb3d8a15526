import type { SessionTable } from '../time/session.js'
import type { BarFiles } from './bar-files.js'
import { monthOf } from './minutes.js'
import type { Bars } from './source.js'

const COLUMNS = ['times', 'open', 'high', 'low', 'close', 'volume'] as const

/** Rows that wait for the rest of their months, of all assets together: about 50 MB. */
const WAITING_ROWS = 1 << 20

/**
 * Minute bars on their way into files: whatever batches they come in, each asset's month is written as one run, so that a run of the
 * engine finds it by the index and reads nothing else. A month waits until the asset's next one begins; where too many wait, the one
 * that was longest without a bar is written as it is.
 */
export class MinuteWriter {
  /** By sid, the one that got bars last at the end. */
  readonly #waiting = new Map<number, Month>()
  #rows = 0

  constructor(
    private readonly files: BarFiles,
    private readonly limit = WAITING_ROWS,
  ) {}

  /** `rows`: each bar's session row in `sessions`. */
  add(bars: Bars, rows: Int32Array, sessions: SessionTable): void {
    for (let from = 0; from < rows.length; ) {
      const month = monthOf(sessions.days[rows[from]])
      let end = from + 1
      while (end < rows.length && (rows[end] === rows[end - 1] || monthOf(sessions.days[rows[end]]) === month)) end++
      this.#addTo(month, slice(bars, from, end), end < rows.length)
      from = end
    }
  }

  /** Writes what still waits. */
  finish(): void {
    for (const month of this.#waiting.values()) this.#write(month)
    this.#waiting.clear()
    this.files.finish()
  }

  /** `isWhole`: nothing more comes of this month. */
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
    const month = same ?? new Month(key, sid)
    month.add(bars)
    this.#rows += bars.times.length
    if (isWhole) this.#write(month)
    else this.#waiting.set(sid, month)
    for (const [other, oldest] of this.#waiting) {
      if (this.#rows <= this.limit) break
      this.#waiting.delete(other)
      this.#write(oldest)
    }
  }

  #write(month: Month): void {
    this.#rows -= month.rows
    this.files.addRun(month.bars())
  }
}

/** Some bars of one asset's month, as they come in. */
class Month {
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
