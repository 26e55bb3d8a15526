/** An asset with days on which nothing traded: every field now, windows across the gaps, orders resting over them. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  const asset = symbol('INDI')
  if (context.i % 5 === 0) order(asset, 20)
  const h = data.history(asset, ['price', 'close', 'volume', 'open'], 5, '1d')
  LOG.push([
    context.i,
    data.is_stale(asset),
    data.can_trade(asset),
    data.current(asset, 'price'),
    data.current(asset, 'open'),
    data.current(asset, 'high'),
    data.current(asset, 'low'),
    data.current(asset, 'close'),
    data.current(asset, 'volume'),
    data.current(asset, 'last_traded')?.isoformat() ?? null,
    h.get('price').tolist(),
    h.get('close').tolist(),
    h.get('volume').tolist(),
    h.get('open').tolist(),
  ])
  context.i += 1
}
