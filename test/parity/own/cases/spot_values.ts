/** Every field of every asset on every day: gaps, listings, ends, splits and dividends inside a gap; can_trade and is_stale at the edges. */
import { type Asset, type BarData, type Context, symbols } from 'rustybt/compat'

const FIELDS = ['open', 'high', 'low', 'close', 'volume', 'price'] as const

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const assets = symbols(
    'OLDA',
    'GAPS',
    'SPLA',
    'REVS',
    'BIGV',
    'DEAD',
    'LATE',
    'SOON',
    'LIST',
    'ODDS',
    'THIN',
    'MILL',
    'TINY',
  )
  if (context.i % 2) LOG.push(data.current(assets, 'price').tolist())
  else {
    const now = data.current(assets, FIELDS)
    LOG.push(FIELDS.map((field) => now.get(field).tolist()))
  }
  const thirds = assets.filter((_: Asset, n: number) => n % 3 === 0)
  LOG.push([
    data.can_trade(assets).tolist().map(Boolean),
    data.is_stale(assets).tolist().map(Boolean),
    thirds.map((a) => String(data.current(a, 'last_traded') ?? 'NaT')),
    data.current(assets[1], ['volume', 'price']).tolist(),
  ])
}
