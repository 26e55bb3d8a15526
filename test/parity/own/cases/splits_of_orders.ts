/** Open, partly filled, stop and limit orders through splits: amounts truncate, prices round to cents, what has nothing left is filled. */
import { type BarData, type Context, get_order, order, set_slippage, slippage, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.ids = []
  set_slippage(slippage.VolumeShareSlippage({ volume_limit: 0.04, price_impact: 0.05 }))
}

export function handle_data(context: Context, data: BarData) {
  const [t, s, r, g] = [symbol('THIN'), symbol('SPLA'), symbol('REVS'), symbol('GAPS')]
  switch (String(data.current_session.date())) {
    case '2020-07-13':
      context.ids.push(
        order(r, 7, { limit_price: 0.01 }),
        order(r, -19, { limit_price: 99.999 }),
        order(r, 123, { limit_price: 0.123 }),
        order(r, -27, { stop_price: 0.055 }),
      )
      break
    case '2020-08-17':
      context.ids.push(order(t, 401), order(t, -77, { limit_price: 1000 }), order(t, 9, { stop_price: 29999 }))
      break
    case '2020-08-27':
      context.ids.push(
        order(s, 5, { limit_price: 33.335 }),
        order(s, -3, { limit_price: 2000.005 }),
        order(s, -9, { stop_price: 20.015 }),
        order(s, 4, { limit_price: 10.005, stop_price: 3000.123 }),
      )
      break
    case '2020-09-08':
      context.ids.push(order(g, 15), order(g, -13, { limit_price: 900.25 }))
      break
    case '2020-11-24':
      context.ids.push(order(s, 7, { limit_price: 1.115 }), order(s, -11, { limit_price: 4444.445 }), order(g, -40))
      break
    case '2021-01-14':
      context.ids.push(order(s, 1, { limit_price: 1 }), order(s, 2, { limit_price: 2.005 }))
  }
  LOG.push(
    context.ids
      .map((id: string) => get_order(id)!)
      .map((o: NonNullable<ReturnType<typeof get_order>>) => [o.amount, o.filled, o.limit, o.stop, o.status]),
  )
}
