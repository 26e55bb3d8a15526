/** Pay dates on weekends, holidays, half days and the ex date, two on one day, ex on a Saturday; held long; bought and sold about the ex day. */
import { type BarData, type Context, order, order_target, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const i = context.i++
  const [d, s, g, b] = [symbol('DIVI'), symbol('SPLA'), symbol('GAPS'), symbol('BNCH')]
  const day = String(data.current_session.date())
  if (i === 0) {
    order(d, 101)
    order(g, 33)
    order(b, 20)
  }
  if (['2020-07-01', '2020-09-09', '2020-10-02', '2021-01-13'].includes(day)) {
    order(d, 17)
    order(s, 9)
  }
  if (['2020-07-06', '2020-09-10', '2020-10-06'].includes(day)) order(d, -50)
  if (day === '2020-10-08') order_target(d, 0)
  if (day === '2020-11-24') order(d, 60)
  if (day === '2020-12-03') order(d, -20)
}
