/** The default volatility volume share and exchange fees; young contracts, gaps in the window, orders of one contract on one bar, limits. */
import { type BarData, type Context, future_symbol, get_order, order } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  context.ids = []
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const day = String(data.current_session.date())
  for (const name of ['CLJ21', 'CLK21', 'GCJ21', 'GCK21', 'FSM21', 'ESM21']) {
    const a = future_symbol(name)
    if (day <= String(a.start_date.date()) || day >= String(a.auto_close_date!.date())) continue
    if (i % 13 === 3) context.ids = [...context.ids.slice(-6), order(a, 300), order(a, -120)]
    if (i % 13 === 8) context.ids.push(order(a, -150, { limit_price: data.current(a, 'price') * 1.0005 }), order(a, -4))
  }
  LOG.push(
    context.ids
      .map((id: string) => get_order(id)!)
      .map((o: NonNullable<ReturnType<typeof get_order>>) => [o.amount, o.filled, o.commission, o.status]),
  )
}
