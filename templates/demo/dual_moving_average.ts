import {
  type BarData,
  type Context,
  commission,
  order_target,
  record,
  set_commission,
  set_slippage,
  slippage,
  symbol,
} from 'rustybt/compat'

/** Holds AAPL while its average price of 20 days lies above that of 80 days. Try `-D ticker=MSFT` or `-D short=10`. */
export function initialize(context: Context) {
  context.asset = symbol(context.ticker ?? 'AAPL')
  context.short ??= 20
  context.long ??= 80
  context.shares ??= 500
  set_commission(commission.PerShare({ cost: 0.0075, min_trade_cost: 1.0 }))
  set_slippage(slippage.FixedBasisPointsSlippage({ basis_points: 5, volume_limit: 0.1 }))
}

export function handle_data(context: Context, data: BarData) {
  const { asset, short, long, shares } = context
  const prices = data.history(asset, 'price', long, '1d')
  const short_mavg = prices.tail(short).mean()
  const long_mavg = prices.mean()

  if (short_mavg > long_mavg) order_target(asset, shares)
  else if (short_mavg < long_mavg) order_target(asset, 0)

  record({ price: data.current(asset, 'price'), short_mavg, long_mavg })
}
