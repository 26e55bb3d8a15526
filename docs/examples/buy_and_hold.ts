/** Buys 100 shares of each stock on the first bar and keeps them. */
import {
  type BarData,
  type Context,
  commission,
  order,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

const STOCKS = ['AAPL', 'MSFT']

export function initialize(context: Context) {
  context.has_ordered = false
  context.stocks = STOCKS
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.VolumeShareSlippage())
}

export function handle_data(context: Context, _data: BarData) {
  if (context.has_ordered) return
  for (const stock of context.stocks) order(symbol(stock), 100)
  context.has_ordered = true
}
