/** Time rules from the open and the close over a half day; offsets that miss it; every minute; half days left out; handle_data first. */
import { type BarData, type Context, date_rules, schedule_function, time_rules } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.n = 0
  const daily = date_rules.every_day()
  const plan = (name: string, date: typeof daily, time?: ReturnType<typeof time_rules.market_open>, half_days = true) =>
    schedule_function(
      (context, data) => void LOG.push([name, data.current_dt.isoformat(), context.n]),
      date,
      time,
      half_days,
    )
  plan('open', daily, time_rules.market_open())
  plan('open 1', daily, time_rules.market_open({ minutes: 1 }))
  plan('open 3:31', daily, time_rules.market_open({ hours: 3, minutes: 31 }))
  plan('open 6:30', date_rules.week_end(), time_rules.market_open({ hours: 6, minutes: 30 }))
  plan('close', daily, time_rules.market_close())
  plan('close 3:30', daily, time_rules.market_close({ hours: 3, minutes: 30 }))
  plan('close 4', daily, time_rules.market_close({ hours: 4 }))
  plan('full close', daily, time_rules.market_close(), false)
  plan('month end', date_rules.month_end(), time_rules.market_open({ minutes: 2 }))
  plan('month start', date_rules.month_start(1), time_rules.market_open({ minutes: 2 }))
  plan('once', date_rules.week_start(1))
  plan('minutes', date_rules.week_start(), time_rules.every_minute())
}

export function handle_data(context: Context, _data: BarData) {
  context.n += 1
}
