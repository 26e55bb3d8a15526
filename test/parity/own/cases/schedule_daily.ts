/** Every date rule, with offsets, in a run that begins and ends within a month; half days left out; time rules have no say. */
import { type BarData, type Context, date_rules, schedule_function, time_rules } from 'rustybt/compat'

export const LOG: unknown[] = []

type Rules = {
  date_rule: ReturnType<typeof date_rules.every_day>
  time_rule?: ReturnType<typeof time_rules.market_open>
  half_days?: boolean
}

export function initialize(_context: Context) {
  const plan = (name: string, rules: Rules) =>
    schedule_function((_context, data) => void LOG.push([name, String(data.current_session.date())]), rules)
  for (const n of [0, 1, 5, 15, 22]) {
    plan(`ms${n}`, { date_rule: date_rules.month_start(n) })
    plan(`me${n}`, {
      date_rule: date_rules.month_end({ days_offset: n }),
      time_rule: time_rules.market_close({ hours: 3 }),
    })
  }
  for (const n of [0, 2, 4]) {
    plan(`ws${n}`, {
      date_rule: date_rules.week_start({ days_offset: n }),
      time_rule: time_rules.market_open({ hours: 6, minutes: 30 }),
    })
    plan(`we${n}`, { date_rule: date_rules.week_end(n) })
  }
  plan('full', { date_rule: date_rules.every_day(), time_rule: time_rules.market_open(), half_days: false })
  plan('day', { date_rule: date_rules.every_day(), time_rule: time_rules.every_minute() })
  plan('we0 full', { date_rule: date_rules.week_end(), half_days: false })
}

export function handle_data(_context: Context, data: BarData) {
  if (data.current_session.weekday() === 4) LOG.push('friday')
}
