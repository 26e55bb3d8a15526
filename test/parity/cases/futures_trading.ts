/** Futures: contract multipliers, PerContract commission with exchange fee, VolatilityVolumeShare slippage, expiry auto close, long and short. */
import { type BarData, type Context, future_symbol, order, order_target_percent, record } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, _data: BarData) {
  if (context.i === 0) {
    order(future_symbol('CLM21'), 3)
    order(future_symbol('ESM21'), -1)
  }
  if (context.i === 30) {
    order(future_symbol('CLN21'), -40)
    order_target_percent(future_symbol('CLQ21'), 0.3)
  }
  context.i += 1
  record({
    lev: context.account.leverage,
    exposure: context.account.total_positions_exposure,
    cash: context.portfolio.cash,
  })
}
