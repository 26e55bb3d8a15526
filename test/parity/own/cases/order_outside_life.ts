/** Orders before an asset's first day rest and fill; after its last day, or auto close, there are none; batches. */
import {
  type BarData,
  batch_market_order,
  type Context,
  get_open_orders,
  order,
  order_target,
  symbol,
  symbols,
} from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

export function handle_data(context: Context, data: BarData) {
  context.i += 1
  const assets = symbols('LIST', 'ODDS', 'DEAD', 'SOON', 'LATE', 'OLDA')
  if (context.i % 3 === 1) {
    LOG.push([
      String(data.current_session.date()),
      assets.map((a) => order(a, 10 + context.i) === null),
      data.can_trade(assets).tolist().map(Boolean),
      data.is_stale(assets).tolist().map(Boolean),
    ])
  }
  if (context.i % 10 === 5) LOG.push(assets.map((a) => order_target(a, -4) === null))
  if (context.i % 17 === 3)
    LOG.push(
      batch_market_order(
        new Map([
          [symbol('BASE'), 3],
          [symbol('GAPS'), 0],
          [symbol('DIVI'), -2],
        ]),
      ).length,
    )
  LOG.push([...get_open_orders()].map(([a, os]) => [a.symbol, os.length]))
}
