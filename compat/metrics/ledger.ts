import type { RunState } from '../../core/engine/observer.js'
import { Account, Portfolio } from '../context.js'
import type { DateLike } from '../dates.js'
import { instantOf } from '../dates.js'
import { Series } from '../pandas.js'
import { Order, type Position, Transaction } from '../protocol.js'
import type { Timestamp } from '../timestamp.js'

/** The account as metrics see it. */
export class MetricsLedger {
  readonly portfolio: Portfolio
  readonly account: Account
  /** Each session's return, NaN for those to come. */
  readonly daily_returns_array: Float64Array
  readonly #state: RunState
  readonly #sessions: readonly Timestamp[]
  #previous = 0

  constructor(state: RunState, sessions: readonly Timestamp[]) {
    this.#state = state
    this.#sessions = sessions
    this.portfolio = new Portfolio(state)
    this.account = new Account(state)
    this.daily_returns_array = new Float64Array(sessions.length).fill(Number.NaN)
  }

  get todays_returns(): number {
    return (this.#state.ledger.totalReturns + 1) / (this.#previous + 1) - 1
  }

  get daily_returns_series(): Series<Timestamp> {
    return new Series(this.daily_returns_array, this.#sessions)
  }

  /** Orders placed or changed in this session, or at `dt`. */
  orders(dt?: DateLike): Order[] {
    const all = Array.from(this.#state.sessionOrders, (order) => new Order(order))
    return dt === undefined ? all : all.filter((order) => order.dt.valueOf() === instantOf(dt))
  }

  /** The session's fills, or those at `dt`. */
  transactions(dt?: DateLike): Transaction[] {
    const all = this.#state.sessionTransactions.map((each) => new Transaction(each))
    return dt === undefined ? all : all.filter((each) => each.dt.valueOf() === instantOf(dt))
  }

  get positions(): Position[] {
    return [...this.portfolio.positions.values()]
  }

  get position_tracker() {
    const { ledger } = this.#state
    return {
      positions: this.portfolio.positions,
      stats: {
        longs_count: ledger.longsCount,
        shorts_count: ledger.shortsCount,
        long_value: ledger.longValue,
        short_value: ledger.shortValue,
        long_exposure: ledger.longExposure,
        short_exposure: ledger.shortExposure,
        net_value: ledger.positionsValue,
        net_exposure: ledger.positionsExposure,
        gross_value: ledger.longValue - ledger.shortValue,
        gross_exposure: ledger.longExposure - ledger.shortExposure,
      },
    }
  }

  /** Notes the return of the session so far. */
  note(session_ix: number): void {
    this.daily_returns_array[session_ix] = this.todays_returns
  }

  /** The next return is counted from here. */
  close(): void {
    this.#previous = this.#state.ledger.totalReturns
  }
}
