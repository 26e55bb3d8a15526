/** continuous_future by calendar and by volume roll; current contract, chain, unadjusted, mul and add adjusted history. */
import { type BarData, type Context, continuous_future, type Future } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.f = [
    continuous_future('CL', { offset: 0, roll: 'calendar', adjustment: null }),
    continuous_future('CL', 0, 'volume', 'mul'),
    continuous_future('CL', 1, 'calendar', 'add'),
    continuous_future('ES', 0, 'calendar', 'mul'),
  ]
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  if (context.i % 4 === 0) {
    for (const [n, f] of context.f.entries()) {
      const c = data.current(f, 'contract')
      LOG.push([
        data.current_session.isoformat().slice(0, 10),
        n,
        c ? c.symbol : null,
        data.current(f, 'price'),
        data.current_chain(f).map((x: Future) => x.symbol),
        data.history(f, 'price', 20, '1d').tolist(),
      ])
    }
  }
  context.i += 1
}
