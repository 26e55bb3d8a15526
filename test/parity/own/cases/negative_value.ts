/** A levered account below zero and back: leverage, returns chained through zero, risk without a number. */
import { type BarData, type Context, order, order_target_percent, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  const i = context.i++
  if (i === 0) {
    order(symbol('SPLA'), 100)
    order(symbol('BASE'), -150)
  }
  if (i % 40 === 20) order_target_percent(symbol('MILL'), 0.7)
  const { leverage, net_leverage, gross_leverage, cushion, total_positions_exposure, total_positions_value } =
    context.account
  const { returns, current_portfolio_weights } = context.portfolio
  record({
    lev: leverage,
    net: net_leverage,
    gross: gross_leverage,
    cushion,
    exposure: total_positions_exposure,
    value: total_positions_value,
    ret: returns,
    w: current_portfolio_weights.tolist(),
  })
}
