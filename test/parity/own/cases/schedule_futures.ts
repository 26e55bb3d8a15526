/** Date rules on the sessions of us_futures, of which there are more than New York's. */
import { type BarData, type Context, date_rules, schedule_function, time_rules } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  const plan = (
    name: string,
    date: ReturnType<typeof date_rules.every_day>,
    time?: ReturnType<typeof time_rules.market_open>,
    half_days = true,
  ) => schedule_function((_context, data) => void LOG.push([name, data.current_dt.isoformat()]), date, time, half_days)
  for (const n of [0, 3, 20]) {
    plan(`ms${n}`, date_rules.month_start(n))
    plan(`me${n}`, date_rules.month_end(n))
  }
  for (const n of [0, 4]) {
    plan(`ws${n}`, date_rules.week_start(n), time_rules.market_open())
    plan(`we${n}`, date_rules.week_end(n), time_rules.market_close())
  }
  plan('full', date_rules.every_day(), undefined, false)
}

export function handle_data(_context: Context, _data: BarData) {}
