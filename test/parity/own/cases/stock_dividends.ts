/** Dividends in the asset's own shares, in another's, on a Saturday, on the ex date, in an asset that is gone; long. */
import { type BarData, type Context, order, symbol } from 'rustybt/compat'

export const LOG: unknown[] = []

export function initialize(context: Context) {
  context.i = 0
}

const AMOUNTS: Record<number, number> = { 0: 100, 12: -40, 45: 37 }

export function handle_data(context: Context, _data: BarData) {
  order(symbol('STKD'), AMOUNTS[context.i++] ?? 0)
  LOG.push(
    [...context.portfolio.positions.values()].map((p) => [p.asset.symbol, p.amount, p.cost_basis, p.last_sale_price]),
  )
}
