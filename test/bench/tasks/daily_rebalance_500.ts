import { date_rules, order_target_percent, schedule_function, symbol, time_rules } from 'rustybt/compat'
import { symbolOf } from '../data.js'
import type { Task } from '../task.js'

export const task: Task = {
  name: 'daily_rebalance_500',
  about: 'every asset, an order_target_percent of equal weight at each start of a month',
  data: 'many',
  unit: 'fills',
  peers: { zipline: 'value and fills' },
  algorithm: (assets) => ({
    initialize(context) {
      context.assets = Array.from({ length: assets }, (_, i) => symbol(symbolOf(i)))
      schedule_function(
        () => {
          for (const asset of context.assets) order_target_percent(asset, 0.9 / assets)
        },
        date_rules.month_start(),
        time_rules.market_open(),
      )
    },
  }),
}
