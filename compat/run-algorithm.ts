import { AssetFinder } from '../core/assets/finder.js'
import type { Profile } from '../core/data/quirks.js'
import type { Frequency } from '../core/data/source.js'
import { DEFAULT_SPEC, executeSpec } from '../core/engine/run-spec.js'
import { createKernel } from '../core/kernel/kernel.js'
import type { Plugin } from '../core/kernel/plugin.js'
import { VERSION } from '../core/version.js'
import { firstPartyPlugins } from '../plugins/index.js'
import { type Algorithm, algorithm } from './algorithm.js'
import { type CapitalChangesByDate, capitalChangesOf } from './capital-changes.js'
import { type DateLike, isoDate, pairsOf } from './dates.js'
import type { Measure } from './metrics/metric.js'
import { metrics, metricsSetOf } from './metrics/metrics.js'
import { type Perf, perfOf } from './perf.js'

export interface RunAlgorithmOptions extends Algorithm {
  readonly start: DateLike
  readonly end: DateLike
  readonly capital_base: number
  readonly data_frequency?: Frequency
  /** A folder of CSV, read without any ingest. */
  readonly csv?: string
  readonly trading_calendar?: string
  /** `strict` leaves out Zipline's quirks (docs/quirks.md). */
  readonly profile?: Profile
  /** What the performance tells: a set by name, or what it consists of. */
  readonly metrics_set?: string | Iterable<Measure>
  /** 'minute' keeps the performance of each bar of minute data as well, in `perf.minutes`. */
  readonly emission_rate?: Frequency
  /** Capital paid in or out on the way, by date. */
  readonly capital_changes?: CapitalChangesByDate
  /** Daily returns by date. */
  readonly benchmark_returns?: ReadonlyMap<DateLike, number> | Readonly<Record<string, number>>
  /** Further plugins that the run may choose from. */
  readonly plugins?: readonly Plugin[]
  readonly signal?: AbortSignal
}

/** Runs an algorithm from code and answers its performance frame, as Zipline's function of the same name. */
export async function run_algorithm(options: RunAlgorithmOptions): Promise<Perf> {
  const kernel = await createKernel({
    version: VERSION,
    plugins: [...(await firstPartyPlugins()), ...(options.plugins ?? [])],
  })
  let finder = new AssetFinder([])
  try {
    const result = await executeSpec(
      kernel,
      {
        ...DEFAULT_SPEC,
        profile: options.profile ?? 'zipline',
        frequency: options.data_frequency ?? 'daily',
        calendar: options.trading_calendar ?? DEFAULT_SPEC.calendar,
        source: { use: 'csv', dir: options.csv ?? '' },
        start: isoDate(options.start),
        end: isoDate(options.end),
        capital: String(options.capital_base),
        capitalChanges: options.capital_changes && capitalChangesOf(options.capital_changes),
        metricsSet: { useValue: metricsSetOf(measuresOf(options.metrics_set ?? 'default')) },
        emissionRate: options.emission_rate,
        benchmark: returnsByDate(options.benchmark_returns),
      },
      algorithm(options),
      { signal: options.signal, onData: (dataset) => (finder = dataset.finder) },
    )
    return perfOf(result, finder)
  } finally {
    await kernel.close()
  }
}

const measuresOf = (given: string | Iterable<Measure>) => (typeof given === 'string' ? metrics.load(given) : given)

function returnsByDate(given: RunAlgorithmOptions['benchmark_returns']): ReadonlyMap<string, number> | undefined {
  if (!given) return undefined
  return new Map(pairsOf(given).map(([date, value]) => [isoDate(date), value]))
}
