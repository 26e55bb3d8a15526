/** Restrictions by date and can_trade, batch orders past the order count, cancelling before the open, daily EODCancel, the turn of an asset cancelled and ordered again, the environment. */
import {
  type BarData,
  batch_market_order,
  type Context,
  cancel_order,
  EODCancel,
  get_datetime,
  get_environment,
  get_open_orders,
  HistoricalRestrictions,
  order,
  RESTRICTION_STATES,
  Restriction,
  StaticRestrictions,
  set_asset_restrictions,
  set_cancel_policy,
  set_max_order_count,
  symbols,
} from 'rustybt/compat'
export const LOG: unknown[] = []
export function initialize(context: Context) {
  const [a, , c] = symbols('ALFA', 'BETA', 'CHAR')
  set_asset_restrictions(
    HistoricalRestrictions([
      Restriction(a, '2020-01-15', RESTRICTION_STATES.FROZEN),
      Restriction(a, '2020-02-03', RESTRICTION_STATES.ALLOWED),
    ]),
    { on_error: 'log' },
  )
  set_asset_restrictions(StaticRestrictions([c]), 'log')
  set_max_order_count(1)
  set_cancel_policy(EODCancel())
  context.i = 0
  context.ids = []
  const env = get_environment('*')
  LOG.push([
    env.arena,
    env.data_frequency,
    env.start.isoformat(),
    env.end.isoformat(),
    env.capital_base,
    env.platform,
    get_environment(),
  ])
}
export function before_trading_start(context: Context, _: BarData) {
  if (context.i % 3 === 2 && context.ids.length) cancel_order(context.ids.at(-1))
}
export function handle_data(context: Context, data: BarData) {
  const [a, b, c] = symbols('ALFA', 'BETA', 'CHAR')
  const open: Record<string, number[]> = {}
  for (const [k, v] of get_open_orders()) open[k.symbol] = v.map((o) => o.amount)
  LOG.push([
    get_datetime('US/Eastern').isoformat(),
    data.can_trade(a),
    data.can_trade(c),
    [...data.can_trade([a, b, c]).values].map(Boolean),
    open,
  ])
  context.i++
  batch_market_order(
    new Map([
      [b, (5 * context.i) % 7],
      [c, -3],
      [a, 0],
    ]),
  )
  context.ids.push(order(a, 10, { limit_price: data.current(a, 'price') * 0.98 }))
  if (context.i % 4 === 0) {
    for (const o of get_open_orders(b)) cancel_order(o)
    batch_market_order(new Map([[b, 2]]))
  }
}
