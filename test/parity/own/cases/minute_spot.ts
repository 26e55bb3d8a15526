/** Spot values minute by minute: carried prices over minutes, nights, splits and dividends; last_traded, is_stale and can_trade of rare assets. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.n = 0
}

export function handle_data(context: Context, data: BarData) {
  context.n += 1
  if (context.n % 77 !== 1 && context.n % 390 >= 3) return
  const assets = symbols('RARE', 'MSPL', 'MDIV', 'MNEW', 'MEND')
  LOG.push([
    data.current_dt.isoformat(),
    data.current(assets, 'price').tolist(),
    data.current(assets[0], ['open', 'close', 'volume', 'high']).tolist(),
    data.current(assets, 'close').tolist(),
    assets.map((a) => String(data.current(a, 'last_traded') ?? 'NaT')),
    data.is_stale(assets).tolist().map(Boolean),
    data.can_trade(assets).tolist().map(Boolean),
  ])
}
