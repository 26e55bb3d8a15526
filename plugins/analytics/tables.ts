import type { Performance } from '../../core/engine/metrics.js'
import type { PriceHistory } from '../../core/engine/prices.js'
import type { OrderSnapshot, OrderStatus } from '../../core/finance/order.js'
import { ORDER_STATUS, statusOf } from '../../core/finance/order.js'
import { exactToNumber } from '../../core/math/decimal.js'
import { isoText } from '../../core/time/instant.js'
import { cell, column, table } from './blocks.js'
import { tradedValue } from './exposure.js'
import { finalOrders } from './final-orders.js'
import type { Holding } from './holdings.js'
import { rMultiple } from './r-multiples.js'
import { slippageOf } from './reconciliation.js'
import type { TableData } from './report-data.js'
import { type OpenLot, type RoundTrip, type RoundTrips, tripReturn } from './round-trips.js'
import { excursion } from './trip-figures.js'

/** Writes the time of an event: the session's date in daily runs, else the UTC minute. */
export type WriteTime = (at: number, row: number) => string

export function timeWriter({ sessions }: Performance, frequency: string): WriteTime {
  return frequency === 'daily' ? (_at, row) => sessions[row] : (at) => isoText(at).slice(0, 16).replace('T', ' ')
}

const UNKNOWN = { adverse: Number.NaN, favourable: Number.NaN }

export function tripsTable(
  { closed, open }: RoundTrips,
  timeOf: WriteTime,
  prices?: PriceHistory,
  lastRow = 0,
): TableData {
  const tagged = [...closed, ...open].some(({ tag }) => tag !== undefined)
  const risked = [...closed, ...open].some(({ risk }) => risk !== undefined)
  const extras = (one: RoundTrip | OpenLot) => {
    const { adverse, favourable } = prices ? excursion(one, prices, lastRow) : UNKNOWN
    const inRisk = risked ? [cell(one.risk), cell(rMultiple(one))] : []
    return [cell(adverse), cell(favourable), ...inRisk, ...(tagged ? [one.tag ?? null] : [])]
  }
  return table(
    [
      column('Symbol'),
      column('Side'),
      column('Quantity', 'units'),
      column('Opened'),
      column('Entry price', 'price'),
      column('Closed'),
      column('Exit price', 'price'),
      column('Sessions', 'count'),
      column('Commission', 'money'),
      column('Profit', 'money'),
      column('Return', 'percent'),
      column('Adverse', 'percent'),
      column('Favourable', 'percent'),
      ...(risked ? [column('Risk', 'money'), column('R', 'ratio')] : []),
      ...(tagged ? [column('Tag')] : []),
    ],
    [
      ...closed.map((trip) => [
        trip.asset.symbol,
        trip.side,
        trip.quantity,
        timeOf(trip.entered, trip.enteredRow),
        trip.entryPrice,
        timeOf(trip.exited, trip.exitedRow),
        trip.exitPrice,
        trip.exitedRow - trip.enteredRow,
        exactToNumber(trip.commission),
        exactToNumber(trip.profit),
        tripReturn(trip),
        ...extras(trip),
      ]),
      ...open.map((lot) => [
        lot.asset.symbol,
        lot.side,
        lot.quantity,
        timeOf(lot.entered, lot.enteredRow),
        lot.entryPrice,
        'open',
        lot.lastPrice,
        null,
        exactToNumber(lot.commission),
        exactToNumber(lot.profit),
        tripReturn(lot),
        ...extras(lot),
      ]),
    ],
  )
}

export function fillsTable({ transactions }: Performance, timeOf: WriteTime): TableData {
  return table(
    [
      column('Time'),
      column('Symbol'),
      column('Side'),
      column('Quantity', 'units'),
      column('Price', 'price'),
      column('Value', 'money'),
      column('Commission', 'money'),
      column('Slippage', 'money'),
      column('By'),
    ],
    transactions.flatMap((fills, row) =>
      fills.map((fill) => [
        timeOf(fill.at, row),
        fill.asset.symbol,
        fill.amount > 0 ? 'buy' : 'sell',
        Math.abs(fill.amount),
        fill.price,
        tradedValue(fill),
        fill.commission ?? 0,
        fill.reference === undefined ? null : -exactToNumber(slippageOf(fill)) + 0,
        fill.orderId === undefined ? 'automatic close' : 'order',
      ]),
    ),
  )
}

const OUTCOMES: Readonly<Record<OrderStatus, string>> = {
  [ORDER_STATUS.OPEN]: 'open at the end',
  [ORDER_STATUS.FILLED]: 'filled',
  [ORDER_STATUS.CANCELLED]: 'cancelled',
  [ORDER_STATUS.REJECTED]: 'rejected',
  [ORDER_STATUS.HELD]: 'held',
}

/** Orders of which not everything was filled, as they stood when the run ended. */
export function unfilledTable({ orders }: Performance, timeOf: WriteTime): TableData {
  const placed = new Map<string, number>()
  for (const [row, session] of orders.entries()) {
    for (const { id } of session) if (!placed.has(id)) placed.set(id, row)
  }
  const unfilled = [...finalOrders(orders).values()].filter((order) => statusOf(order) !== ORDER_STATUS.FILLED)
  return table(
    [
      column('Placed'),
      column('Symbol'),
      column('Side'),
      column('Type'),
      column('Limit', 'price'),
      column('Stop', 'price'),
      column('Quantity', 'units'),
      column('Filled', 'units'),
      column('Outcome'),
      column('Reason'),
    ],
    unfilled.map((order) => [
      timeOf(order.created, placed.get(order.id)!),
      order.asset.symbol,
      order.amount > 0 ? 'buy' : 'sell',
      orderType(order),
      order.limit ?? null,
      order.stop ?? null,
      Math.abs(order.amount),
      Math.abs(order.filled),
      OUTCOMES[statusOf(order)],
      order.reason ?? null,
    ]),
  )
}

export function orderType({ limit, stop }: OrderSnapshot): string {
  if (stop !== undefined) return limit === undefined ? 'stop' : 'stop limit'
  return limit === undefined ? 'market' : 'limit'
}

export function holdingsTable(held: readonly Holding[], { sessions }: Performance): TableData {
  return table(
    [
      column('Symbol'),
      column('Sessions', 'count'),
      column('First'),
      column('Last'),
      column('Mean weight', 'percent'),
      column('Top weight', 'percent'),
      column('Fills', 'count'),
      column('Traded', 'money'),
      column('Commission', 'money'),
      column('Realized', 'money'),
      column('Unrealized', 'money'),
      column('Profit', 'money'),
    ],
    held.map((one) => [
      one.asset.symbol,
      one.sessions,
      sessions[one.firstRow] ?? null,
      sessions[one.lastRow] ?? null,
      one.averageWeight,
      one.largestWeight,
      one.fills,
      one.traded,
      exactToNumber(one.commission),
      exactToNumber(one.realized),
      exactToNumber(one.unrealized),
      exactToNumber(one.realized + one.unrealized),
    ]),
  )
}
