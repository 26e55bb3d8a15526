/** A run asked for from a Saturday to Thanksgiving plays the sessions between them. */
import {
  type BarData,
  type Context,
  date_rules,
  get_datetime,
  get_environment,
  order,
  schedule_function,
  sid,
  symbol,
  time_rules,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  schedule_function(() => void LOG.push(['month', get_datetime().isoformat()]), date_rules.month_start())
  const weekly = () => void LOG.push(['week', get_datetime('US/Eastern').isoformat()])
  schedule_function(weekly, date_rules.week_end(), time_rules.market_close())
  LOG.push([
    get_environment(),
    get_environment('arena'),
    get_environment('capital_base'),
    String(get_environment('start')),
    String(get_environment('end')),
    get_environment('data_frequency'),
  ])
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  if (context.i !== 1) return
  order(symbol('base'), 5)
  order(sid(3), -2)
  LOG.push([String(data.current_session), String(context.portfolio.start_date)])
}
