import type { Frequency } from '../core/data/source.js'
import { DEFAULT_SPEC } from '../core/engine/run-spec.js'
import type { Plugin } from '../core/kernel/plugin.js'
import { runStrategy, type StrategyTest } from '../core/testing/harness.js'
import type { TestRun } from '../core/testing/outcome.js'
import type { Calendar } from '../core/time/calendar.js'
import { firstPartyPlugins } from '../plugins/index.js'
import { type Algorithm, algorithm, algorithmOf } from './algorithm.js'
import { type Perf, perfOf } from './perf.js'

type Shared = 'bars' | 'start' | 'warmup' | 'splits' | 'dividends' | 'stockDividends' | 'assets'
type Models = 'commission' | 'slippage' | 'profile' | 'quirks'

export interface TestAlgorithmOptions extends Pick<StrategyTest, Shared | Models> {
  /** 100 000 where left out. */
  readonly capital_base?: number
  readonly data_frequency?: Frequency
  /** XNYS where left out. */
  readonly trading_calendar?: string | Calendar
  /** Kept on the context, as those of `-D NAME=VALUE` are. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Beside the first-party ones. */
  readonly plugins?: readonly Plugin[]
}

/** What the algorithm did, and its performance frame as `analyze` gets it. */
export interface AlgorithmTestRun extends TestRun {
  readonly perf: Perf
}

/**
 * Runs an algorithm on bars written in the test, under the rules of `rustybt run`: New York's calendar, Zipline's quirks, and Zipline's
 * costs where the algorithm sets none (0.001 a share, 5 basis points, a tenth of the volume).
 *
 *     import * as algorithm from './algorithm.js'
 *
 *     const { orders, fills, perf } = await test_algorithm(algorithm, { bars: { AAPL: [10, 11, 12] }, capital_base: 10_000 })
 *     assert.equal(orders[0].amount, 100)
 */
export async function test_algorithm(callbacks: Algorithm, options: TestAlgorithmOptions): Promise<AlgorithmTestRun> {
  const { capital_base, data_frequency, trading_calendar, parameters, plugins = [], ...test } = options
  const strategy = algorithm(algorithmOf({ ...callbacks }) ?? callbacks, parameters)
  let perf: Perf | undefined
  const run = await runStrategy(
    {
      ...strategy,
      onEnd: (context, result) => {
        perf = perfOf(result, context.finder)
        return strategy.onEnd?.(context, result)
      },
    },
    {
      profile: DEFAULT_SPEC.profile,
      commission: DEFAULT_SPEC.commission,
      slippage: DEFAULT_SPEC.slippage,
      ...test,
      capital: capital_base,
      frequency: data_frequency,
      calendar: trading_calendar ?? DEFAULT_SPEC.calendar,
      plugins: [...(await firstPartyPlugins()), ...plugins],
    },
  )
  return { ...run, perf: perf! }
}
