/** Daily windows inside the day: finished days seen with today's splits and dividends, today's bar so far, or none yet. */
import { type BarData, type Context, date_rules, schedule_function, symbols, time_rules } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MAIN')
  for (const n of [1, 2, 50, 210])
    schedule_function(look, date_rules.every_day(), time_rules.market_open({ minutes: n }))
  schedule_function(look, date_rules.every_day(), time_rules.market_close({ minutes: 1 }))
}

function look(context: Context, data: BarData) {
  const windows = [data.current_dt.isoformat()]
  for (const asset of context.assets) {
    for (const field of ['price', 'close', 'open', 'high', 'low', 'volume'] as const) {
      for (const n of [4, 1]) windows.push(data.history(asset, field, n, '1d').tolist())
    }
  }
  LOG.push(windows)
}
