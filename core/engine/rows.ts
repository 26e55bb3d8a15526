import type { AssetFinder } from '../assets/finder.js'
import { type CashFlow, PAID_BY_NO_MODEL } from '../finance/financing.js'
import { type OrderSnapshot, statusOf } from '../finance/order.js'
import type { Transaction } from '../finance/transaction.js'
import { RISK_FIGURES, SESSION_FIGURES } from '../math/kernels.js'
import { isoText } from '../time/instant.js'
import { type PerformanceColumn, type PositionRecord, positionRecords } from './metrics.js'
import type { RunResult } from './result.js'

/** What JSON can hold. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain }

/** One session under Zipline's names. NaN is null, infinities are 'inf' and '-inf', times ISO texts, assets their symbols. */
export type PerformanceRow = { readonly session: string } & { readonly [column: string]: Plain }

/** A variable recorded under one of these names stands in the column's place, from its first value on. */
export const DAILY: readonly PerformanceColumn[] = SESSION_FIGURES.slice(0, -2)
/** A variable recorded under one of these names is not shown: the column stays. */
const CUMULATIVE: readonly PerformanceColumn[] = [
  'algorithm_period_return',
  ...RISK_FIGURES,
  'max_leverage',
  'excess_return',
  'treasury_period_return',
  'trading_days',
]

/**
 * A result session by session, as Zipline's performance frame has it. Orders are numbered as they first appear; all automatic closes,
 * which have no order, share one number.
 */
export function* performanceRows(
  result: RunResult,
  finder: Pick<AssetFinder, 'retrieve'>,
  numberOf = numbering(),
): Generator<PerformanceRow> {
  const { length, sessions, columns, orders, transactions, positions, recorded, added, shown, cashFlows } =
    result.performance
  // Zipline's frame has no such column: it is there where the run charges for holding.
  const charges = cashFlows?.some((flows) => flows.some(({ kind }) => !PAID_BY_NO_MODEL.has(kind)))
  const isShown = (name: string) => (shown?.has(name) ?? true) && !added?.has(name)
  const [daily, cumulative] = [DAILY.filter(isShown), CUMULATIVE.filter(isShown)]
  for (let at = 0; at < length; at++) {
    const values = (names: readonly PerformanceColumn[]) =>
      Object.fromEntries(names.map((name): [string, Plain] => [name, plainNumber(columns[name][at])]))
    const others = (from: ReadonlyMap<string, readonly unknown[]> | undefined) =>
      Object.fromEntries(
        Array.from(from ?? []).flatMap(([name, column]): [string, Plain][] =>
          column[at] === undefined && Object.hasOwn(columns, name) ? [] : [[name, plainValue(column[at])]],
        ),
      )
    const lists: Record<string, () => Plain> = {
      orders: () => orders[at].map((order) => orderRow(order, numberOf(order.id))),
      transactions: () => transactions[at].map((each) => ({ ...transactionRow(each), order: numberOf(each.orderId) })),
      positions: () => positionRecords(positions[at]).map((position) => positionRow(position, finder)),
    }
    yield {
      session: sessions[at],
      period_open: isoText(columns.period_open[at]),
      period_close: isoText(columns.period_close[at]),
      ...values(daily),
      ...Object.fromEntries(Object.keys(lists).flatMap((name) => (isShown(name) ? [[name, lists[name]()]] : []))),
      ...(charges && isShown('transactions') ? { cash_flows: (cashFlows![at] ?? []).map(cashFlowRow) } : {}),
      ...others(added),
      ...others(recorded),
      ...values(cumulative),
      ...(isShown('period_label') ? { period_label: sessions[at].slice(0, 7) } : {}),
    }
  }
}

/** Numbers from 0 as they are first asked for. */
export function numbering(): (id: string | undefined) => number {
  const numbers = new Map<string | undefined, number>()
  return (id) => {
    const known = numbers.get(id)
    if (known === undefined) numbers.set(id, numbers.size)
    return known ?? numbers.size - 1
  }
}

function positionRow(
  { sid, amount, costBasis, lastSalePrice }: PositionRecord,
  finder: Pick<AssetFinder, 'retrieve'>,
): Plain {
  return {
    sid: finder.retrieve(sid).symbol,
    amount: plainNumber(amount),
    cost_basis: plainNumber(costBasis),
    last_sale_price: plainNumber(lastSalePrice),
  }
}

function orderRow(order: OrderSnapshot, id: number): { readonly [name: string]: Plain } {
  return {
    id,
    dt: isoText(order.dt),
    reason: order.reason ?? null,
    created: isoText(order.created),
    amount: plainNumber(order.amount),
    filled: plainNumber(order.filled),
    commission: plainNumber(order.commission),
    stop: order.stop ?? null,
    limit: order.limit ?? null,
    stop_reached: order.stopReached,
    limit_reached: order.limitReached,
    sid: order.asset.symbol,
    status: statusOf(order),
    ...(order.terms?.tag === undefined ? {} : { tag: order.terms.tag }),
    ...(order.terms?.strategy === undefined ? {} : { strategy: order.terms.strategy }),
  }
}

function transactionRow({ amount, at, price, asset }: Transaction): { readonly [name: string]: Plain } {
  return { amount: plainNumber(amount), dt: isoText(at), price: plainNumber(price), sid: asset.symbol }
}

export function cashFlowRow({ at, kind, asset, currency, amount }: CashFlow): { readonly [name: string]: Plain } {
  return { dt: isoText(at), kind, sid: asset?.symbol ?? null, currency: currency || null, amount: plainNumber(amount) }
}

function plainNumber(value: number): Plain {
  if (Number.isNaN(value)) return null
  if (Number.isFinite(value)) return value
  return value > 0 ? 'inf' : '-inf'
}

/** A recorded value, whatever it is. Times, assets and series are known by what they can do: they come from other layers. */
export function plainValue(value: unknown): Plain {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return plainNumber(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value !== 'object') return String(value)
  if (can(value, 'isoformat')) return String(value.isoformat())
  if (can(value, 'toISOString')) return isoText(Number(value))
  if (can(value, 'tolist')) return plainValue(value.tolist())
  if (can(value, 'entries') && can(value, 'get')) {
    const entries = [...(value.entries() as Iterable<[unknown, unknown]>)]
    return Object.fromEntries(entries.map(([key, item]) => [String(plainValue(key)), plainValue(item)]))
  }
  if (Symbol.iterator in value) return Array.from(value as Iterable<unknown>, plainValue)
  if ('symbol' in value) return String(value.symbol)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainValue(item)]))
}

function can<Name extends string>(value: object, name: Name): value is Record<Name, () => unknown> {
  return typeof (value as Record<string, unknown>)[name] === 'function'
}
