import { type PositionRecord, positionRecords } from '../../../../core/engine/metrics.js'
import type { RunAbout } from '../../../../core/engine/report.js'
import type { RunResult } from '../../../../core/engine/result.js'
import type { Strategy } from '../../../../core/engine/strategy.js'
import type { ExecutionStyle } from '../../../../core/finance/execution-style.js'
import type { OrderOptions, OrderSnapshot } from '../../../../core/finance/order.js'
import { Random } from '../../../../core/kernel/random.js'
import type { PricedBar } from '../../../../core/testing/bars.js'
import { playStrategy } from '../../../../core/testing/harness.js'
import { CRISES } from '../../../../plugins/analytics/crises.js'
import { finalOrders } from '../../../../plugins/analytics/final-orders.js'
import { PerTrade } from '../../../../plugins/commission/per-trade.js'
import { MarginInterest } from '../../../../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../../../../plugins/financing/overnight.js'
import { FixedSlippage } from '../../../../plugins/slippage/fixed.js'

const SESSIONS = 140
export const CAPITAL = 100_000
const SYMBOLS = ['A', 'B', 'C'] as const

const cents = (value: number) => Math.round(value * 100) / 100

/** Two for one, from this session on. */
const SPLIT = { symbol: 'C', row: 44, ratio: 0.5 }

/** Prices that wander; those of B have a wide range within a session. */
function bars(symbol: string): PricedBar[] {
  const random = new Random(`worked ${symbol}`)
  const range = symbol === 'B' ? 0.04 : 0.01
  let close = 50
  return Array.from({ length: SESSIONS }, (_, row) => {
    if (symbol === SPLIT.symbol && row === SPLIT.row) close *= SPLIT.ratio
    const open = cents(close * (1 + 0.004 * random.normal()))
    close = cents(Math.max(5, open * (1 + 0.0006 + 0.018 * random.normal())))
    const [top, bottom] = [Math.max(open, close), Math.min(open, close)]
    const [high, low] = [top * (1 + range * random.next()), bottom * (1 - range * random.next())]
    return { open, high: cents(high), low: cents(low), close, volume: 20_000 + random.integer(30_000) }
  })
}

type Order = readonly [
  bar: number,
  symbol: (typeof SYMBOLS)[number],
  amount: number,
  style?: ExecutionStyle,
  options?: OrderOptions,
]

const bracket = (stopLoss: number, takeProfit: number): ExecutionStyle => ({
  ...{ kind: 'bracket', entry: { kind: 'market' } },
  ...{ stopLoss, takeProfit },
})

/** Entries in parts, exits in parts, a reversal, a short, brackets with a stop, an order that never fills, one beyond the session. */
const ORDERS: readonly Order[] = [
  [0, 'A', 300],
  [3, 'A', 200],
  [9, 'A', -350],
  [14, 'A', -400],
  [22, 'A', 250],
  [2, 'B', -200, undefined, { tag: 'short side' }],
  [3, 'B', 200, { kind: 'stop', stop: 52 }],
  [17, 'B', 120, undefined, { tag: 'short side' }],
  [30, 'B', 80],
  [41, 'B', 500, bracket(64, 68), { tag: 'bracket' }],
  [70, 'B', 400, bracket(66.5, 73), { tag: 'bracket' }],
  [101, 'B', -600, bracket(72.2, 68), { tag: 'bracket' }],
  [5, 'C', 1600],
  [60, 'C', -900],
  [61, 'C', 20, { kind: 'limit', limit: 1 }],
  [90, 'C', 900],
  [118, 'C', -300],
  [120, 'A', 100],
  [121, 'A', -100, { kind: 'stop', stop: 55.5 }],
]

const strategy = (): Strategy => {
  let bar = 0
  return {
    onBar(run) {
      for (const [at, symbol, amount, style, options] of ORDERS)
        if (at === bar) run.order(run.finder.lookupSymbol(symbol, run.end), amount, style, options)
      bar++
    },
  }
}

/** What the other runs of the lineage came to, as the ledger would say. */
const TRIALS = {
  runs: 7,
  sharpes: [0.05, -0.02, 0.11, null, 0.07],
  overfitting: { trials: 4, probability: 0.4, probabilityOfLoss: 0.2, degradation: -0.1, splits: 70 },
  holdout: { from: '2021-01-04', peeks: 1 },
}

/** A run on made-up prices over the spring of 2020 in which everything happens that a report can tell of a daily run. */
export async function workedRun(): Promise<{ result: RunResult; about: RunAbout }> {
  const { result, dataset } = await playStrategy(strategy(), {
    bars: Object.fromEntries(SYMBOLS.map((symbol) => [symbol, bars(symbol)])),
    start: '2020-01-02',
    capital: CAPITAL,
    slippage: new FixedSlippage(0.04),
    commission: new PerTrade(3),
    financing: [
      new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 0.03 } }),
      new MarginInterest({ rate: 0.08 }),
    ],
    broker: { use: 'simulated', triggers: 'worst' },
    dividends: [{ symbol: 'C', exDate: '2020-02-12', amount: 0.4 }],
    splits: [{ symbol: SPLIT.symbol, date: '2020-03-04', ratio: SPLIT.ratio }],
  })
  const random = new Random('worked benchmark')
  const each = (value: () => number) => Float64Array.from({ length: SESSIONS }, () => Number(value().toFixed(6)))
  const market = each(() => 0.0004 + 0.012 * random.normal())
  let wealth = 1
  result.performance.columns.benchmark_period_return.set(market.map((r) => (wealth *= 1 + r) - 1))
  const about: RunAbout = {
    strategy: 'worked',
    start: '2020-01-02',
    end: result.performance.sessions.at(-1)!,
    capital: String(CAPITAL),
    currency: 'USD',
    calendar: 'weekdays',
    sessionsPerYear: 252,
    frequency: 'daily',
    profile: 'strict',
    finder: dataset.finder,
    benchmark: 'MKT',
    version: '0.0.0',
    parameters: {},
    trials: TRIALS,
    factors: { market, size: each(() => 0.006 * random.normal()) },
    sectors: {
      A: { sector: 'Tech', weight: 0.5 },
      B: { sector: 'Energy', weight: 0.3 },
      C: { sector: 'Energy', weight: 0.2 },
    },
  }
  return { result, about }
}

/** A run that did what the market did. */
export function theMarket({ result, about }: { result: RunResult; about: RunAbout }): {
  result: RunResult
  about: RunAbout
} {
  const columns = { ...result.performance.columns, returns: about.factors!.market }
  return {
    result: { ...result, performance: { ...result.performance, columns } },
    about: { ...about, strategy: 'market' },
  }
}

/** From this day on a run is judged as out-of-sample: a Saturday. */
const OUT_OF_SAMPLE = '2020-05-16'

export const inParts = (run: { result: RunResult; about: RunAbout }) => ({
  ...run,
  about: { ...run.about, outOfSample: OUT_OF_SAMPLE },
})

const list = (values: Float64Array) => Array.from(values, (value) => (Number.isNaN(value) ? null : value))
const brief = ({ id, asset, amount, filled, commission, terms, created, dt, limit, stop, status }: OrderSnapshot) => ({
  ...{ id, symbol: asset.symbol, amount, filled, commission, created, dt, status, limit, stop, tag: terms?.tag },
  ...{ parent: terms?.parentId, role: terms?.role },
})

/** What happened in the run, and nothing that is worked out from it: what figures.py reads. */
export function recordOf({ performance, prices, events }: RunResult, about: RunAbout) {
  const symbolOf = (sid: number) => about.finder.retrieve(sid).symbol
  const { sessions, columns, transactions, positions, cashFlows = [] } = performance
  const bars = about.finder.all!.map((asset) => [asset.symbol, prices!.of(asset.sid)!] as const)
  return {
    capital: CAPITAL,
    sessions,
    value: list(columns.portfolio_value),
    cash: list(columns.ending_cash),
    benchmark: list(about.factors!.market),
    size: list(about.factors!.size),
    fills: transactions.flatMap((fills, row) =>
      fills.map(({ asset, amount, at, price, reference, commission, orderId }) => ({
        ...{ row, at, symbol: asset.symbol, amount, price, reference, commission, orderId },
      })),
    ),
    positions: positions.map((rows) =>
      positionRecords(rows).map(({ sid, amount, lastSalePrice }: PositionRecord) => [
        symbolOf(sid),
        amount,
        lastSalePrice,
      ]),
    ),
    orders: [...finalOrders(performance.orders).values()].map(brief),
    flows: cashFlows.flatMap((flows, row) => flows.map(({ kind, amount }) => ({ row, kind, amount }))),
    events: events.map(({ kind, reason, session, asset, orderId, amount, count, data }) => ({
      ...{ kind, reason, session, symbol: asset.symbol, orderId, amount, count, data },
    })),
    bars: Object.fromEntries(
      bars.map(([symbol, { open, high, low, close, volume, factor }]) => [
        symbol,
        {
          open: list(open),
          high: list(high),
          low: list(low),
          close: list(close),
          volume: list(volume),
          factor: list(factor),
        },
      ]),
    ),
    split: SPLIT,
    crises: CRISES,
    outOfSample: OUT_OF_SAMPLE,
    trials: about.trials,
    sectors: about.sectors,
  }
}
