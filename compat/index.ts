export type { Algorithm } from './algorithm.js'
export { algorithm } from './algorithm.js'
export {
  get_datetime,
  type ModelsByClass,
  record,
  set_benchmark,
  set_commission,
  set_slippage,
  sid,
  symbol,
  symbols,
} from './api.js'
export { BarData } from './bar-data.js'
export { Account, type Context, Portfolio, Positions } from './context.js'
export { commission, execution, LimitOrder, MarketOrder, StopLimitOrder, StopOrder, slippage } from './finance.js'
export { type ContinuousFutureOptions, continuous_future, future_symbol } from './futures.js'
export {
  batch_market_order,
  cancel_order,
  get_open_orders,
  get_order,
  type OrderOptions,
  order,
  order_percent,
  order_target,
  order_target_percent,
  order_target_value,
  order_value,
} from './orders.js'
export { DataFrame, Frame, Panel, Series } from './pandas.js'
export type { Perf } from './perf.js'
export { Asset, ContinuousFuture, Equity, Future, ORDER_STATUS, Order, Position } from './protocol.js'
export { type RunAlgorithmOptions, run_algorithm } from './run-algorithm.js'
export { date_rules, schedule_function, time_rules } from './schedule.js'
export { Timedelta, Timestamp } from './timestamp.js'
