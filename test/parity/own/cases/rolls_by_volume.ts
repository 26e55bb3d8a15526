/** Volume rolls where the volume goes back and forth before the close; windows over several rolls, stepped by ratio and by difference. */
import { type BarData, type Context, continuous_future } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.f = [
    continuous_future('CL', 0, 'volume', 'mul'),
    continuous_future('CL', 0, 'volume', 'add'),
    continuous_future('CL', 0, 'volume', null),
    continuous_future('GC', 0, 'volume', 'mul'),
    continuous_future('ES', 0, 'volume', 'add'),
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
      c && data.current_chain(f).map((x) => x.symbol),
    ])
    if (context.i % 7 === 0)
      LOG.push((['price', 'volume'] as const).map((field) => data.history(f, field, 30, '1d').tolist()))
  }
}
