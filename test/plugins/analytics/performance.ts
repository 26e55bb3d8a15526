import type { Equity } from '../../../core/assets/asset.js'
import { AssetFinder } from '../../../core/assets/finder.js'
import {
  PERFORMANCE_COLUMNS,
  type Performance,
  type PerformanceColumn,
  type PositionRecord,
} from '../../../core/engine/metrics.js'
import { createOrder, type OrderSnapshot } from '../../../core/finance/order.js'
import { POSITION_ROW } from '../../../core/finance/position.js'
import type { Transaction } from '../../../core/finance/transaction.js'
import { dateOf, dayOf } from '../../../core/time/session.js'

const equity = (sid: number, symbol: string): Equity => ({
  kind: 'equity',
  sid,
  symbol,
  name: symbol,
  exchange: 'XNYS',
  country: 'US',
  currency: 'USD',
  startDate: '2019-01-01',
  endDate: '2021-12-31',
  tickSize: 0.01,
  multiplier: 1,
})
export const finder = new AssetFinder([equity(0, 'ALFA'), equity(1, 'BETA')])
export const [ALFA, BETA] = finder.all

/** One session of a made-up run; each fill is asset, signed amount, price, commission. */
export interface Session {
  readonly fills?: readonly (readonly [typeof ALFA, number, number, number?])[]
  /** Last prices by sid; else that of the last fill. */
  readonly prices?: Readonly<Record<number, number>>
  /** What is held at the start is multiplied by, by sid: a split. */
  readonly scale?: Readonly<Record<number, number>>
  /** Units that come out of nothing, by sid. */
  readonly give?: Readonly<Record<number, number>>
  readonly value?: number
  readonly orders?: readonly OrderSnapshot[]
}

const FIRST = dayOf('2020-01-01')
export const day = (row: number): number => (FIRST + row) * 86_400_000

function positionRow({ sid, amount, costBasis, lastSalePrice }: PositionRecord): number[] {
  const row = new Array<number>(POSITION_ROW.stride)
  row[POSITION_ROW.sid] = sid
  row[POSITION_ROW.amount] = amount
  row[POSITION_ROW.costBasis] = costBasis
  row[POSITION_ROW.lastSalePrice] = lastSalePrice
  return row
}

/** A result whose positions follow from its fills. One order a fill. */
export function performance(sessions: readonly Session[]): Performance {
  const columns = Object.fromEntries(PERFORMANCE_COLUMNS.map((n) => [n, new Float64Array(sessions.length)]))
  const held = new Map<number, number>()
  const prices = new Map<number, number>()
  const lists = sessions.map(({ fills = [], prices: marks = {}, scale = {}, give = {}, value = 1000, orders }, row) => {
    for (const [sid, factor] of Object.entries(scale)) held.set(Number(sid), (held.get(Number(sid)) ?? 0) * factor)
    for (const [sid, units] of Object.entries(give)) held.set(Number(sid), (held.get(Number(sid)) ?? 0) + units)
    const placed = fills.map(([asset, amount, , commission = 0], i) => ({
      ...createOrder(`${row}-${i}`, asset, amount, day(row)),
      filled: amount,
      commission,
    }))
    const transactions = fills.map(
      ([asset, amount, price, commission], i): Transaction => ({
        ...{ asset, amount, price, commission },
        at: day(row),
        orderId: `${row}-${i}`,
      }),
    )
    for (const { asset, amount, price } of transactions) {
      held.set(asset.sid, (held.get(asset.sid) ?? 0) + amount)
      prices.set(asset.sid, price)
    }
    for (const [sid, price] of Object.entries(marks)) prices.set(Number(sid), price)
    const positions = [...held]
      .filter(([, amount]) => amount !== 0)
      .map(([sid, amount]) => ({ sid, amount, costBasis: 0, lastSalePrice: prices.get(sid) ?? 0 }))
    columns.portfolio_value[row] = value
    columns.period_open[row] = day(row)
    for (const { amount, lastSalePrice } of positions) {
      columns[amount > 0 ? 'long_exposure' : 'short_exposure'][row] += amount * lastSalePrice
    }
    return { orders: [...placed, ...(orders ?? [])], transactions, positions }
  })
  return {
    length: sessions.length,
    sessions: sessions.map((_, row) => dateOf(FIRST + row)),
    columns: columns as Record<PerformanceColumn, Float64Array>,
    orders: lists.map(({ orders }) => orders),
    transactions: lists.map(({ transactions }) => transactions),
    positions: lists.map(({ positions }) => Float64Array.from(positions.flatMap(positionRow))),
    recorded: new Map(),
  }
}
