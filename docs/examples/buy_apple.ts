/** Ten shares of Apple more every day. */
import {
  type BarData,
  type Context,
  commission,
  order,
  type Perf,
  record,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

export function initialize(context: Context) {
  context.asset = symbol('AAPL')
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.VolumeShareSlippage())
}

export function handle_data(context: Context, data: BarData) {
  order(context.asset, 10)
  record({ AAPL: data.current(context.asset, 'price') })
}

export function analyze(_context: Context, perf: Perf) {
  console.log(`worth ${perf.portfolio_value.iloc(-1).toFixed(2)} with Apple at ${perf.get('AAPL').iloc(-1)}`)
}
