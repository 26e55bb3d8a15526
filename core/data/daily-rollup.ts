import type { SessionTable } from '../time/session.js'
import { sessionRowsOf } from './minutes.js'
import { BAR_FIELDS, type BarField } from './reader.js'
import type { Bars } from './source.js'

const MS_PER_DAY = 86_400_000

type Days = { readonly times: number[] } & Readonly<Record<BarField, number[]>>

/**
 * Daily bars from minutes that come batch by batch: first open, highest high, lowest low, last close, summed volume. A session
 * without bars is left out.
 */
export class DailyRollup {
  readonly #assets = new Map<number, Days>()

  get sids(): Iterable<number> {
    return this.#assets.keys()
  }

  /** `rows`: each bar's session row in `sessions`. */
  add(bars: Bars, rows: Int32Array, sessions: SessionTable): void {
    let days = this.#assets.get(bars.sid)
    if (days === undefined)
      this.#assets.set(bars.sid, (days = { times: [], open: [], high: [], low: [], close: [], volume: [] }))
    for (let i = 0; i < rows.length; i++) {
      const time = sessions.days[rows[i]] * MS_PER_DAY
      if (days.times.at(-1) === time) takeIn(days, bars, i)
      else {
        days.times.push(time)
        for (const field of BAR_FIELDS) days[field].push(bars[field][i])
      }
    }
  }

  bars(sid: number): Bars {
    const days = this.#assets.get(sid)
    const column = (field: BarField) =>
      Float64Array.from(days?.[field] ?? [], (value) => (Number.isFinite(value) ? value : Number.NaN))
    return {
      sid,
      times: Float64Array.from(days?.times ?? []),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    }
  }
}

function takeIn(days: Days, bars: Bars, i: number): void {
  const at = days.times.length - 1
  if (Number.isNaN(days.open[at])) days.open[at] = bars.open[i]
  days.high[at] = Math.max(orLow(days.high[at]), orLow(bars.high[i]))
  days.low[at] = Math.min(orHigh(days.low[at]), orHigh(bars.low[i]))
  if (!Number.isNaN(bars.close[i])) days.close[at] = bars.close[i]
  days.volume[at] += bars.volume[i]
}

const orLow = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)
const orHigh = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)

/** One asset's minutes as daily bars. Throws `BAR_OUTSIDE_SESSIONS`. */
export function dailyFromMinutes(bars: Bars, sessions: SessionTable): Bars {
  const rollup = new DailyRollup()
  rollup.add(bars, sessionRowsOf(bars, sessions), sessions)
  return rollup.bars(bars.sid)
}
