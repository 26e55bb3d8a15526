/** Spot values and windows of plain contracts: days without trades, before the first and after the last day, decimals of the tick. */
import { type BarData, type Context, future_symbol } from 'rustybt/compat'

const FIELDS = ['price', 'open', 'volume'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const assets = ['CLG21', 'CLK21', 'GCK21', 'FSH21', 'FSM21', 'ESU21'].map((name) => future_symbol(name))
  if (context.i % 5 === 0) {
    const h = data.history(assets, FIELDS, 6, '1d')
    LOG.push(FIELDS.map((field) => assets.map((asset) => h.get(field).get(asset).tolist())))
  }
  LOG.push([
    data.current(assets, 'price').tolist(),
    data.current(assets, 'open').tolist(),
    data.can_trade(assets).tolist().map(Boolean),
    data.is_stale(assets).tolist().map(Boolean),
  ])
}
