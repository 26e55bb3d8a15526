/** Futures' cash flow: adding, reducing and flipping several contracts, multipliers of 0.1 and 1000; days without trades. */
import {
  type BarData,
  type Context,
  commission,
  future_symbol,
  order,
  set_commission,
  set_slippage,
  slippage,
} from 'rustybt/compat'

const AMOUNTS = {
  CLH21: [3, -5, 4, -2, 0, 7, -7, 1],
  GCJ21: [-1, -1, 4, -2, 3, -3, 0, 2],
  FSH21: [400, -900, 100, 250, -3, 0, 150, 3],
  ESH21: [1, -1, -1, 2, -2, 2, 0, -1],
}

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
  set_slippage({ us_futures: slippage.FixedSlippage({ spread: 0.1 }) })
  set_commission({ us_futures: commission.PerContract({ cost: 0.97, exchange_fee: 1.11, min_trade_cost: 3 }) })
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  for (const [name, amounts] of Object.entries(AMOUNTS)) {
    if (i % 4 === 0) order(future_symbol(name), amounts[(i / 4) % 8])
    if (i % 8 === 2) {
      order(future_symbol(name), 1)
      order(future_symbol(name), -2)
    }
  }
  const {
    cash,
    portfolio_value,
    positions_value,
    positions_exposure,
    cash_flow,
    pnl,
    current_portfolio_weights,
    positions,
  } = context.portfolio
  const { leverage, total_positions_exposure } = context.account
  LOG.push([
    cash,
    portfolio_value,
    positions_value,
    positions_exposure,
    cash_flow,
    pnl,
    leverage,
    total_positions_exposure,
    current_portfolio_weights.tolist(),
    [...positions.values()].map((x) => [x.asset.symbol, x.amount, x.cost_basis, x.last_sale_price]),
  ])
}
