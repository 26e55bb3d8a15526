import type { RunContext } from '../core/engine/strategy.js'
import { MINUTE } from '../core/time/instant.js'
import * as api from './api.js'
import { set_cancel_policy } from './cancel-policy.js'
import { Account, Portfolio } from './context.js'
import * as controls from './controls.js'
import { within } from './current.js'
import { fetch_csv } from './fetch/fetch-csv.js'
import * as futures from './futures.js'
import * as orders from './orders.js'
import { attach_pipeline, pipeline_output } from './pipeline/pipeline.js'
import type { Asset, Order } from './protocol.js'
import { assetOf } from './protocol.js'
import { add_event, schedule_function } from './schedule.js'
import { set_account_model, set_fill_model, set_financing, set_latency } from './terms.js'
import { Timestamp } from './timestamp.js'
import { TradingCalendar } from './trading-calendar.js'

/** What the run was asked to be. Sessions are midnights without a zone. */
export interface SimulationParameters {
  readonly start_session: Timestamp
  readonly end_session: Timestamp
  readonly first_open: Timestamp
  readonly last_close: Timestamp
  readonly sessions: readonly Timestamp[]
  readonly capital_base: number
  readonly data_frequency: 'daily' | 'minute'
  readonly emission_rate: 'daily' | 'minute'
  readonly arena: 'backtest'
  readonly trading_calendar: TradingCalendar
}

/** Orders as they stand: copies. */
export interface BlotterView {
  readonly open_orders: ReadonlyMap<Asset, readonly Order[]>
  readonly orders: { get(order_id: string): Order | null }
  readonly current_dt: Timestamp
}

export interface AssetFinderView {
  lookup_symbol(symbol: string, as_of_date?: Timestamp | string | null, options?: { country_code?: string }): Asset
  retrieve_asset(sid: number): Asset
  retrieve_all(sids: Iterable<number>): Asset[]
  readonly sids: number[]
}

interface Bound {
  readonly run: RunContext
  readonly portfolio: Portfolio
  readonly account: Account
  readonly calendar: TradingCalendar
  parameters?: SimulationParameters
}

/** A property that nobody sees, not a WeakMap: what stands in one outlives V8's young collections, and this holds all of a run. */
const BOUND = Symbol('bound')
const boundOf = (context: object) => (context as { readonly [BOUND]?: Bound })[BOUND]

/** Every function of the API, which are methods of the context as well. An algorithm may keep values of its own under these names. */
const METHODS = {
  ...api,
  ...orders,
  ...futures,
  ...controls,
  set_cancel_policy,
  set_latency,
  set_fill_model,
  set_financing,
  set_account_model,
  schedule_function,
  add_event,
  fetch_csv,
  attach_pipeline,
  pipeline_output,
}

/** The algorithm as its callbacks get it: Zipline's context is the algorithm itself. */
export class AlgorithmContext {
  get portfolio(): Portfolio {
    return boundTo(this).portfolio
  }
  get account(): Account {
    return boundTo(this).account
  }
}

const OWN: Readonly<Record<string, (bound: Bound) => unknown>> = {
  /** What capital changes have added so far, by their time. */
  capital_change_deltas: ({ run }) => new Map([...run.capitalDeltas].map(([at, delta]) => [new Timestamp(at), delta])),
  recorded_vars: ({ run }) => Object.fromEntries(run.recorded),
  data_frequency: ({ run }) => run.frequency,
  datetime: ({ run }) => new Timestamp(run.now),
  trading_calendar: ({ calendar }) => calendar,
  sim_params: (own) => (own.parameters ??= simulationParameters(own)),
  initialized: ({ run }) => run.phase !== 'initialize',
  blotter: ({ run }) => blotterView(run),
  asset_finder: ({ run }) => finderView(run),
}

for (const [name, call] of Object.entries(METHODS)) {
  define(name, {
    value: function (this: object | undefined, ...given: never[]) {
      const own = this && boundOf(this)
      const method = call as (...given: never[]) => unknown
      return own ? within(own.run, () => method(...given)) : method(...given)
    },
    writable: true,
  })
}
for (const [name, read] of Object.entries(OWN)) {
  define(name, {
    get(this: object) {
      return read(boundTo(this))
    },
    set(this: object, value: unknown) {
      Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true })
    },
  })
}

function define(name: string, descriptor: PropertyDescriptor): void {
  Object.defineProperty(AlgorithmContext.prototype, name, { ...descriptor, enumerable: false, configurable: true })
}

/** From now on the context is of this run. */
export function bind(context: object, run: RunContext): void {
  const value: Bound = {
    run,
    portfolio: new Portfolio(run),
    account: new Account(run),
    calendar: new TradingCalendar(run.calendar),
  }
  Object.defineProperty(context, BOUND, { value, configurable: true })
}

/** The context's run; undefined before it has one. */
export const runOf = (context: object): RunContext | undefined => boundOf(context)?.run

function boundTo(context: object): Bound {
  const own = boundOf(context)
  if (own) return own
  throw new TypeError('the algorithm has not been run: it has no account yet')
}

function simulationParameters({ run, calendar }: Bound): SimulationParameters {
  const { hours, start, end } = run
  const sessions = calendar.sessions_in_range(start, end)
  return {
    start_session: new Timestamp(start),
    end_session: new Timestamp(end),
    first_open: new Timestamp(hours.opens[hours.indexOf(start)] + MINUTE),
    last_close: new Timestamp(hours.closes[hours.indexOf(end)]),
    sessions,
    capital_base: run.capital,
    data_frequency: run.frequency,
    emission_rate: run.emissionRate,
    arena: 'backtest',
    trading_calendar: calendar,
  }
}

function blotterView(run: RunContext): BlotterView {
  const of = <T>(call: () => T) => within(run, call)
  return {
    get open_orders() {
      return of(() => orders.get_open_orders())
    },
    orders: { get: (order_id) => of(() => orders.get_order(order_id)) },
    current_dt: new Timestamp(run.now),
  }
}

function finderView({ finder, end }: RunContext): AssetFinderView {
  const retrieve = (sid: number) => assetOf(finder.retrieve(sid))
  return {
    lookup_symbol: (symbol, as_of_date, { country_code } = {}) => {
      const date = as_of_date === null ? undefined : String(as_of_date ?? end).slice(0, 10)
      return assetOf(finder.lookupSymbol(symbol, date, country_code))
    },
    retrieve_asset: retrieve,
    retrieve_all: (sids) => Array.from(sids, retrieve),
    get sids() {
      return finder.all.map(({ sid }) => sid)
    },
  }
}
