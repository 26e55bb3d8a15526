/** What before_trading_start sees beside handle_data's view, across a split. */
import { type BarData, type Context, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(_context: Context) {}

export function before_trading_start(_context: Context, data: BarData) {
  look('bts', data)
}

export function handle_data(_context: Context, data: BarData) {
  look('hd', data)
}

function look(from: string, data: BarData) {
  const asset = symbol('FOXT')
  LOG.push([
    from,
    data.current_dt.isoformat(),
    data.current(asset, 'price'),
    data.history(asset, 'price', 4, '1d').tolist(),
    data.history(asset, 'volume', 4, '1d').tolist(),
  ])
}
