import { symbol } from 'rustybt/compat'
import type { Task } from '../task.js'

export const task: Task = {
  name: 'minute_idle',
  about: 'one asset, the price looked at on each minute, no order and no history',
  data: 'minute',
  frequency: 'minute',
  unit: 'bars',
  peers: {},
  algorithm: () => ({
    initialize(context) {
      context.asset = symbol('MIN1')
    },
    handle_data(context, data) {
      context.price = data.current(context.asset, 'price')
    },
  }),
}
