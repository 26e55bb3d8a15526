/** Dividends that a short position owes, a position that crosses zero between ex and pay day, one that is delisted before its pay day. */
import { type BarData, type Context, order, order_target, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [d, b, x, p] = [symbol('DIVI'), symbol('BNCH'), symbol('DEAD'), symbol('PENY')]
  const day = String(data.current_session.date())
  if (i === 0) {
    order(d, -77)
    order(b, -10)
    order(p, 5000)
  }
  if (day === '2020-06-12') order(d, 150)
  if (day === '2020-09-09') order_target(d, -200)
  if (day === '2020-10-05') {
    order_target(d, 31)
    order(x, 44)
  }
  if (day === '2020-10-07') {
    order_target(d, 0)
    order(x, -100)
  }
}
