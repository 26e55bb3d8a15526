/** Five assets brought to equal weights on the second session of each month. */
import {
  type BarData,
  type Context,
  date_rules,
  order_target_percent,
  record,
  schedule_function,
  symbols,
  time_rules,
} from 'rustybt/compat'

export function initialize(context: Context) {
  context.assets = symbols('ALFA', 'BETA', 'GOLF', 'LIMA', 'MIKE')
  schedule_function(rebalance, date_rules.month_start({ days_offset: 1 }), time_rules.market_open())
}

function rebalance(context: Context, _data: BarData) {
  for (const asset of context.assets) order_target_percent(asset, 0.19)
  record({ leverage: context.account.leverage })
}
