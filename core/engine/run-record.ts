import type { Asset } from '../assets/asset.js'
import { AssetFinder } from '../assets/finder.js'
import { ENGINE_EVENT_VERSION, type EngineEvent } from '../execution/engine-event.js'
import type { CashFlow } from '../finance/financing.js'
import type { OrderSnapshot, OrderStatus } from '../finance/order.js'
import { POSITION_ROW } from '../finance/position.js'
import type { Transaction } from '../finance/transaction.js'
import { RustybtError } from '../kernel/errors.js'
import type { BarStateColumns } from './bar-states.js'
import { PERFORMANCE_COLUMNS, type Performance, type PerformanceColumn } from './metrics.js'
import type { MinuteBar, PriceHistory, SessionBars } from './prices.js'
import type { RunAbout } from './report.js'
import type { RunResult } from './result.js'
import { cashFlowRow, type Plain } from './rows.js'
import { stateBars } from './state-bars.js'

/** What stands in a performance file beside `run`, `perf` and `events`, so that a report can be made of it: version 1. */
export interface RunRecord {
  readonly version: 1
  readonly interrupted: boolean
  readonly about: Plain
  /** Whatever was traded, held or told of. */
  readonly assets: readonly Plain[]
  /** Of the fills in their order, what their rows do not tell: the market's price before slippage, the commission, the stop against it. */
  readonly fills: readonly (readonly [reference: number | null, commission: number, stop?: number])[]
  /** Money that moved beside trading, a list a session. */
  readonly flows: readonly (readonly Plain[])[]
  /** Bars by symbol, of the assets with the largest turnover. */
  readonly prices: Plain
  /** Of a run on minutes: the account at bars on which something happened, and those bars. */
  readonly states?: RecordedStates
}

interface RecordedStates extends Record<(typeof STATE_COLUMNS)[number], readonly (number | null)[]> {
  readonly bars: readonly (readonly [bar: number, sid: number, ...prices: number[]])[]
}
const STATE_COLUMNS = ['times', 'rows', 'cash', 'value', 'positions'] as const

/** Prices that are kept at most, of all assets together. */
const MOST_PRICES = 600_000

/** What makes a result more than its rows. Trials are not in it: they are counted where the report is made. */
export function runRecord(result: RunResult, about: RunAbout): RunRecord {
  const assets = assetsOf(result, about.finder)
  const { length } = result.performance
  const { finder: _, trials: __, factors: ___, memberReturns: ____, ...said } = about
  const room = Math.max(1, Math.floor(MOST_PRICES / (6 * Math.max(1, length))))
  const prices: Record<string, Plain> = {}
  for (const asset of assets.slice(0, room)) {
    const bars = result.prices?.of(asset.sid)
    if (bars) prices[asset.symbol] = Object.fromEntries(FIELDS.map((field) => [field, Array.from(bars[field], number)]))
  }
  return {
    version: 1,
    interrupted: result.interrupted,
    about: JSON.parse(JSON.stringify(said)) as Plain,
    assets: assets.map((asset) => JSON.parse(JSON.stringify(asset)) as Plain),
    fills: result.performance.transactions.flat().map(({ reference, commission = 0, stop }) => {
      const told = [reference ?? null, commission] as const
      return stop === undefined ? told : ([...told, stop] as const)
    }),
    flows: (result.performance.cashFlows ?? []).map((flows) => flows.map(cashFlowRow)),
    prices,
    ...(result.states ? { states: recordedStates(result, result.states) } : {}),
  }
}

function recordedStates(result: RunResult, states: BarStateColumns): RecordedStates {
  const columns = STATE_COLUMNS.map((name) => [name, Array.from(states[name], number)])
  const bars = Array.from(stateBars(result), ({ bar, sid, ...minute }) => [bar, sid, ...BARS.map((f) => minute[f])])
  return { ...Object.fromEntries(columns), bars }
}

const BARS = ['open', 'high', 'low', 'close', 'volume'] as const
const FIELDS = [...BARS, 'factor'] as const
const number = (value: number): Plain => (Number.isFinite(value) ? value : null)

/** By turnover, the largest first, then by sid. */
function assetsOf({ performance, events }: RunResult, finder: RunAbout['finder']): Asset[] {
  const turnover = new Map<Asset, number>()
  const add = (asset: Asset, value = 0) => turnover.set(asset, (turnover.get(asset) ?? 0) + value)
  for (const { asset, amount, price } of performance.transactions.flat())
    add(asset, Math.abs(amount * price * asset.multiplier))
  for (const { asset } of performance.orders.flat()) add(asset)
  for (const { asset } of events) add(asset)
  for (const { asset } of (performance.cashFlows ?? []).flat()) if (asset) add(asset)
  // What a company paid in shares of another was never traded.
  const held = new Set<number>()
  for (const rows of performance.positions)
    for (let at = POSITION_ROW.sid; at < rows.length; at += POSITION_ROW.stride) held.add(rows[at])
  for (const sid of held) add(finder.retrieve(sid))
  return [...turnover].sort(([a, x], [b, y]) => y - x || a.sid - b.sid).map(([asset]) => asset)
}

type Row = Readonly<Record<string, Plain>>
interface File {
  readonly perf?: readonly Row[]
  readonly events?: readonly Row[]
  readonly record?: RunRecord
}

/**
 * The result that a performance file was written from, as far as a report reads it. `given` is the file as parsed. Throws
 * `PERFORMANCE_FILE` where it is none, or one without the record.
 */
export function readRunRecord(given: unknown, name: string): { readonly result: RunResult; readonly about: RunAbout } {
  const { perf, events = [], record } = (given ?? {}) as File
  if (!Array.isArray(perf) || record?.version !== 1 || !Array.isArray(record.assets) || !record.fills)
    throw new RustybtError('PERFORMANCE_FILE', `${name} has no performance of which a report could be made`, {
      hint: 'it is written by rustybt run -o FILE.json; files of older versions have to be written anew',
    })
  if (perf.length > 0 && perf[0].portfolio_value === undefined)
    throw new RustybtError('PERFORMANCE_FILE', `${name} has no portfolio_value, of which a report is made`, {
      hint: 'run it with a metrics set that keeps it: --metrics-set default',
    })
  const assets = record.assets as unknown as readonly Asset[]
  const bySymbol = new Map(assets.map((asset) => [asset.symbol, asset]))
  const assetOf = (value: Plain, row: number): Asset => {
    const asset = bySymbol.get(String(value))
    if (asset) return asset
    throw new RustybtError(
      'PERFORMANCE_FILE',
      `${name}, row ${row + 1}: the asset ${String(value)} is not among its assets`,
    )
  }
  const finder = new AssetFinder([...assets])
  const about = { ...(record.about as unknown as RunAbout), finder }
  const interned = (value: Plain, row: number) => finder.retrieve(assetOf(value, row).sid)
  return {
    result: {
      performance: performanceOf(perf, record, interned),
      interrupted: record.interrupted,
      events: events.map((row, i) => eventOf(row, interned(row.sid, i))),
      observed: {},
      ...(record.states ? { states: statesOf(record.states) } : {}),
      prices: {
        ...pricesOf(
          record.prices as Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>,
          bySymbol,
        ),
        minute: record.states && minutesOf(record.states),
      },
    },
    about,
  }
}

const LISTS = new Set(['session', 'orders', 'transactions', 'positions', 'cash_flows', 'period_label'])
const time = (value: Plain) => Date.parse(String(value))
const plainNumber = (value: Plain | undefined): number =>
  typeof value === 'number'
    ? value
    : value === 'inf'
      ? Number.POSITIVE_INFINITY
      : value === '-inf'
        ? Number.NEGATIVE_INFINITY
        : Number.NaN

type Interned = (value: Plain, row: number) => Asset

function performanceOf(rows: readonly Row[], { fills, flows }: RunRecord, assetOf: Interned): Performance {
  const known = new Set<string>(PERFORMANCE_COLUMNS)
  const columns = Object.fromEntries(
    PERFORMANCE_COLUMNS.map((name) => {
      const read = name === 'period_open' || name === 'period_close' ? time : plainNumber
      return [name, Float64Array.from(rows, (row) => read(row[name]))]
    }),
  ) as Record<PerformanceColumn, Float64Array>
  const list = (row: Row, name: string) => (row[name] ?? []) as readonly Row[]
  const orders = rows.map((row, at) => list(row, 'orders').map((one) => orderOf(one, assetOf(one.sid, at))))
  const placed = new Set(orders.flat().map(({ id }) => id))
  let fill = 0
  const others = new Set(rows.flatMap((row) => Object.keys(row)).filter((name) => !known.has(name) && !LISTS.has(name)))
  return {
    length: rows.length,
    sessions: rows.map(({ session }) => String(session)),
    columns,
    orders,
    transactions: rows.map((row, at) =>
      list(row, 'transactions').map((one): Transaction => {
        const id = String(one.order)
        const asset = assetOf(one.sid, at)
        const amount = plainNumber(one.amount)
        return {
          asset,
          amount,
          price: plainNumber(one.price),
          at: time(one.dt),
          orderId: placed.has(id) ? id : undefined,
          ...fillOf(fills[fill++]),
        }
      }),
    ),
    positions: rows.map((row, at) => positionsOf(list(row, 'positions'), at, assetOf)),
    recorded: new Map([...others].map((name) => [name, rows.map((row) => row[name] ?? undefined)])),
    ...(flows.length > 0
      ? { cashFlows: flows.map((list, at) => list.map((one) => cashFlowOf(one as Row, at, assetOf))) }
      : {}),
  }
}

function fillOf([reference, commission, stop]: RunRecord['fills'][number] = [null, 0]): Partial<Transaction> {
  return { reference: reference ?? undefined, commission, ...(stop === undefined ? {} : { stop }) }
}

function positionsOf(held: readonly Row[], at: number, assetOf: Interned): Float64Array {
  const out = new Float64Array(held.length * POSITION_ROW.stride)
  held.forEach((one, i) => {
    const from = i * POSITION_ROW.stride
    out[from + POSITION_ROW.sid] = assetOf(one.sid, at).sid
    out[from + POSITION_ROW.amount] = plainNumber(one.amount)
    out[from + POSITION_ROW.costBasis] = plainNumber(one.cost_basis)
    out[from + POSITION_ROW.lastSalePrice] = plainNumber(one.last_sale_price)
  })
  return out
}

const optional = (value: Plain | undefined) => (typeof value === 'number' ? value : undefined)

function orderOf(row: Row, asset: Asset): OrderSnapshot {
  return {
    id: String(row.id),
    asset,
    created: time(row.created),
    dt: time(row.dt),
    amount: plainNumber(row.amount),
    filled: plainNumber(row.filled),
    commission: plainNumber(row.commission),
    stop: optional(row.stop),
    limit: optional(row.limit),
    stopReached: row.stop_reached === true,
    limitReached: row.limit_reached === true,
    status: row.status as OrderStatus,
    reason: typeof row.reason === 'string' ? row.reason : undefined,
    brokerOrderId: undefined,
    terms: termsOf(row),
  }
}

function termsOf({ tag, strategy }: Row): OrderSnapshot['terms'] {
  if (typeof tag !== 'string' && typeof strategy !== 'string') return undefined
  return {
    ...(typeof tag === 'string' ? { tag } : {}),
    ...(typeof strategy === 'string' ? { strategy } : {}),
  }
}

function cashFlowOf(row: Row, at: number, assetOf: Interned): CashFlow {
  return {
    at: time(row.dt),
    kind: row.kind as CashFlow['kind'],
    asset: row.sid === null ? undefined : assetOf(row.sid, at),
    currency: String(row.currency ?? ''),
    amount: plainNumber(row.amount),
  }
}

function eventOf(row: Row, asset: Asset): EngineEvent {
  return {
    version: ENGINE_EVENT_VERSION,
    kind: row.kind as EngineEvent['kind'],
    reason: String(row.reason),
    at: time(row.at),
    session: String(row.session),
    lastAt: time(row.last_at),
    lastSession: String(row.last_session),
    count: plainNumber(row.count),
    asset,
    ...(row.order === null ? {} : { orderId: String(row.order) }),
    amount: plainNumber(row.amount),
    ...(row.data === null ? {} : { data: row.data as EngineEvent['data'] }),
  }
}

function pricesOf(
  prices: Readonly<Record<string, Readonly<Record<string, readonly (number | null)[]>>>>,
  bySymbol: ReadonlyMap<string, Asset>,
): PriceHistory {
  const bars = new Map<number, SessionBars>()
  for (const [symbol, columns] of Object.entries(prices ?? {})) {
    const asset = bySymbol.get(symbol)
    const column = (field: string) => Float64Array.from(columns[field] ?? [], (value) => value ?? Number.NaN)
    if (asset)
      bars.set(asset.sid, Object.fromEntries(FIELDS.map((field) => [field, column(field)])) as unknown as SessionBars)
  }
  return { of: (sid) => bars.get(sid) }
}

function statesOf(states: RecordedStates): BarStateColumns {
  const column = (name: (typeof STATE_COLUMNS)[number]) => Float64Array.from(states[name], (v) => v ?? Number.NaN)
  return Object.fromEntries(STATE_COLUMNS.map((name) => [name, column(name)])) as unknown as BarStateColumns
}

function minutesOf({ times, bars }: RecordedStates): PriceHistory['minute'] {
  const known = new Map(
    bars.map(([bar, sid, ...values]) => [
      `${sid} ${times[bar]}`,
      Object.fromEntries(BARS.map((field, i) => [field, values[i]])) as unknown as MinuteBar,
    ]),
  )
  return (sid, _row, at) => known.get(`${sid} ${at}`)
}
