import { AssetFinder } from '../core/assets/finder.js'
import { loadExtensions } from '../core/cli/strategy/extensions.js'
import { type TrialOptions, trialCounter } from '../core/cli/trials/code-trials.js'
import type { Profile, Quirks } from '../core/data/quirks.js'
import type { Frequency } from '../core/data/source.js'
import { DEFAULT_SPEC, executeSpec, type RunSpec } from '../core/engine/run-spec.js'
import type { Strategy } from '../core/engine/strategy.js'
import type { Choice } from '../core/kernel/choice.js'
import { createKernel } from '../core/kernel/kernel.js'
import type { Plugin } from '../core/kernel/plugin.js'
import type { PipelineLoader } from '../core/pipeline/loader.js'
import { VERSION } from '../core/version.js'
import { firstPartyPlugins } from '../plugins/index.js'
import { type Algorithm, algorithm } from './algorithm.js'
import { type CapitalChangesByDate, capitalChangesOf } from './capital-changes.js'
import { type ByDate, type DateLike, instantOf, isoDate, pairsOf } from './dates.js'
import type { Measure } from './metrics/metric.js'
import { metrics, metricsSetOf } from './metrics/metrics.js'
import { type Perf, perfOf } from './perf.js'

/** What a run is on, and how it is told. */
export interface RunOptions extends TrialOptions {
  /** A folder of CSV, read without any ingest. */
  readonly csv?: string
  /** Data that have been ingested, and as of when: the latest ingestion at or before. */
  readonly bundle?: string
  readonly bundle_timestamp?: DateLike | null
  readonly trading_calendar?: string | null
  /** `strict` leaves out Zipline's quirks (docs/quirks.md). */
  readonly profile?: Profile
  /** Quirks that are other than the profile has them: `{ fillBeyondLimit: false }`. */
  readonly quirks?: Partial<Quirks>
  /** What the performance tells: a set by name, or what it consists of. */
  readonly metrics_set?: string | Iterable<Measure> | null
  /** 'minute' keeps the performance of each bar of minute data as well, in `perf.minutes`. */
  readonly emission_rate?: Frequency
  /** Whether the account is kept at each minute on which something happened, so that a report can be replayed bar by bar. */
  readonly bar_states?: boolean
  /** Capital paid in or out on the way, by date. */
  readonly capital_changes?: CapitalChangesByDate | null
  /** Daily returns by date. */
  readonly benchmark_returns?: ByDate<number> | null
  /** Who fills orders: 'default', or a broker by name, with options: `{ use: 'simulated', fillAt: 'next-open' }`. */
  readonly blotter?: Choice | null
  /** Files that register bundles, metrics sets, plugins; before them `extension.ts` in RUSTYBT_ROOT, unless that is false. */
  readonly extensions?: readonly string[]
  readonly default_extension?: boolean
  /** Whether an extension that cannot be loaded ends the run. */
  readonly strict_extensions?: boolean
  /** Where pipeline columns beside the bars come from; of several the first that has a column. */
  readonly custom_loader?: PipelineLoader | readonly PipelineLoader[] | null
  /** Further plugins that the run may choose from. */
  readonly plugins?: readonly Plugin[]
  /** Where `RUSTYBT_ROOT` is looked up. */
  readonly environ?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
}

export interface RunAlgorithmOptions extends Algorithm, RunOptions {
  readonly start: DateLike
  readonly end: DateLike
  readonly capital_base: number
  readonly data_frequency?: Frequency
}

/** Runs an algorithm from code and answers its performance frame, as Zipline's function of the same name. */
export function run_algorithm(options: RunAlgorithmOptions): Promise<Perf> {
  return play(algorithm(options), options)
}

/** Runs a strategy under a run's options, in a kernel of its own. */
export async function play(
  strategy: Strategy,
  options: RunOptions & Pick<RunAlgorithmOptions, 'start' | 'end' | 'capital_base' | 'data_frequency'>,
): Promise<Perf> {
  const plugins = [...(await firstPartyPlugins()), ...(await extensionsOf(options)), ...(options.plugins ?? [])]
  const count = await trialCounter(options, { end: isoDate(options.end), environment: options.environ })
  const kernel = await createKernel({ version: VERSION, plugins })
  let finder = new AssetFinder([])
  try {
    const result = await executeSpec(
      kernel,
      {
        ...DEFAULT_SPEC,
        profile: options.profile ?? 'zipline',
        quirks: options.quirks,
        frequency: options.data_frequency ?? 'daily',
        calendar: options.trading_calendar ?? DEFAULT_SPEC.calendar,
        broker: (options.blotter ?? 'default') === 'default' ? DEFAULT_SPEC.broker : options.blotter!,
        source: sourceOf(options),
        start: isoDate(options.start),
        end: isoDate(options.end),
        capital: String(options.capital_base),
        capitalChanges: options.capital_changes ? capitalChangesOf(options.capital_changes) : undefined,
        metricsSet: { useValue: metricsSetOf(measuresOf(options.metrics_set ?? 'default')) },
        emissionRate: options.emission_rate,
        benchmark: returnsByDate(options.benchmark_returns),
      },
      strategy,
      {
        signal: options.signal,
        barStates: options.bar_states,
        pipelineLoaders: [options.custom_loader ?? []].flat(),
        onData: (dataset) => {
          finder = dataset.finder
        },
        openBundle: async ({ bundle, timestamp }, terms) => {
          const [{ loadBundle }, { rootFolder }] = await Promise.all([
            import('../core/data/bundle.js'),
            import('../core/data/disk.js'),
          ])
          const at = timestamp === undefined ? undefined : Date.parse(timestamp)
          return loadBundle(bundle, { ...terms, timestamp: at, root: rootFolder(options.environ ?? process.env) })
        },
      },
    )
    const { length, sessions, columns } = result.performance
    const trials = count?.([{ sessions: sessions.slice(0, length), returns: columns.returns.subarray(0, length) }])
    return perfOf(trials === undefined ? result : { ...result, trials }, finder)
  } finally {
    await kernel.close()
  }
}

function extensionsOf(options: RunOptions): Promise<Plugin[]> {
  const { extensions = [], default_extension = true, strict_extensions = true, environ = process.env } = options
  return loadExtensions({
    files: extensions,
    byDefault: default_extension,
    strict: strict_extensions,
    cwd: process.cwd(),
    environment: environ,
    warn: (text) => process.emitWarning(text),
  })
}

function sourceOf({ csv, bundle, bundle_timestamp: at }: RunOptions): RunSpec['source'] {
  if (bundle === undefined) return { use: 'csv', dir: csv ?? '' }
  return { bundle, timestamp: at ? new Date(instantOf(at)).toISOString() : undefined }
}

const measuresOf = (given: string | Iterable<Measure>) => (typeof given === 'string' ? metrics.load(given) : given)

function returnsByDate(given: ByDate<number> | null | undefined): ReadonlyMap<string, number> | undefined {
  return given ? new Map(pairsOf(given).map(([date, value]) => [isoDate(date), value])) : undefined
}
