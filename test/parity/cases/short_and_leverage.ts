/** Long and short at 1.6 gross, a fee a trade, a fixed spread; the account's fields recorded every day. */
import {
  type BarData,
  type Context,
  commission,
  date_rules,
  order_target_percent,
  record,
  schedule_function,
  set_commission,
  set_slippage,
  slippage,
  symbol,
  time_rules,
} from 'rustybt/compat'

const WEIGHTS = { ALFA: 0.4, TANG: 0.4, MIKE: -0.4, DELT: -0.4 }
const FIELDS = [
  'settled_cash',
  'total_positions_value',
  'total_positions_exposure',
  'available_funds',
  'excess_liquidity',
  'cushion',
  'leverage',
  'net_leverage',
  'net_liquidation',
  'equity_with_loan',
] as const

export function initialize(_context: Context) {
  set_commission(commission.PerTrade({ cost: 4.95 }))
  set_slippage(slippage.FixedSlippage({ spread: 0.04 }))
  schedule_function(go, date_rules.week_start(), time_rules.market_close({ minutes: 30 }))
}

function go(_context: Context, data: BarData) {
  for (const [name, weight] of Object.entries(WEIGHTS)) {
    if (data.can_trade(symbol(name))) order_target_percent(symbol(name), weight)
  }
}

export function handle_data(context: Context, _data: BarData) {
  for (const field of FIELDS) record(field, context.account[field])
  const { portfolio_value, pnl, returns } = context.portfolio
  record({ pv: portfolio_value, pnl, ret: returns })
}
