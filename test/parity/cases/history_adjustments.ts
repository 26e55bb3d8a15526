/** Windows across splits and dividends, many assets and fields at once, before and after a listing starts. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'price', 'volume'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.assets = symbols('FOXT', 'GOLF', 'HOTL', 'ECHO', 'ALFA')
}

export function handle_data(context: Context, data: BarData) {
  const h = data.history(context.assets, FIELDS, 12, '1d')
  const windows: Record<string, Record<string, number[]>> = {}
  for (const field of FIELDS) {
    windows[field] = {}
    for (const asset of context.assets) windows[field][asset.symbol] = h.get(field).get(asset).tolist()
  }
  LOG.push([data.current_session.isoformat().slice(0, 10), windows])
}
