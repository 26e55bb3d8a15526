import type { Frequency } from '../core/data/source.js'
import { RustybtError } from '../core/kernel/errors.js'
import { type Algorithm, algorithm } from './algorithm.js'
import { AlgorithmContext, runOf } from './algorithm-context.js'
import type { BarData } from './bar-data.js'
import { set_cancel_policy } from './cancel-policy.js'
import type { Context } from './context.js'
import type { DateLike } from './dates.js'
import type { Perf } from './perf.js'
import { play, type RunOptions } from './run-algorithm.js'
import { runScript } from './script.js'

export interface SimParams {
  readonly start_session: DateLike
  readonly end_session: DateLike
  /** 100 000 where left out. */
  readonly capital_base?: number
  readonly data_frequency?: Frequency
  readonly emission_rate?: Frequency
  readonly trading_calendar?: string
}

export interface TradingAlgorithmOptions
  extends Omit<RunOptions, 'emission_rate'>,
    Partial<Omit<Algorithm, 'initialize'>> {
  readonly sim_params: SimParams
  // biome-ignore lint/suspicious/noExplicitAny: further options are for it alone
  readonly initialize?: (context: Context, kwargs: any) => void | Promise<void>
  /** The algorithm's text, in place of functions. */
  readonly script?: string
  /** Values that are constants in the script. */
  readonly namespace?: Readonly<Record<string, unknown>>
  readonly cancel_policy?: Parameters<typeof set_cancel_policy>[0]
  readonly benchmark_sid?: number | null
  /** Whatever else is given goes to `initialize`, as its second argument. */
  readonly [name: string]: unknown
}

const OWN = new Set(
  [
    'sim_params initialize handle_data before_trading_start analyze script namespace cancel_policy benchmark_sid',
    'csv bundle bundle_timestamp trading_calendar profile quirks metrics_set capital_changes benchmark_returns plugins custom_loader environ signal blotter extensions default_extension strict_extensions',
  ].flatMap((names) => names.split(' ')),
)
const CALLBACKS = ['initialize', 'handle_data', 'before_trading_start', 'analyze'] as const

/**
 * An algorithm and its run. It is the context that its callbacks get. A class that extends it may have the callbacks as methods, with
 * `this` for the context.
 *
 *     const algo = new TradingAlgorithm({ sim_params: { start_session: '2020-01-02', end_session: '2020-12-31' }, csv: 'prices', handle_data })
 *     const perf = await algo.run()
 */
export class TradingAlgorithm extends AlgorithmContext {
  readonly #options: TradingAlgorithmOptions
  #callbacks: Partial<Algorithm>

  /** Throws `ZERO_CAPITAL`, `CONFLICTING_CALENDARS`, `SCRIPT_AND_FUNCTIONS`. */
  constructor(options: TradingAlgorithmOptions) {
    super()
    const { sim_params, trading_calendar, script } = options
    if ((sim_params.capital_base ?? 1) <= 0)
      throw new RustybtError('ZERO_CAPITAL', `the initial capital must be more than 0, was ${sim_params.capital_base}`)
    const calendar = sim_params.trading_calendar
    if (trading_calendar && calendar && trading_calendar !== calendar) {
      throw new RustybtError(
        'CONFLICTING_CALENDARS',
        `Conflicting calendars: trading_calendar=${trading_calendar}, but sim_params.trading_calendar=${calendar}`,
      )
    }
    const functions = CALLBACKS.filter((name) => options[name])
    if (script !== undefined && functions.length > 0) {
      throw new RustybtError(
        'SCRIPT_AND_FUNCTIONS',
        `TradingAlgorithm received a script and the following API methods as functions: ${functions.join(', ')}`,
      )
    }
    this.#options = options
    this.#callbacks = options as Partial<Algorithm>
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever the algorithm was given beside its own options
  initialize(kwargs?: any): void | Promise<void> {
    return (this.#callbacks as TradingAlgorithmOptions).initialize?.(this as Context, kwargs)
  }
  handle_data(data: BarData): void {
    this.#callbacks.handle_data?.(this as Context, data)
  }
  before_trading_start(data: BarData): void {
    this.#callbacks.before_trading_start?.(this as Context, data)
  }
  analyze(perf: Perf): void | Promise<void> {
    return this.#callbacks.analyze?.(this as Context, perf)
  }

  /** Runs it and answers its performance. Throws `ALGORITHM_RUN` when it has been run: what it holds is of that run. */
  async run(): Promise<Perf> {
    if (runOf(this))
      throw new RustybtError('ALGORITHM_RUN', 'this algorithm has been run already', {
        hint: 'make another one with the same options',
      })
    const { sim_params, script, namespace = {}, cancel_policy, benchmark_sid, ...options } = this.#options
    if (script !== undefined) this.#callbacks = (await runScript(script, namespace)) as Partial<Algorithm>
    const kwargs = Object.fromEntries(Object.entries(this.#options).filter(([name]) => !OWN.has(name)))
    const strategy = algorithm(
      {
        initialize: async () => {
          const run = runOf(this)!
          if (cancel_policy) set_cancel_policy(cancel_policy)
          if (benchmark_sid !== undefined && benchmark_sid !== null)
            run.setBenchmark(run.finder.retrieve(benchmark_sid))
          await this.initialize(kwargs)
        },
        handle_data: (_context, data) => this.handle_data(data),
        before_trading_start: (_context, data) => this.before_trading_start(data),
        analyze: (_context, perf) => this.analyze(perf),
      },
      {},
      this as Context,
    )
    return play(strategy, {
      ...options,
      start: sim_params.start_session,
      end: sim_params.end_session,
      capital_base: sim_params.capital_base ?? 100_000,
      data_frequency: sim_params.data_frequency,
      emission_rate: sim_params.emission_rate,
      trading_calendar: options.trading_calendar ?? sim_params.trading_calendar,
    })
  }
}
