import type { ColumnTable } from 'arquero'
import { rootFolder } from '../../core/data/disk.js'
import { type Profile, QUIRKS } from '../../core/data/quirks.js'
import type { SplitTreatment } from '../../core/data/split-check.js'
import { withResearchData } from '../../core/engine/research-data.js'
import { DEFAULT_SPEC, type RunHooks } from '../../core/engine/run-spec.js'
import type { Choice } from '../../core/kernel/choice.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { createKernel } from '../../core/kernel/kernel.js'
import type { Plugin } from '../../core/kernel/plugin.js'
import type { PipelineHooks } from '../../core/pipeline/hooks.js'
import type { PipelineLoader } from '../../core/pipeline/loader.js'
import type { Pipeline } from '../../core/pipeline/pipeline.js'
import { runPipeline } from '../../core/pipeline/run-pipeline.js'
import { VERSION } from '../../core/version.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { type DateLike, instantOf, isoDate } from '../dates.js'
import { arqueroTable } from './research-table.js'

/** Where a pipeline's data come from, and how it is computed. */
export interface ResearchOptions {
  /** One of: a bundle that was ingested; a folder of CSV; another source, by name with options. */
  readonly bundle?: string
  readonly csv?: string
  readonly source?: Choice
  /** The latest ingestion at or before it; the latest of all where left out. */
  readonly bundle_timestamp?: DateLike
  /** The bundle's own, or XNYS. */
  readonly trading_calendar?: string
  readonly splits?: SplitTreatment
  /** Sessions computed at once; all of them where left out. */
  readonly chunksize?: number
  /** Where columns beside the bars come from. */
  readonly loaders?: readonly PipelineLoader[]
  readonly profile?: Profile
  readonly hooks?: PipelineHooks
  readonly plugins?: readonly Plugin[]
  /** Where RUSTYBT_ROOT is read; the process's where left out. */
  readonly environ?: Readonly<Record<string, string | undefined>>
}

/**
 * Computes a pipeline from one session to another, outside of any backtest: `await run_pipeline(pipeline, '2020-01-02', '2020-06-30',
 * 'daily')`. The bundle is a name, or says where else the data are: `{ csv: 'prices' }`. Answers an arquero table with a row for each
 * asset on each session: `session`, `sid`, `symbol`, then the pipeline's columns; `to_parquet` writes it.
 */
export async function run_pipeline(
  pipeline: Pipeline,
  start_date: DateLike,
  end_date: DateLike,
  bundle: string | ResearchOptions,
  rest: Omit<ResearchOptions, 'bundle'> = {},
): Promise<ColumnTable> {
  const options: ResearchOptions = typeof bundle === 'string' ? { ...rest, bundle } : { ...bundle, ...rest }
  const { chunksize, loaders, hooks, splits, profile = 'zipline' } = options
  const kernel = await createKernel({
    version: VERSION,
    plugins: [...(await firstPartyPlugins()), ...(options.plugins ?? [])],
  })
  try {
    const quirks = QUIRKS[profile]
    const span = { start: isoDate(start_date), end: isoDate(end_date) }
    const table = await withResearchData(
      kernel,
      { ...(await dataOf(options)), splits, quirks },
      openingBundles(options),
      (data, calendar) =>
        runPipeline(pipeline, data, { ...span, calendar: calendar.name, chunksize, loaders, hooks, quirks }),
    )
    return await arqueroTable(table.toColumns())
  } finally {
    await kernel.close()
  }
}

async function dataOf(options: ResearchOptions) {
  const { bundle, csv, source, trading_calendar: calendar } = options
  if ([bundle, csv, source].filter((given) => given !== undefined).length !== 1)
    throw new RustybtError('NO_DATA', 'run_pipeline() takes its data from one place: bundle, csv or source', {
      hint: "run_pipeline(pipeline, start, end, 'my-bundle'), or { csv: 'prices' } in its place",
    })
  if (bundle === undefined)
    return { source: source ?? { use: 'csv', dir: csv! }, calendar: calendar ?? DEFAULT_SPEC.calendar }
  const { describeBundle } = await import('../../core/data/bundle.js')
  const manifest = describeBundle(bundle, { timestamp: timestampOf(options), root: rootOf(options) })
  return { source: { bundle }, calendar: calendar ?? manifest.calendar }
}

const rootOf = ({ environ }: ResearchOptions) => rootFolder(environ ?? process.env)
const timestampOf = ({ bundle_timestamp: at }: ResearchOptions) => (at === undefined ? undefined : instantOf(at))

function openingBundles(options: ResearchOptions): Pick<RunHooks, 'openBundle'> {
  return {
    openBundle: async ({ bundle }, terms) => {
      const { loadBundle } = await import('../../core/data/bundle.js')
      return loadBundle(bundle, { ...terms, timestamp: timestampOf(options), root: rootOf(options) })
    },
  }
}
