/** Holds Apple while the exponential average of 20 days is above that of 40, as TA-Lib takes them. */
import {
  type BarData,
  type Context,
  commission,
  order,
  record,
  set_commission,
  set_slippage,
  slippage,
  symbol,
  talib,
} from 'rustybt/compat'

export function initialize(context: Context) {
  context.asset = symbol('AAPL')
  context.invested = false
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.VolumeShareSlippage())
}

export function handle_data(context: Context, data: BarData) {
  const prices = data.history(context.asset, 'price', 40, '1d')
  if (prices.isnull().any()) return
  const short_ema = talib.EMA(prices, { timeperiod: 20 }).iloc(-1)
  const long_ema = talib.EMA(prices, { timeperiod: 40 }).iloc(-1)
  const buy = short_ema > long_ema && !context.invested
  const sell = short_ema < long_ema && context.invested
  if (buy || sell) {
    order(context.asset, buy ? 100 : -100)
    context.invested = buy
  }
  record({ AAPL: data.current(context.asset, 'price'), short_ema, long_ema, buy, sell })
}
