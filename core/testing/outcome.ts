import type { Dataset } from '../data/dataset.js'
import type { Frequency, Notice } from '../data/source.js'
import { positionRecords } from '../engine/metrics.js'
import type { OutcomeBounds } from '../engine/outcome-bounds.js'
import type { RunResult } from '../engine/result.js'
import { type PerformanceRow, type Plain, performanceRows, plainValue } from '../engine/rows.js'
import type { EngineEvent } from '../execution/engine-event.js'
import { ORDER_STATUS, type OrderSnapshot, type OrderStatus, statusOf } from '../finance/order.js'
import { isoText } from '../time/instant.js'

/** An order as it stood at the end. `date` is its session; with minute bars the UTC instant, such as '2024-01-02T14:31:00+00:00'. */
export interface TestOrder {
  readonly date: string
  readonly symbol: string
  /** Signed: negative sells. */
  readonly amount: number
  readonly filled: number
  readonly status: 'open' | 'filled' | 'cancelled' | 'rejected' | 'held'
  /** Charged so far, in currency units. */
  readonly commission: number
  readonly limit?: number
  readonly stop?: number
  /** Why it was rejected or held. */
  readonly reason?: string
}

export interface TestFill {
  readonly date: string
  readonly symbol: string
  readonly amount: number
  readonly price: number
  /** Place of its order in `orders`; left out where the engine closed a position itself. */
  readonly order?: number
}

export interface TestPosition {
  readonly symbol: string
  readonly amount: number
  /** Average price paid per unit, commissions included. */
  readonly costBasis: number
  readonly price: number
}

export interface TestEvent {
  readonly date: string
  readonly kind: EngineEvent['kind']
  readonly reason: string
  readonly symbol: string
  /** Left open, refused or cancelled. */
  readonly amount: number
  /** Bars on which it was so, or times it was refused. */
  readonly count: number
  readonly order?: number
}

/** What holding has cost (negative) or paid. */
export interface TestCashFlow {
  readonly date: string
  readonly kind: string
  readonly symbol?: string
  readonly amount: number
}

export interface TestLogLine {
  readonly date: string
  readonly level: 'info' | 'warn'
  readonly message: string
}

/** What a strategy did on a test's bars, as plain objects; amounts of money in currency units. */
export interface TestRun {
  /** ISO dates, in order. */
  readonly sessions: readonly string[]
  /** In the order in which they were placed. */
  readonly orders: readonly TestOrder[]
  readonly fills: readonly TestFill[]
  /** What is held at the end. */
  readonly positions: readonly TestPosition[]
  readonly portfolioValue: number
  readonly cash: number
  /** Recorded variables by name, a value a session; null before the first. */
  readonly recorded: Readonly<Record<string, readonly Plain[]>>
  /** A row a session under Zipline's column names, as `rustybt run -o` writes it. */
  readonly performance: readonly PerformanceRow[]
  readonly log: readonly TestLogLine[]
  /** What did not become an order, did not fill or is not certain; `order` is the place in `orders`. */
  readonly events: readonly TestEvent[]
  /** Between what values the run may have ended, for all that its bars tell. */
  readonly bounds: OutcomeBounds
  readonly cashFlows: readonly TestCashFlow[]
  /** What is doubtful about the bars, splits and dividends given. */
  readonly notices: readonly Notice[]
}

export interface Played {
  readonly result: RunResult
  readonly dataset: Dataset
  readonly frequency: Frequency
  /** Every order of the run, as it stands at the end. */
  readonly orders: readonly OrderSnapshot[]
  readonly log: readonly { readonly at: number; readonly level: 'info' | 'warn'; readonly message: string }[]
}

export function testRun({ result, dataset, frequency, orders, log }: Played): TestRun {
  const { length, sessions, columns, transactions, positions, recorded, cashFlows = [] } = result.performance
  const { finder } = dataset
  const dateAt = (at: number): string => {
    if (frequency === 'minute') return isoText(at)
    const row = columns.period_close.findIndex((close, i) => i < length && at <= close)
    return sessions[row < 0 ? length - 1 : row]
  }
  const numbers = new Map(orders.map(({ id }, i) => [id, i]))
  return {
    sessions,
    orders: orders.map((order) => describeOrder(order, dateAt(order.created))),
    fills: transactions.flat().map(({ asset, amount, price, at, orderId }) => {
      const order = orderId === undefined ? {} : { order: numbers.get(orderId) }
      return { date: dateAt(at), symbol: asset.symbol, amount, price, ...order }
    }),
    positions: positionRecords(positions[length - 1]).map(({ sid, amount, costBasis, lastSalePrice }) => {
      return { symbol: finder.retrieve(sid).symbol, amount, costBasis, price: lastSalePrice }
    }),
    portfolioValue: columns.portfolio_value[length - 1],
    cash: columns.ending_cash[length - 1],
    recorded: Object.fromEntries(
      [...recorded].map(([name, values]) => [name, Array.from({ length }, (_, i) => plainValue(values[i]))]),
    ),
    performance: [...performanceRows(result, finder)],
    events: result.events.map(({ at, kind, reason, asset, amount, count, orderId }) => {
      const order = orderId === undefined ? {} : { order: numbers.get(orderId) }
      return { date: dateAt(at), kind, reason, symbol: asset.symbol, amount, count, ...order }
    }),
    cashFlows: cashFlows.flat().map(({ at, kind, asset, amount }) => {
      return { date: dateAt(at), kind, ...(asset === undefined ? {} : { symbol: asset.symbol }), amount }
    }),
    bounds: result.bounds!,
    log: log.map(({ at, level, message }) => ({ date: dateAt(at), level, message })),
    notices: dataset.notices,
  }
}

const STATUSES: Readonly<Record<OrderStatus, TestOrder['status']>> = {
  [ORDER_STATUS.OPEN]: 'open',
  [ORDER_STATUS.FILLED]: 'filled',
  [ORDER_STATUS.CANCELLED]: 'cancelled',
  [ORDER_STATUS.REJECTED]: 'rejected',
  [ORDER_STATUS.HELD]: 'held',
}

/** Without the keys that say nothing, so that a test can compare whole objects. */
function describeOrder(order: OrderSnapshot, date: string): TestOrder {
  const { asset, amount, filled, commission, limit, stop, reason } = order
  return {
    date,
    symbol: asset.symbol,
    amount,
    filled,
    status: STATUSES[statusOf(order)],
    commission,
    ...(limit === undefined ? {} : { limit }),
    ...(stop === undefined ? {} : { stop }),
    ...(reason === undefined ? {} : { reason }),
  }
}
