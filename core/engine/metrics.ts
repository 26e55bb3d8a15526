import type { CashFlow } from '../finance/financing.js'
import type { OrderSnapshot } from '../finance/order.js'
import { POSITION_ROW } from '../finance/position.js'
import type { Transaction } from '../finance/transaction.js'
import { kernels, RISK_FIGURES, SESSION, SESSION_FIGURES } from '../math/kernels.js'
import { MINUTE } from '../time/instant.js'
import type { ClockEvent } from './event.js'
import { lazyColumns } from './lazy-columns.js'
import type { Observer, RunState } from './observer.js'
import { partsOf, riskFigures } from './risk.js'

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
  /** Sessions that were played to their end. */
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
  readonly #opens: Float64Array
  readonly #closes: Float64Array
  readonly #benchmark: Float64Array
  /** Laid out as `SESSION`: the account as it was. Its figures are worked out at the end, all at once. */
  readonly #rows: Float64Array
  readonly #sessions: string[]
  readonly #orders: (readonly OrderSnapshot[])[] = []
  /** Sessions in which there is nothing to keep are met with what stands there already. */
  readonly #transactions: (readonly Transaction[])[]
  readonly #positions: Float64Array[] = []
  readonly #cashFlows: (readonly CashFlow[])[]
  #hasCashFlows = false
  readonly #recorded = new Map<string, unknown[]>()
  #maxLeverage = 0
  #happeningsAtStart = 0

  /** `everyBar`: whether leverage counts at the end of each bar, not of sessions alone. `lists`: whether orders, positions and recorded variables are kept. */
  constructor(
    sessions: number,
    private readonly perYear: number,
    private readonly everyBar = false,
    private readonly lists = true,
  ) {
    this.#opens = new Float64Array(sessions)
    this.#closes = new Float64Array(sessions)
    this.#benchmark = new Float64Array(sessions)
    this.#rows = new Float64Array(sessions * SESSION.stride)
    this.#sessions = new Array(sessions).fill('')
    this.#transactions = new Array(sessions).fill(NONE)
    this.#cashFlows = new Array(sessions).fill(NONE)
  }

  observe(event: ClockEvent, state: RunState): void {
    if (event.kind === 'session-start') this.#start(state)
    else if (event.kind === 'session-end') this.#end(event, state)
    else if (this.everyBar && event.kind === 'bar')
      this.#maxLeverage = Math.max(this.#maxLeverage, state.ledger.grossLeverage)
  }

  result(): { performance: Performance } {
    for (const list of [this.#sessions, this.#transactions, this.#cashFlows]) list.length = this.#length
    const performance: Performance = {
      length: this.#length,
      sessions: this.#sessions,
      columns: this.#columns(),
      orders: this.#orders,
      transactions: this.#transactions,
      positions: this.#positions,
      ...(this.#hasCashFlows ? { cashFlows: this.#cashFlows } : {}),
      recorded: this.#recorded,
    }
    return { performance }
  }

  #columns(): Performance['columns'] {
    const length = this.#length
    const figures = () => {
      const out = new Float64Array(SESSION_FIGURES.length * length)
      kernels.sessionFigures(this.#rows.subarray(0, length * SESSION.stride), out)
      return partsOf(SESSION_FIGURES, out)
    }
    const columns: Performance['columns'] = lazyColumns([
      {
        names: ['period_open', 'period_close'],
        make: () => ({ period_open: this.#opens.subarray(0, length), period_close: this.#closes.subarray(0, length) }),
      },
      { names: SESSION_FIGURES, make: figures },
      {
        names: RISK_FIGURES,
        make: () => riskFigures(columns.returns, this.#benchmark.subarray(0, length), this.perYear),
      },
      {
        names: ['excess_return', 'treasury_period_return', 'trading_days'],
        make: () => ({
          excess_return: new Float64Array(length),
          treasury_period_return: new Float64Array(length),
          trading_days: new Float64Array(length).map((_, i) => i + 1),
        }),
      },
    ]) as Performance['columns']
    return columns
  }

  #start({ ledger, happenings }: RunState): void {
    this.#happeningsAtStart = happenings
    ledger.copyTotals(this.#rows, this.#length * SESSION.stride + SESSION.start)
  }

  #end(event: ClockEvent, state: RunState): void {
    const { ledger } = state
    const at = this.#length
    const row = at * SESSION.stride
    this.#opens[at] = state.sessions.opens[event.row] + MINUTE
    this.#closes[at] = event.at
    this.#benchmark[at] = state.benchmark[event.row - state.first]
    this.#rows[row + SESSION.totalReturns] = ledger.totalReturns
    this.#rows[row + SESSION.maxLeverage] = this.#maxLeverage
    ledger.copyTotals(this.#rows, row + SESSION.end)
    this.#keepLists(event.row, state)
    this.#length++
  }

  #keepLists(row: number, state: RunState): void {
    const { recorded, sessionTransactions, sessionCashFlows } = state
    const at = this.#length
    this.#sessions[at] = state.sessions.date(row)
    if (sessionTransactions.length > 0) this.#transactions[at] = sessionTransactions.slice()
    if (sessionCashFlows.length > 0) {
      this.#cashFlows[at] = sessionCashFlows.slice()
      this.#hasCashFlows = true
    }
    if (!this.lists) return
    const isQuiet = state.happenings === this.#happeningsAtStart
    this.#orders.push(isQuiet ? NONE : Array.from(state.sessionOrders, copied))
    this.#positions.push(state.ledger.positionRows())
    if (recorded.size > 0) this.#keepRecorded(recorded)
  }

  #keepRecorded(recorded: RunState['recorded']): void {
    for (const [name, value] of recorded) {
      let column = this.#recorded.get(name)
      if (!column) this.#recorded.set(name, (column = new Array(this.#length).fill(undefined)))
      column.push(value)
    }
  }
}

const copied = (order: OrderSnapshot): OrderSnapshot => ({ ...order })

/** One empty list stands for all. */
const NONE: readonly never[] = []
