/** Calendar rolls of chains with and without delivery months, at offsets; contracts, chains, spot values and windows, raw and stepped. */
import { type BarData, type Context, continuous_future } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.f = [
    continuous_future('CL', 0, 'calendar', 'mul'),
    continuous_future('CL', 1, 'calendar', null),
    continuous_future('GC', 0, 'calendar', 'add'),
    continuous_future('ES', 0, 'calendar', null),
    continuous_future('FS', 0, 'calendar', 'mul'),
  ]
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  for (const f of context.f) {
    const c = data.current(f, 'contract')
    LOG.push([
      c?.symbol ?? null,
      data.current(f, 'price'),
      data.current(f, 'volume'),
      data.current(f, 'open'),
      c && data.current_chain(f).map((x) => x.symbol),
    ])
    if (context.i % 6 === 0)
      LOG.push((['price', 'close', 'volume'] as const).map((field) => data.history(f, field, 13, '1d').tolist()))
  }
}
