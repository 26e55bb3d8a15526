import { type BarData, type Context, order_target, symbol } from 'rustybt/compat'
import { symbolOf } from './data.js'
import { UNITS } from './sweep-pairs.js'

/** One pair of the sweep as an algorithm: `short` and `long` are given as parameters. */
export function initialize(context: Context) {
  context.asset = symbol(symbolOf(0))
  context.bars = 0
}

export function handle_data(context: Context, data: BarData) {
  if (++context.bars < context.long) return
  const prices = data.history(context.asset, 'close', context.long, '1d')
  order_target(context.asset, prices.slice(-context.short).mean() > prices.mean() ? UNITS : 0)
}
