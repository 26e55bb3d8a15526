export type { Algorithm } from './algorithm.js'
export { algorithm } from './algorithm.js'
export {
  get_datetime,
  type ModelsByClass,
  type OrderOptions,
  order,
  order_target,
  record,
  set_commission,
  set_slippage,
  symbol,
} from './api.js'
export { BarData } from './bar-data.js'
export { Account, type Context, Portfolio, Positions } from './context.js'
export { commission, slippage } from './finance.js'
export { Frame, Panel, Series } from './pandas.js'
export { Asset, Equity, Future, ORDER_STATUS, Order, Position } from './protocol.js'
export { Timedelta, Timestamp } from './timestamp.js'
