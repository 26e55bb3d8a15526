/** A year of longs and shorts that earn and owe dividends and splits, rebalanced by percent on Mondays; every column. */
import {
  type BarData,
  type Context,
  date_rules,
  order_target_percent,
  schedule_function,
  symbols,
  time_rules,
} from 'rustybt/compat'

export function initialize(_context: Context) {
  schedule_function(go, date_rules.week_start(), time_rules.market_open())
}

function go(_context: Context, data: BarData) {
  for (const [n, asset] of symbols('DIVI', 'SPLA', 'GAPS', 'BNCH', 'THIN', 'LATE').entries()) {
    if (data.can_trade(asset)) order_target_percent(asset, n % 2 ? -0.25 : 0.2)
  }
}
