/** EODCancel in minute data: all open orders go, unlisted; what is partly filled keeps what it has. */
import {
  type BarData,
  type Context,
  cancel_policy,
  date_rules,
  get_order,
  order,
  schedule_function,
  set_cancel_policy,
  symbol,
  time_rules,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.ids = []
  set_cancel_policy(cancel_policy.EODCancel({ warn_on_cancel: false }))
  schedule_function(late, date_rules.every_day(), time_rules.market_close({ minutes: 20 }))
  schedule_function(last, date_rules.every_day(), time_rules.market_close())
}

function late(context: Context, _data: BarData) {
  context.ids = [
    order(symbol('RARE'), 50),
    order(symbol('MSPL'), 900),
    order(symbol('MAIN'), 3, { limit_price: 1 }),
    order(symbol('MEND'), -70),
  ]
}

function last(context: Context, _data: BarData) {
  context.ids.push(order(symbol('MAIN'), 5))
  LOG.push(placed(context).map((o) => [o.filled, o.status]))
}

export function before_trading_start(context: Context, _data: BarData) {
  LOG.push(placed(context).map((o) => [o.amount, o.filled, o.status, o.dt.isoformat()]))
}

const placed = (context: Context): NonNullable<ReturnType<typeof get_order>>[] =>
  context.ids.filter(Boolean).map((id: string) => get_order(id))
