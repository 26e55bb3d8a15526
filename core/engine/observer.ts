import type { Portal } from '../data/portal.js'
import type { Frequency } from '../data/source.js'
import type { EngineEvent } from '../execution/engine-event.js'
import type { CashFlow } from '../finance/financing.js'
import type { Ledger } from '../finance/ledger.js'
import type { OrderSnapshot } from '../finance/order.js'
import type { Transaction } from '../finance/transaction.js'
import { token } from '../kernel/token.js'
import type { Calendar } from '../time/calendar.js'
import type { SessionTable } from '../time/session.js'
import type { ClockEvent } from './event.js'

/** What observers read; it belongs to the engine and changes with each event. */
export interface RunState {
  readonly ledger: Ledger
  /** The same account without a mark: all fills are in it, its prices and totals may be those of an earlier bar. */
  readonly booked: Ledger
  /** Counts fills, changes of orders, and events told: where it has not moved, nothing happened. */
  readonly happenings: number
  readonly sessions: SessionTable
  /** Rows of the run's first and last session. */
  readonly first: number
  readonly last: number
  /** ISO dates of those sessions, and the capital that the run starts with. */
  readonly start: string
  readonly end: string
  readonly capital: number
  readonly frequency: Frequency
  /** 'minute': performance is kept bar by bar. */
  readonly emissionRate: Frequency
  readonly calendar: Calendar
  /** The market as of the current event. */
  readonly data: Portal
  /** Orders placed or changed in this session, the last changed last, and the session's fills. */
  readonly sessionOrders: Iterable<OrderSnapshot>
  readonly sessionTransactions: readonly Transaction[]
  /** Money that has moved beside trading in this session: what holding has cost or paid, dividends, deposits. */
  readonly sessionCashFlows: readonly CashFlow[]
  /** What did not become an order, did not fill or is not certain, so far; the last ones may still grow. */
  readonly events: readonly EngineEvent[]
  readonly recorded: ReadonlyMap<string, unknown>
  /** The benchmark's return of each of the run's sessions (0: none). */
  readonly benchmark: Float64Array
}

/** Watches a run: performance columns, progress, a checkpoint, an API's stream. */
export interface Observer {
  /** After `initialize`, before the first session. */
  begin?(state: RunState): void
  /** After `session-start` dividends are paid and splits are still to come; after `bar` the strategy has been called. */
  observe(event: ClockEvent, state: RunState): void
  /** Columns to stand beside the standard ones, by name, a value a session. */
  columns?(): ReadonlyMap<string, readonly unknown[]>
  /** Values for the result, by name; asked once, at the end. */
  result?(): Readonly<Record<string, unknown>>
}
export const Observer = token<Observer>('Observer')
