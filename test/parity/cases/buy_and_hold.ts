/** One market order on the first bar, default costs, one year. */
import { type BarData, type Context, order, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.asset = symbol('ALFA')
  context.done = false
}

export function handle_data(context: Context, data: BarData) {
  if (!context.done) {
    order(context.asset, 100)
    context.done = true
  }
  record({ price: data.current(context.asset, 'price') })
}
