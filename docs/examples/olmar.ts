/**
 * On-line moving average reversion: moves the portfolio toward what has fallen below its mean of five days, no further than needed.
 * Bin Li and Steven C. H. Hoi, On-Line Portfolio Selection with Moving Average Reversion, ICML 2012.
 */
import {
  type Asset,
  type BarData,
  type Context,
  commission,
  order,
  record,
  set_commission,
  set_slippage,
  slippage,
  symbols,
} from 'rustybt/compat'

const STOCKS = ['AAPL', 'IBM', 'KO', 'MSFT']
const EPSILON = 1
const WINDOW = 5

export function initialize(context: Context) {
  context.stocks = symbols(...STOCKS)
  context.weights = new Array(STOCKS.length).fill(1 / STOCKS.length)
  context.started = false
  context.days = 0
  set_slippage(slippage.VolumeShareSlippage())
  set_commission(commission.PerShare({ cost: 0, min_trade_cost: 1.0 }))
}

export function handle_data(context: Context, data: BarData) {
  context.days += 1
  if (context.days < WINDOW) return
  if (!context.started) {
    rebalance(context, data, context.weights)
    context.started = true
    return
  }
  const means: number[] = context.stocks.map((stock: Asset) => data.history(stock, 'price', WINDOW, '1d').mean())
  const predicted = means.map((mean, i) => mean / data.current(context.stocks[i] as Asset, 'price'))
  const average = predicted.reduce((sum, x) => sum + x, 0) / predicted.length
  const spread = predicted.reduce((sum, x) => sum + (x - average) ** 2, 0)
  const expected = predicted.reduce((sum, x, i) => sum + x * context.weights[i], 0)
  const step = spread === 0 ? 0 : Math.max(0, (EPSILON - expected) / spread)
  context.weights = onSimplex(predicted.map((x, i) => context.weights[i] + step * (x - average)))
  rebalance(context, data, context.weights)
  record({ leverage: context.account.leverage })
}

function rebalance(context: Context, data: BarData, weights: readonly number[]) {
  const { starting_cash, positions_value, cash, positions } = context.portfolio
  const worth = context.started ? positions_value + cash : starting_cash
  for (const [i, stock] of (context.stocks as Asset[]).entries()) {
    const shares = Math.floor((worth * weights[i]) / data.current(stock, 'price'))
    order(stock, shares - positions.get(stock).amount)
  }
}

/** The nearest point whose coordinates are not negative and sum to 1 (Duchi et al., ICML 2008). */
function onSimplex(point: readonly number[]): number[] {
  const falling = [...point].sort((a, b) => b - a)
  let sum = 0
  let shift = 0
  for (const [i, value] of falling.entries()) {
    sum += value
    if (value > (sum - 1) / (i + 1)) shift = (sum - 1) / (i + 1)
  }
  return point.map((value) => Math.max(0, value - shift))
}
