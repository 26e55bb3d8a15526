import { order_target, symbol } from 'rustybt/compat'
import type { Task } from '../task.js'

export const task: Task = {
  name: 'daily_cross',
  about: 'one asset, two means from history windows and an order_target on each daily bar',
  data: 'one',
  unit: 'bars',
  peers: { zipline: 'value and fills', nautilus: 'fills', backtrader: 'fills' },
  algorithm: () => ({
    initialize(context) {
      context.asset = symbol('S0000')
      context.bars = 0
    },
    handle_data(context, data) {
      context.bars++
      if (context.bars < 60) return
      const fast = data.history(context.asset, 'price', 20, '1d').mean()
      const slow = data.history(context.asset, 'price', 60, '1d').mean()
      order_target(context.asset, fast > slow ? 100 : 0)
    },
  }),
}
