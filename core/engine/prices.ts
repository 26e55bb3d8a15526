import type { Dataset } from '../data/dataset.js'
import type { MinuteReader } from '../data/minutes.js'
import type { BarField } from '../data/reader.js'

/** One asset's bars over the sessions of a run: raw, as they were traded. Views, not to be written. */
export interface SessionBars {
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
  /** By what each session's splits and dividends multiply the prices before it: 1 on most. */
  readonly factor: Float64Array
}

/** The bar of one minute, as it was traded. */
export type MinuteBar = Readonly<Record<BarField, number>>

/** The prices that a run was on, by sid; undefined where an asset has none. Rows are the run's sessions. */
export interface PriceHistory {
  of(sid: number): SessionBars | undefined
  /** The bar that ended at a moment (epoch ms) of a session; undefined where nothing traded, or the run was on no minutes. */
  minute?(sid: number, row: number, at: number): MinuteBar | undefined
}

/** Reads the data only when somebody asks. */
export function priceHistory({ reader, minutes, adjustments }: Dataset, first: number, length: number): PriceHistory {
  const known = new Map<number, SessionBars | undefined>()
  const read = (sid: number): SessionBars | undefined => {
    if (reader.firstRow(sid) < 0) return undefined
    const column = (field: 'open' | 'high' | 'low' | 'close' | 'volume') =>
      reader.column(sid, field).subarray(first, first + length)
    const factor = new Float64Array(length).fill(1)
    const { rows, price } = adjustments.factors(sid)
    rows.forEach((row, k) => {
      if (row > first && row < first + length) factor[row - first] *= price[k]
    })
    return {
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
      factor,
    }
  }
  return {
    of(sid) {
      if (!known.has(sid)) known.set(sid, read(sid))
      return known.get(sid)
    },
    minute: minutes && ((sid, row, at) => minuteBar(minutes, sid, first + row, at)),
  }
}

function minuteBar(minutes: MinuteReader, sid: number, row: number, at: number): MinuteBar | undefined {
  const { axis } = minutes
  const chunk = axis.chunkOf(row)
  const place = axis.position(row, at) - axis.chunkStart(chunk)
  const of = (field: BarField) => minutes.block(sid, field, chunk)[place]
  if (!(of('volume') > 0)) return undefined
  return { open: of('open'), high: of('high'), low: of('low'), close: of('close'), volume: of('volume') }
}

/** Returns of a session's close over the one before, splits and dividends in them; NaN where either is missing. */
export function closeReturns({ close, factor }: SessionBars): Float64Array {
  return close.map((price, row) => (row === 0 ? Number.NaN : price / (close[row - 1] * factor[row]) - 1))
}
