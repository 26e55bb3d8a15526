/** Orders asked for by id and as lists, a batch of market orders, an order for nothing, a cancel by id. */
import {
  type BarData,
  batch_market_order,
  type Context,
  cancel_order,
  get_open_orders,
  get_order,
  order,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i === 0) {
    LOG.push(['zero', order(symbol('ALFA'), 0)])
    context.ids.push(order(symbol('ALFA'), 10, { limit_price: 1 }))
    context.ids.push(order(symbol('BETA'), 25))
  }
  if (i === 1) {
    batch_market_order(
      new Map([
        [symbol('GOLF'), 5],
        [symbol('LIMA'), -7],
      ]),
    )
  }
  if (i === 2) cancel_order(context.ids[0])
  if (i < 4) {
    const placed = context.ids.map((id: string) => {
      const { status, filled, commission } = get_order(id)!
      return [status, filled, commission]
    })
    const open = [...get_open_orders()].map(([asset, orders]) => [asset.symbol, orders.length] as const)
    open.sort(([a], [b]) => (a < b ? -1 : 1))
    LOG.push([i, placed, open, get_open_orders(symbol('BETA')).length])
  }
}
