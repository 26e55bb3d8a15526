/** Before the open of the bundle's first session there is nothing yet. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.assets = symbols('MAIN', 'RARE', 'MSPL')
}

export function before_trading_start({ assets, portfolio }: Context, data: BarData) {
  LOG.push([
    data.current_dt.isoformat(),
    data.current(assets, 'price').tolist(),
    data.current(assets, 'volume').tolist(),
    data.can_trade(assets).tolist().map(Boolean),
    data.is_stale(assets).tolist().map(Boolean),
    portfolio.portfolio_value,
  ])
}

export function handle_data({ assets }: Context, data: BarData) {
  if (data.current_dt.minute !== 31) return
  LOG.push([
    data.current(assets, 'price').tolist(),
    data.history(assets[1], 'price', 1, '1d').tolist(),
    data.history(assets[0], 'price', 1, '1m').tolist(),
    data.is_stale(assets).tolist().map(Boolean),
  ])
}
