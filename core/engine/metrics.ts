import type { CashFlow } from '../finance/financing.js'
import type { OrderSnapshot } from '../finance/order.js'
import { POSITION_ROW } from '../finance/position.js'
import type { Transaction } from '../finance/transaction.js'
import type { ClockEvent } from './event.js'
import type { Observer, RunState } from './observer.js'
import { RollingRisk } from './risk.js'

/** The numeric columns of Zipline's performance frame, by their names there. */
export const PERFORMANCE_COLUMNS = [
  'period_open',
  'period_close',
  'returns',
  'pnl',
  'capital_used',
  'starting_exposure',
  'ending_exposure',
  'starting_value',
  'ending_value',
  'starting_cash',
  'ending_cash',
  'portfolio_value',
  'longs_count',
  'shorts_count',
  'long_value',
  'short_value',
  'long_exposure',
  'short_exposure',
  'gross_leverage',
  'net_leverage',
  'algorithm_period_return',
  'algo_volatility',
  'benchmark_period_return',
  'benchmark_volatility',
  'alpha',
  'beta',
  'sharpe',
  'sortino',
  'max_drawdown',
  'max_leverage',
  'excess_return',
  'treasury_period_return',
  'trading_days',
] as const
export type PerformanceColumn = (typeof PERFORMANCE_COLUMNS)[number]

export interface PositionRecord {
  readonly sid: number
  readonly amount: number
  readonly costBasis: number
  readonly lastSalePrice: number
}

/** One session's positions of `Performance.positions`, in the order in which they were opened. */
export function positionRecords(rows: Float64Array): PositionRecord[] {
  return Array.from({ length: rows.length / POSITION_ROW.stride }, (_, i) => {
    const at = i * POSITION_ROW.stride
    return {
      sid: rows[at + POSITION_ROW.sid],
      amount: rows[at + POSITION_ROW.amount],
      costBasis: rows[at + POSITION_ROW.costBasis],
      lastSalePrice: rows[at + POSITION_ROW.lastSalePrice],
    }
  })
}

/** A run session by session, as columns. `period_open` and `period_close` are epoch ms; what is not defined is NaN. */
export interface Performance {
  /** Sessions finished so far; columns are longer where a run was stopped. */
  readonly length: number
  readonly sessions: readonly string[]
  readonly columns: Readonly<Record<PerformanceColumn, Float64Array>>
  readonly orders: readonly (readonly OrderSnapshot[])[]
  readonly transactions: readonly (readonly Transaction[])[]
  /** Money that moved beside trading, a list a session: what holding has cost (negative) or paid, dividends, deposits; left out where none did. */
  readonly cashFlows?: readonly (readonly CashFlow[])[]
  /** The positions at each session's end, as `Ledger.positionRows` has them; `positionRecords` makes them objects. */
  readonly positions: readonly Float64Array[]
  /** Recorded variables by name, a value a session; undefined before the first. */
  readonly recorded: ReadonlyMap<string, readonly unknown[]>
  /** Columns that observers have added, by name, a value a session. They stand above standard columns of the same name. */
  readonly added?: ReadonlyMap<string, readonly unknown[]>
  /** Names of the standard columns, lists included, that the run's metrics set shows; all where left out. */
  readonly shown?: ReadonlySet<string>
}

/** Zipline's default metrics set. */
export class PerformanceMetrics implements Observer {
  #length = 0
  readonly #columns: Record<PerformanceColumn, Float64Array>
  readonly #sessions: string[] = []
  readonly #orders: OrderSnapshot[][] = []
  readonly #transactions: Transaction[][] = []
  readonly #positions: Float64Array[] = []
  readonly #cashFlows: (readonly CashFlow[])[] = []
  readonly #recorded = new Map<string, unknown[]>()
  readonly #risk: RollingRisk
  #previousCashFlow = 0
  #previousReturns = 0
  #maxLeverage = 0
  #pnlAtStart = 0

  /** `everyBar`: whether leverage counts at the end of each bar, not of sessions alone. */
  constructor(
    sessions: number,
    perYear: number,
    private readonly everyBar = false,
  ) {
    this.#columns = Object.fromEntries(PERFORMANCE_COLUMNS.map((name) => [name, new Float64Array(sessions)])) as Record<
      PerformanceColumn,
      Float64Array
    >
    this.#risk = new RollingRisk(perYear)
  }

  observe(event: ClockEvent, state: RunState): void {
    if (event.kind === 'session-start') this.#start(state)
    else if (event.kind === 'session-end') this.#end(event, state)
    else if (this.everyBar && event.kind === 'bar')
      this.#maxLeverage = Math.max(this.#maxLeverage, state.ledger.grossLeverage)
  }

  result(): { performance: Performance } {
    const performance: Performance = {
      length: this.#length,
      sessions: this.#sessions,
      columns: this.#columns,
      orders: this.#orders,
      transactions: this.#transactions,
      positions: this.#positions,
      ...(this.#cashFlows.some(({ length }) => length > 0) ? { cashFlows: this.#cashFlows } : {}),
      recorded: this.#recorded,
    }
    return { performance }
  }

  #start({ ledger }: RunState): void {
    const at = this.#length
    const c = this.#columns
    c.starting_cash[at] = ledger.cash
    c.starting_value[at] = ledger.positionsValue
    c.starting_exposure[at] = ledger.positionsExposure
    this.#pnlAtStart = ledger.pnl
  }

  #end(event: ClockEvent, state: RunState): void {
    const { ledger, sessions } = state
    const at = this.#length
    const c = this.#columns
    const returns = (ledger.totalReturns + 1) / (this.#previousReturns + 1) - 1
    const benchmark = state.benchmark[event.row - state.first]
    const risk = this.#risk
    risk.add(returns, benchmark)
    this.#maxLeverage = Math.max(this.#maxLeverage, ledger.grossLeverage)
    c.period_open[at] = sessions.opens[event.row] + 60_000
    c.period_close[at] = event.at
    c.returns[at] = returns
    c.pnl[at] = ledger.pnl - this.#pnlAtStart
    c.capital_used[at] = ledger.cashFlow - this.#previousCashFlow
    c.ending_exposure[at] = ledger.positionsExposure
    c.ending_value[at] = ledger.positionsValue
    c.ending_cash[at] = ledger.cash
    c.portfolio_value[at] = ledger.portfolioValue
    c.longs_count[at] = ledger.longsCount
    c.shorts_count[at] = ledger.shortsCount
    c.long_value[at] = ledger.longValue
    c.short_value[at] = ledger.shortValue
    c.long_exposure[at] = ledger.longExposure
    c.short_exposure[at] = ledger.shortExposure
    c.gross_leverage[at] = ledger.grossLeverage
    c.net_leverage[at] = ledger.netLeverage
    c.algorithm_period_return[at] = ledger.totalReturns
    c.algo_volatility[at] = risk.volatility
    c.benchmark_period_return[at] = risk.benchmarkReturn
    c.benchmark_volatility[at] = risk.benchmarkVolatility
    c.alpha[at] = risk.alpha
    c.beta[at] = risk.beta
    c.sharpe[at] = risk.sharpe
    c.sortino[at] = risk.sortino
    c.max_drawdown[at] = risk.maxDrawdown
    c.max_leverage[at] = this.#maxLeverage
    c.trading_days[at] = at + 1
    this.#previousCashFlow = ledger.cashFlow
    this.#previousReturns = ledger.totalReturns
    this.#keepLists(event.row, state)
    this.#length++
  }

  #keepLists(row: number, state: RunState): void {
    this.#sessions.push(state.sessions.date(row))
    this.#orders.push(Array.from(state.sessionOrders, (order) => ({ ...order })))
    this.#transactions.push(state.sessionTransactions.slice())
    this.#positions.push(state.ledger.positionRows())
    this.#cashFlows.push(state.sessionCashFlows.slice())
    for (const [name, value] of state.recorded) {
      let column = this.#recorded.get(name)
      if (!column) this.#recorded.set(name, (column = new Array(this.#length).fill(undefined)))
      column.push(value)
    }
  }
}
