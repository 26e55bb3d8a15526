import { type BarData, type Context, order_target, record, symbol } from 'rustybt/compat'

/** Holds the asset while its average price of a few days lies above that of many. Try `npm start -- -D ticker=MSFT`. */
export function initialize(context: Context) {
  context.asset = symbol(context.ticker ?? 'AAPL')
  context.short ??= 20
  context.long ??= 80
  context.shares ??= 500
}

export function handle_data(context: Context, data: BarData) {
  const { asset, shares } = context
  const prices = data.history(asset, 'price', context.long, '1d')
  const short = prices.tail(context.short).mean()
  const long = prices.mean()

  order_target(asset, short > long ? shares : 0)
  record({ short, long })
}
