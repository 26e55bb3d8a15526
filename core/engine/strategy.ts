import type { Asset } from '../assets/asset.js'
import type { AssetFinder } from '../assets/finder.js'
import type { Portal } from '../data/portal.js'
import type { Profile, Quirks } from '../data/quirks.js'
import type { Frequency } from '../data/source.js'
import type { OrderChanges } from '../execution/blotter.js'
import type { EngineEvent, EventData } from '../execution/engine-event.js'
import type { CancelPolicy } from '../finance/cancel-policy.js'
import type { Controls } from '../finance/controls.js'
import type { Costs } from '../finance/costs.js'
import type { ExecutionStyle } from '../finance/execution-style.js'
import type { Ledger } from '../finance/ledger.js'
import type { OrderOptions, OrderSnapshot } from '../finance/order.js'
import { token } from '../kernel/token.js'
import type { AttachedPipelines } from '../pipeline/attached.js'
import type { Calendar } from '../time/calendar.js'
import type { SessionTable } from '../time/session.js'
import type { RunResult } from './result.js'

export type Phase = 'initialize' | 'before-trading-start' | 'bar' | 'session-end' | 'analyze'

/** What a strategy sees of its run. Everything read here is as of `now`; nothing later can be read. */
export interface RunContext {
  readonly phase: Phase
  /** Epoch ms of the current event; the start session's midnight in `initialize`. */
  readonly now: number
  /** ISO date of the current session. */
  readonly session: string
  /** First and last session of the run, and the capital it starts with. */
  readonly start: string
  readonly end: string
  readonly capital: number
  /** What capital changes have added so far, by epoch ms. */
  readonly capitalDeltas: ReadonlyMap<number, number>
  readonly frequency: Frequency
  /** 'minute': performance is kept bar by bar. */
  readonly emissionRate: Frequency
  readonly calendar: Calendar
  readonly quirks: Quirks
  /** The data's sessions with the hours that are played. */
  readonly hours: SessionTable
  readonly finder: AssetFinder
  readonly data: Portal
  /** The account, marked to the current bar. */
  readonly ledger: Ledger
  /** Signed units held of an asset; cheaper than `ledger`, as nothing needs marking. */
  amount(asset: Asset): number
  /** Models may be changed in `initialize` only. */
  readonly costs: Costs
  /** Limits on orders and account, and what may not be traded; set in `initialize`. */
  readonly controls: Controls
  /** Attached in `initialize`; `output(name, row)` answers what is known on a session. */
  readonly pipelines: AttachedPipelines
  cancelPolicy: CancelPolicy

  /** What did not become an order, did not fill or is not certain, so far, and why; the last ones may still grow. */
  readonly events: readonly EngineEvent[]

  /**
   * Places an order of signed whole or fractional units; answers its id, or undefined where there is nothing to order or it is refused:
   * then the last of `events` says why. In profile `zipline` a refusal throws. Of several orders the first one's: the entry of a bracket,
   * the whole of which slices are parts.
   */
  order(asset: Asset, amount: number, style?: ExecutionStyle, options?: OrderOptions): string | undefined
  /** Market orders for several assets; answers the ids, none for an amount of 0. In profile `zipline` trading controls are not asked. */
  orderBatch(orders: Iterable<readonly [Asset, number]>): string[]
  /** Tells of an intent that becomes no order, as an event. */
  refuse(asset: Asset, amount: number, reason: string, data?: EventData): void
  cancel(orderId: string): void
  /**
   * Changes an open order in place: its amount (the whole of it, what has filled included) and its prices; it keeps its id, and where only
   * its amount shrinks its place in the queue. false where it can't be: then the last of `events` says why.
   */
  modify(orderId: string, changes: OrderChanges): boolean
  /** Turns so much cash of one currency into another at the rate of the moment; answers what came of it. Throws `FX_RATE_MISSING`. */
  exchange(amount: number, from: string, to: string): number
  /** Measures the run against an asset's returns. Only in `initialize`. */
  setBenchmark(asset: Asset): void
  orderOf(orderId: string): OrderSnapshot | undefined
  /** Open orders by asset, each oldest first; an asset whose orders were cancelled on this bar may stand with an empty list. */
  readonly openOrders: ReadonlyMap<Asset, readonly OrderSnapshot[]>
  /** What was recorded last, by name. */
  readonly recorded: ReadonlyMap<string, unknown>
  /** Keeps a value under a name on this and every later session's row, until it is recorded again. */
  record(name: string, value: unknown): void
  log(level: 'info' | 'warn', message: string): void
}

/** What users write. Callbacks after `initialize` are synchronous. */
export interface Strategy {
  initialize?(run: RunContext): void | Promise<void>
  beforeTradingStart?(run: RunContext): void
  onBar?(run: RunContext): void
  onEnd?(run: RunContext, result: RunResult): void | Promise<void>
}

/** Turns what a strategy file exports into a strategy, where it is of its kind. */
export interface StrategyForm {
  /** Quirks that a strategy of this form expects where config does not choose. */
  readonly profile: Profile
  /** undefined: not of this form. Throws where it is, but something is missing. `parameters` are what the run was given by name. */
  strategyOf(
    exports: Readonly<Record<string, unknown>>,
    parameters: Readonly<Record<string, unknown>>,
  ): Strategy | undefined
}
export const StrategyForm = token<StrategyForm>('StrategyForm')
