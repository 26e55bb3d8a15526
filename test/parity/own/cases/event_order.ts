/** What each callback sees of cash, positions and orders through splits, ex days and pay days; handle_data before scheduled functions. */
import {
  type BarData,
  type Context,
  date_rules,
  get_datetime,
  get_open_orders,
  order,
  record,
  schedule_function,
  symbol,
} from 'rustybt/compat'

export const LOG: unknown[] = []

function look(where: string, context: Context, data: BarData) {
  const { cash, portfolio_value, positions_value, pnl, returns, cash_flow, positions } = context.portfolio
  LOG.push([
    where,
    data.current_dt.isoformat(),
    cash,
    portfolio_value,
    positions_value,
    pnl,
    returns,
    cash_flow,
    [...positions].map(([a, x]) => [a.symbol, x.amount, x.cost_basis, x.last_sale_price]),
    get_open_orders(symbol('SPLA')).map((o) => [o.amount, o.filled, o.limit]),
  ])
}

export function initialize(_context: Context) {
  schedule_function(second, date_rules.every_day())
  schedule_function(third, date_rules.week_end())
  schedule_function(second, date_rules.week_start(1))
}

export function before_trading_start(context: Context, data: BarData) {
  look('before', context, data)
}

export function handle_data(context: Context, data: BarData) {
  look('handle', context, data)
  const { day } = data.current_session
  if (day === 26) {
    order(symbol('SPLA'), 21)
    order(symbol('DIVI'), 100)
  }
  if (day === 28) {
    order(symbol('SPLA'), 7, { limit_price: 10.123 })
    order(symbol('SPLA'), -5, { limit_price: 4000 })
  }
}

function second(context: Context, data: BarData) {
  look('second', context, data)
  record({ at: get_datetime().isoformat() })
  order(symbol('BASE'), 3)
}

function third(context: Context, data: BarData) {
  look('third', context, data)
  order(symbol('DIVI'), -130)
}
