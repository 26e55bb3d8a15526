/** A variable recorded under a column's name; recording in initialize and before the open. */
import { type BarData, type Context, order, record, symbol } from 'rustybt/compat'

export function initialize(context: Context) {
  context.i = 0
  record({ early: 7 })
}

export function before_trading_start(context: Context, _data: BarData) {
  record({ morning: context.i })
}

export function handle_data(context: Context, _data: BarData) {
  context.i += 1
  order(symbol('BASE'), 10)
  if (context.i > 4)
    record({ pnl: context.i, sharpe: -1.5, portfolio_value: 'mine', period_label: 'x', max_leverage: 3 })
}
