import type { Bars } from '../../core/data/source.js'
import type { Placement } from './axis.js'
import { MS_PER_DAY } from './instant.js'
import type { Rows } from './rows.js'

const PRICES = ['open', 'high', 'low', 'close', 'volume'] as const

/** The rows that lie in sessions, at their own times. */
export function barsOf(sid: number, rows: Rows, placement: Placement): Bars {
  if (placement.rows.length === rows.length) {
    const { times, open, high, low, close, volume } = rows
    return { sid, times, open, high, low, close, volume }
  }
  const pick = (column: Float64Array) => Float64Array.from(placement.rows, (row) => column[row])
  const [open, high, low, close, volume] = PRICES.map((name) => pick(rows[name]))
  return { sid, times: pick(rows.times), open, high, low, close, volume }
}

/** One bar a session out of its minutes: first open, highest high, lowest low, last close, all volume; NaN rows count for nothing. */
export function dailyBars(sid: number, rows: Rows, placement: Placement): Bars {
  const { sessions, session } = placement
  const starts = [...session.keys()].filter((k) => k === 0 || session[k] !== session[k - 1])
  const [open, high, low, close, volume] = PRICES.map(() => new Float64Array(starts.length).fill(Number.NaN))
  starts.forEach((from, bar) => {
    const to = starts[bar + 1] ?? session.length
    volume[bar] = 0
    for (let k = from; k < to; k++) {
      const row = placement.rows[k]
      volume[bar] += rows.volume[row]
      if (Number.isNaN(rows.open[row])) continue
      if (Number.isNaN(open[bar])) {
        open[bar] = rows.open[row]
        high[bar] = rows.high[row]
        low[bar] = rows.low[row]
      }
      high[bar] = Math.max(high[bar], rows.high[row])
      low[bar] = Math.min(low[bar], rows.low[row])
      close[bar] = rows.close[row]
    }
  })
  const times = Float64Array.from(starts, (from) => sessions.days[session[from]] * MS_PER_DAY)
  return { sid, times, open, high, low, close, volume }
}
