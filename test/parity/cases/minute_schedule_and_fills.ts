/** Minute mode over a half day: scheduled functions at open, mid-day and before close, partial fills in a thin stock, EODCancel, minute and daily history. */
import {
  type BarData,
  type Context,
  cancel_policy,
  date_rules,
  order,
  schedule_function,
  set_cancel_policy,
  symbol,
  time_rules,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  set_cancel_policy(cancel_policy.EODCancel())
  schedule_function(at_open, date_rules.every_day(), time_rules.market_open({ minutes: 5 }))
  schedule_function(mid, date_rules.every_day(), time_rules.market_open({ hours: 2 }))
  schedule_function(close, date_rules.every_day(), time_rules.market_close({ minutes: 10 }))
}

function at_open(_context: Context, data: BarData) {
  order(symbol('AMIN'), 100)
  order(symbol('CMIN'), 900)
  LOG.push([
    'open',
    data.current_dt.isoformat(),
    data.current(symbol('AMIN'), 'price'),
    data.history(symbol('AMIN'), 'price', 4, '1m').tolist(),
    data.history(symbol('AMIN'), 'close', 3, '1d').tolist(),
  ])
}

function mid(_context: Context, data: BarData) {
  const b = symbol('BMIN')
  order(b, 50, { limit_price: data.current(b, 'price') * 0.999 })
  order(b, -30, { stop_price: data.current(b, 'price') * 0.998 })
  LOG.push([
    'mid',
    data.current_dt.isoformat(),
    data.history(symbol('CMIN'), 'price', 6, '1m').tolist(),
    data.history(symbol('CMIN'), 'volume', 6, '1m').tolist(),
    data.history(symbol('DMIN'), 'high', 3, '1d').tolist(),
  ])
}

function close(context: Context, data: BarData) {
  order(symbol('AMIN'), -60)
  LOG.push(['close', data.current_dt.isoformat(), context.portfolio.cash, context.portfolio.portfolio_value])
}
