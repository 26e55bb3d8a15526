import type { Portal } from '../data/portal.js'
import type { Quirks } from '../data/quirks.js'
import type { Costs } from '../finance/costs.js'
import type { Ledger } from '../finance/ledger.js'
import type { Order } from '../finance/order.js'
import type { Liquidity } from '../finance/transaction.js'
import type { Random } from '../kernel/random.js'
import { token } from '../kernel/token.js'
import type { SessionTable } from '../time/session.js'
import type { Blotter } from './blotter.js'
import type { EventData } from './engine-event.js'
import type { EventLog } from './event-log.js'

/** What a broker tells of an order. Times are epoch ms; `amount` is signed; price and commission in currency units. */
export type BrokerEvent =
  | { readonly kind: 'accepted'; readonly orderId: string; readonly at: number; readonly brokerOrderId?: string }
  | {
      readonly kind: 'rejected'
      readonly orderId: string
      readonly at: number
      readonly reason: string
      /** What else is worth telling of it. */
      readonly data?: EventData
    }
  | { readonly kind: 'cancelled'; readonly orderId: string; readonly at: number; readonly reason?: string }
  | {
      readonly kind: 'filled'
      readonly orderId: string
      readonly at: number
      readonly amount: number
      readonly price: number
      readonly commission: number
      readonly liquidity?: Liquidity
      /** Where the market stood before a slippage model moved the price, where there was one. */
      readonly reference?: number
    }

/** What the strategy has decided, on its way to the broker. */
export type BrokerCommand =
  | { readonly kind: 'submit'; readonly order: Readonly<Order> }
  | { readonly kind: 'cancel'; readonly orderId: string }
  /** Its amount or its prices are now as the order has them. */
  | { readonly kind: 'modify'; readonly order: Readonly<Order> }

/** What a broker may need of the run it serves; a vendor's needs none of it. */
export interface BrokerSession {
  readonly blotter: Blotter
  readonly portal: Portal
  readonly costs: Costs
  readonly quirks: Quirks
  /** The sessions with the hours that are played. */
  readonly hours: SessionTable
  /** Where it tells, bar by bar, why an open order did not fill. */
  readonly events: EventLog
  /** The account, marked to the current bar. */
  readonly ledger: Ledger
  /** The run's own. */
  readonly random: Random
  /** To be called when there is something to drain between two bars. Where time is history's, it waits for the next bar. */
  readonly news?: () => void
  /** For what its user has to know of it: a socket that is down, a fee that could not be valued. */
  readonly log?: (level: 'info' | 'warn', message: string) => void
}

/** Kinds of order that the engine can't make of plain ones: at once in whole or part, at once and whole, at a session's open or close. */
export type NativeOrder = 'ioc' | 'fok' | 'auction'

/** What is kept of a run's dealings with its broker, so that a crash leaves none of them unknown. */
export interface OrderJournal {
  /** Returns when the commands are on the disk: only then are they sent. */
  outbox(at: number, commands: readonly BrokerCommand[]): void
  /** `closed`: ids of the orders that are over with them. */
  events(at: number, events: readonly BrokerEvent[], closed: readonly string[]): void
}

/**
 * Who fills orders: the simulation, or a vendor over the wire. Nothing but `connect` and `close` waits. An order's id goes to the vendor
 * as the client's order id, and no order is ever sent twice: where it is not known whether one has arrived, the vendor is asked for it.
 *
 * @experimental It may change until several vendors' brokers have used it.
 */
export interface Broker {
  /** Whether it is asked for news after the strategy's callback, and not before it: it fills orders on the bar that placed them. */
  readonly drainsAfterStrategy?: boolean
  /** What it can do beside market, limit, stop and stop-limit orders, and changes of them; without it, such orders are refused. */
  readonly native?: ReadonlySet<NativeOrder>
  /** Whether stops that trail follow the highs and lows of bars, and not their closes alone. */
  readonly followsRange?: boolean
  connect?(session: BrokerSession): void | Promise<void>
  /** Takes what the strategy decided on this bar. What becomes of it comes back from `drain`. */
  send(outbox: readonly BrokerCommand[]): void
  /** What has happened since the last call, as of the bar at `at`. */
  drain(at: number): readonly BrokerEvent[]
  /** Asked where fills have placed orders, such as a bracket's exits: what the rest of the same bar did to these. */
  drainRest?(at: number): readonly BrokerEvent[]
  close?(): void | Promise<void>
}
export const Broker = token<Broker>('Broker')
