/** Before the open the last minute is yesterday's, seen with today's splits and dividends; prices, windows of days and minutes, the account. */
import { type BarData, type Context, get_datetime, order, symbols } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.n = 0
}

export function before_trading_start(context: Context, data: BarData) {
  const assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MAIN')
  const { cash, portfolio_value, positions } = context.portfolio
  LOG.push([
    data.current_dt.isoformat(),
    get_datetime().isoformat(),
    String(data.current_session.date()),
    cash,
    portfolio_value,
    [...positions.values()].map((p) => [p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price]),
  ])
  LOG.push([
    ...(['price', 'close', 'volume', 'open'] as const).map((field) => data.current(assets, field).tolist()),
    data.can_trade(assets).tolist().map(Boolean),
    data.is_stale(assets).tolist().map(Boolean),
  ])
  const windows: number[][] = []
  for (const asset of assets) {
    for (const field of ['price', 'close', 'volume'] as const) {
      for (const unit of ['1m', '1d'] as const) windows.push(data.history(asset, field, 3, unit).tolist())
    }
  }
  LOG.push(windows)
}

export function handle_data(context: Context, _data: BarData) {
  context.n += 1
  if (context.n !== 300) return
  const [rare, mspl, mdiv, , , main] = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND', 'MAIN')
  order(mspl, 31)
  order(mdiv, 40)
  order(main, -10)
  order(rare, 5)
}
