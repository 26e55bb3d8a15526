import type { RunResult } from '../core/engine/result.js'
import type { RunContext, Strategy } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { AlgorithmContext, bind } from './algorithm-context.js'
import { BarData } from './bar-data.js'
import type { Context } from './context.js'
import { within, withinAsync } from './current.js'
import { settleFetches } from './fetch/fetching.js'
import { type Perf, perfOf, riskReportOf } from './perf.js'
import { planSchedules, runScheduled } from './schedule.js'

/** What an algorithm file exports, by Zipline's names. */
export interface Algorithm {
  initialize(context: Context): void | Promise<void>
  handle_data?(context: Context, data: BarData): void
  before_trading_start?(context: Context, data: BarData): void
  analyze?(context: Context, perf: Perf): void | Promise<void>
}

const CALLBACKS = ['initialize', 'handle_data', 'before_trading_start', 'analyze'] as const

/** A Zipline algorithm as a strategy of the engine. `parameters` are kept on the context, which is a new one where none is given. */
export function algorithm(
  callbacks: Algorithm,
  parameters: Readonly<Record<string, unknown>> = {},
  given?: Context,
): Strategy {
  let context: Context
  let data: BarData
  let bar: () => void
  return {
    async initialize(run: RunContext) {
      data = new BarData(run)
      bar = () => {
        callbacks.handle_data?.(context, data)
        runScheduled(run, context, data)
      }
      context = given ?? (new AlgorithmContext() as Context)
      bind(context, run)
      for (const [name, value] of Object.entries(parameters)) keep(context, name, value)
      await withinAsync(run, () => callbacks.initialize(context))
      await settleFetches(run)
      planSchedules(run)
    },
    beforeTradingStart(run: RunContext) {
      if (callbacks.before_trading_start) within(run, () => callbacks.before_trading_start!(context, data))
    },
    onBar(run: RunContext) {
      within(run, bar)
    },
    async onEnd(run: RunContext, result: RunResult) {
      keep(context, 'risk_report', riskReportOf(result))
      if (callbacks.analyze) await withinAsync(run, () => callbacks.analyze!(context, perfOf(result, run.finder)))
    },
  }
}

/** A parameter stands above the context's own property of its name. */
function keep(context: Context, name: string, value: unknown): void {
  Object.defineProperty(context, name, { value, writable: true, enumerable: true, configurable: true })
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
