/** Date rules and time rules drawn by lot, minute by minute over a half day and the turn of a month. */
import { type BarData, type Context, date_rules, schedule_function, time_rules } from 'rustybt/compat'

const SEED = 1

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  let state = SEED
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.trunc((state / 4294967296) * n)
  }
  for (let i = 0; i < 30; i++) {
    const [d, n, w, t, hours, m, half] = [below(5), below(23), below(5), below(3), below(6), below(60), below(3) > 0]
    const minutes = m + 1
    const dates = [
      () => date_rules.every_day(),
      () => date_rules.month_start(n),
      () => date_rules.month_end(n),
      () => date_rules.week_start(w),
      () => date_rules.week_end(w),
    ]
    const times = [
      () => time_rules.market_open({ hours, minutes }),
      () => time_rules.market_close({ hours, minutes }),
      () => time_rules.every_minute(),
    ]
    const call = (_context: Context, data: BarData) => void LOG.push([i, data.current_dt.isoformat()])
    schedule_function(call, dates[d](), times[t](), half)
  }
}

export function handle_data(_context: Context, _data: BarData) {}
