import { order_target, symbol } from 'rustybt/compat'
import type { Task } from '../task.js'

export const task: Task = {
  name: 'minute_cross',
  about: 'one asset, two means of a history window and an order_target on each minute',
  data: 'minute',
  frequency: 'minute',
  unit: 'bars',
  peers: { zipline: 'value and fills', nautilus: 'fills to 0.1 %', backtrader: 'fills to 0.1 %' },
  once: ['zipline', 'nautilus', 'backtrader'],
  algorithm: () => ({
    initialize(context) {
      context.asset = symbol('MIN1')
      context.bars = 0
    },
    handle_data(context, data) {
      context.bars++
      if (context.bars < 30) return
      const prices = data.history(context.asset, 'price', 30, '1m')
      order_target(context.asset, prices.slice(-10).mean() > prices.mean() ? 100 : 0)
    },
  }),
}
