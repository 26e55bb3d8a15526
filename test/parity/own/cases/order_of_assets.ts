/** Assets trade in the order in which they were first ordered; cancelled and ordered again on one bar they keep their turn, else they go last. */
import {
  type BarData,
  type Context,
  cancel_order,
  get_open_orders,
  order,
  set_slippage,
  slippage,
  symbols,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_slippage(slippage.FixedBasisPointsSlippage({ basis_points: 1, volume_limit: 0.01 }))
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  const a = symbols('THIN', 'BASE', 'LATE', 'DIVI')
  if (i % 5 === 0) for (const x of [...a].reverse()) order(x, 25)
  if (i % 5 === 1) {
    for (const x of [a[2], a[0]]) for (const o of get_open_orders(x)) cancel_order(o)
    order(a[0], -7)
    order(a[2], 3)
  }
  if (i % 5 === 3) {
    for (const o of get_open_orders(a[0])) cancel_order(o.id)
    cancel_order(order(a[1], 99)!)
    order(a[1], -40)
    order(a[0], 8)
  }
  if (i % 10 === 4) {
    cancel_order(order(a[3], 5)!)
    order(a[3], 6, { limit_price: 1 })
  }
  if (i % 10 === 9) for (const o of get_open_orders(a[3])) cancel_order(o)
  LOG.push([...get_open_orders()].map(([x, os]) => [x.symbol, os.map((o) => o.amount)]))
}
