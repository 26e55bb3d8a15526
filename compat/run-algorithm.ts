import { AssetFinder } from '../core/assets/finder.js'
import type { Frequency } from '../core/data/source.js'
import { DEFAULT_SPEC, executeSpec } from '../core/engine/run-spec.js'
import { createKernel } from '../core/kernel/kernel.js'
import type { Plugin } from '../core/kernel/plugin.js'
import { VERSION } from '../core/version.js'
import { firstPartyPlugins } from '../plugins/index.js'
import { type Algorithm, algorithm } from './algorithm.js'
import { type Perf, perfOf } from './perf.js'
import type { Timestamp } from './timestamp.js'

type DateLike = string | Date | Timestamp

export interface RunAlgorithmOptions extends Algorithm {
  readonly start: DateLike
  readonly end: DateLike
  readonly capital_base: number
  readonly data_frequency?: Frequency
  /** A folder of CSV, read without any ingest. */
  readonly csv?: string
  readonly trading_calendar?: string
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
        frequency: options.data_frequency ?? 'daily',
        calendar: options.trading_calendar ?? DEFAULT_SPEC.calendar,
        source: { use: 'csv', dir: options.csv ?? '' },
        start: isoDate(options.start),
        end: isoDate(options.end),
        capital: String(options.capital_base),
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

function isoDate(date: DateLike): string {
  if (typeof date === 'string') return date.slice(0, 10)
  return new Date(date.valueOf()).toISOString().slice(0, 10)
}

function returnsByDate(given: RunAlgorithmOptions['benchmark_returns']): ReadonlyMap<string, number> | undefined {
  if (!given) return undefined
  const pairs: Iterable<readonly [DateLike, number]> =
    'entries' in given && typeof given.entries === 'function' ? given.entries() : Object.entries(given)
  return new Map(Array.from(pairs, ([date, value]) => [isoDate(date), value]))
}
