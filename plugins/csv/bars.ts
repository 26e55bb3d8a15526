import { joinByLabel } from '../../core/data/resample.js'
import type { Bars } from '../../core/data/source.js'
import { DAY } from '../../core/time/instant.js'
import type { Placement } from './axis.js'
import type { Rows } from './rows.js'

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const

/** The rows that lie in sessions, at their own times. */
export function barsOf(sid: number, rows: Rows, placement: Placement): Bars {
  const { kept } = placement
  if (kept === undefined) {
    const { times, open, high, low, close, volume } = rows
    return { sid, times, open, high, low, close, volume }
  }
  const pick = (column: Float64Array) => Float64Array.from(kept, (row) => column[row])
  const [open, high, low, close, volume] = PRICES.map((name) => pick(rows[name]))
  return { sid, times: pick(rows.times), open, high, low, close, volume }
}

/** One bar a session out of its minutes: first open, highest high, lowest low, last close, all volume. */
export function dailyBars(sid: number, rows: Rows, placement: Placement): Bars {
  const { sessions, session } = placement
  return joinByLabel(
    barsOf(sid, rows, placement),
    Float64Array.from(session, (row) => sessions.days[row] * DAY),
  )
}
