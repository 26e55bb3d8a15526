/** Minute fills on the next minute with a trade; the session's last minute fills the next morning; partial fills over days; limits and stops in a rare asset. */
import {
  type BarData,
  type Context,
  commission,
  date_rules,
  get_open_orders,
  order,
  schedule_function,
  set_commission,
  set_slippage,
  slippage,
  symbol,
  time_rules,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {
  set_slippage(slippage.VolumeShareSlippage({ volume_limit: 0.1, price_impact: 0.2 }))
  set_commission(commission.PerShare(0.02, 1))
  schedule_function(late, date_rules.every_day(), time_rules.market_close({ minutes: 1 }))
  schedule_function(mid, date_rules.every_day(), time_rules.market_open({ hours: 1 }))
}

export function handle_data(context: Context, data: BarData) {
  const { current_dt } = data
  if (current_dt.hour !== 21 || current_dt.minute !== 0) return
  order(symbol('MAIN'), 7)
  order(symbol('MSPL'), -3)
  LOG.push([current_dt.isoformat(), context.portfolio.portfolio_value])
}

function late(_context: Context, _data: BarData) {
  order(symbol('RARE'), 12)
  order(symbol('MEND'), -40)
  LOG.push(
    [...get_open_orders()].map(([a, os]) => [
      a.symbol,
      os.map((o) => [o.amount, o.filled, o.limit, o.stop, o.commission]),
    ]),
  )
}

function mid(_context: Context, data: BarData) {
  const p = data.current(symbol('RARE'), 'price')
  order(symbol('RARE'), -9, { limit_price: p * 1.001 })
  order(symbol('RARE'), -6, { stop_price: p * 0.999 })
  order(symbol('MNEW'), 333)
  order(symbol('MSPL'), 50, { limit_price: data.current(symbol('MSPL'), 'price') * 0.995 })
}
