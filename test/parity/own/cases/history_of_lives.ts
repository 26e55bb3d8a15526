/** Windows that span a listing, a last day, an auto close, a split on the first day, nothing at all; carried prices end with the asset. */
import { type BarData, type Context, symbols } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const assets = symbols('LIST', 'ODDS', 'DEAD', 'LATE', 'SOON', 'OLDA', 'GAPS')
  if (context.i % 9 === 1)
    LOG.push(
      assets.flatMap((a) =>
        (['price', 'close', 'volume'] as const).map((field) => data.history(a, field, 15, '1d').tolist()),
      ),
    )
  if (context.i % 9 === 5) {
    LOG.push(assets.map((a) => data.history(a, 'price', 1, '1d').tolist()))
    LOG.push(data.history(assets, 'price', 5, '1d').mean().tolist())
  }
}
