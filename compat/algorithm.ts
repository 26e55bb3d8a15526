import type { RunResult } from '../core/engine/result.js'
import type { RunContext, Strategy } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { BarData } from './bar-data.js'
import { Account, type Context, Portfolio } from './context.js'
import { within, withinAsync } from './current.js'
import { settleFetches } from './fetch/fetching.js'
import { type Perf, perfOf } from './perf.js'
import { planSchedules, runScheduled } from './schedule.js'
import { Timestamp } from './timestamp.js'

/** What an algorithm file exports, by Zipline's names. */
export interface Algorithm {
  initialize(context: Context): void | Promise<void>
  handle_data?(context: Context, data: BarData): void
  before_trading_start?(context: Context, data: BarData): void
  analyze?(context: Context, perf: Perf): void | Promise<void>
}

const CALLBACKS = ['initialize', 'handle_data', 'before_trading_start', 'analyze'] as const

/** A Zipline algorithm as a strategy of the engine. `parameters` are kept on the context. */
export function algorithm(callbacks: Algorithm, parameters: Readonly<Record<string, unknown>> = {}): Strategy {
  let context: Context
  let data: BarData
  return {
    async initialize(run: RunContext) {
      data = new BarData(run)
      context = createContext(run, parameters)
      await withinAsync(run, () => callbacks.initialize(context))
      await settleFetches(run)
      planSchedules(run)
    },
    beforeTradingStart(run: RunContext) {
      if (callbacks.before_trading_start) within(run, () => callbacks.before_trading_start!(context, data))
    },
    onBar(run: RunContext) {
      within(run, () => {
        callbacks.handle_data?.(context, data)
        runScheduled(run, context, data)
      })
    },
    async onEnd(run: RunContext, result: RunResult) {
      if (callbacks.analyze) await withinAsync(run, () => callbacks.analyze!(context, perfOf(result, run.finder)))
    },
  }
}

function createContext(run: RunContext, parameters: Readonly<Record<string, unknown>>): Context {
  const own = (value: unknown) => ({ value, enumerable: true })
  const deltas = () => new Map([...run.capitalDeltas].map(([at, delta]) => [new Timestamp(at), delta]))
  const context = Object.defineProperties(
    {},
    { portfolio: own(new Portfolio(run)), account: own(new Account(run)), capital_change_deltas: { get: deltas } },
  ) as Context
  return Object.assign(context, parameters)
}

/** Whether a module looks like a Zipline algorithm; throws `ALGORITHM_INCOMPLETE` where it is one without `initialize`. */
export function algorithmOf(exports: Readonly<Record<string, unknown>>): Algorithm | undefined {
  const found = CALLBACKS.filter((name) => name in exports)
  if (found.length === 0) return undefined
  for (const name of found) {
    if (typeof exports[name] !== 'function')
      throw new RustybtError('ALGORITHM_INVALID', `the algorithm's ${name} is not a function`)
  }
  if (found.includes('initialize')) return exports as unknown as Algorithm
  throw new RustybtError('ALGORITHM_INCOMPLETE', `the algorithm exports ${found.join(', ')}, but no initialize`, {
    hint: 'add `export function initialize(context) { … }`',
  })
}
