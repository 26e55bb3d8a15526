import { readDataset } from '../../core/data/dataset.js'
import { type Profile, QUIRKS } from '../../core/data/quirks.js'
import { DataSource } from '../../core/data/source.js'
import type { Choice } from '../../core/kernel/choice.js'
import { createKernel } from '../../core/kernel/kernel.js'
import type { Plugin } from '../../core/kernel/plugin.js'
import type { Token } from '../../core/kernel/token.js'
import type { PipelineHooks } from '../../core/pipeline/hooks.js'
import type { PipelineLoader } from '../../core/pipeline/loader.js'
import type { Pipeline } from '../../core/pipeline/pipeline.js'
import { type LongColumns, type PipelineTable, runPipeline } from '../../core/pipeline/run-pipeline.js'
import { Calendar } from '../../core/time/calendar.js'
import { VERSION } from '../../core/version.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { type DateLike, isoDate } from '../dates.js'
import { type Asset, assetOf } from '../protocol.js'
import { outputOf, type PipelineOutput } from './output.js'

export interface ResearchOptions {
  /** A folder of CSV, or where else the data come from, by name with options. */
  readonly csv?: string
  readonly source?: Choice
  readonly trading_calendar?: string
  /** Sessions computed at once; all of them where left out. */
  readonly chunksize?: number
  /** Where columns beside the bars come from. */
  readonly loaders?: readonly PipelineLoader[]
  readonly profile?: Profile
  readonly hooks?: PipelineHooks
  readonly plugins?: readonly Plugin[]
}

/** What a pipeline answered, session by session or as one long table. */
export class ResearchTable {
  constructor(private readonly table: PipelineTable) {}

  /** A session's rows by asset; undefined where it was not computed. */
  loc(session: DateLike): PipelineOutput | undefined {
    const rows = this.table.at(isoDate(session))
    return rows && outputOf(rows)
  }

  /** Each session and its rows. */
  *sessions(): IterableIterator<[string, PipelineOutput]> {
    for (const rows of this.table.rows()) yield [rows.session, outputOf(rows)]
  }

  /** Columns of one long table: `session`, `sid`, `symbol`, then the pipeline's. arquero's `table()` takes them as they are. */
  to_columns(): LongColumns {
    return this.table.toColumns()
  }

  /** A row for each asset on each session. */
  *records(): IterableIterator<{ session: string; asset: Asset; values: ReadonlyMap<string, number> }> {
    for (const rows of this.table.rows())
      for (const [i, place] of rows.places.entries()) {
        const values = new Map(rows.columns.map((name, k) => [name, rows.values[k][i]]))
        yield { session: rows.session, asset: assetOf(rows.universe[place]), values }
      }
  }
}

/** Computes a pipeline from one session to another, outside of any backtest: `await run_pipeline(pipeline, '2020-01-02', '2020-06-30', { csv })`. */
export async function run_pipeline(
  pipeline: Pipeline,
  start_date: DateLike,
  end_date: DateLike,
  options: ResearchOptions,
): Promise<ResearchTable> {
  const plugins = [...(await firstPartyPlugins()), ...(options.plugins ?? [])]
  const kernel = await createKernel({ version: VERSION, plugins })
  try {
    const name = options.trading_calendar ?? 'XNYS'
    const run = await kernel.boot(
      new Map<Token<unknown>, Choice>([
        [Calendar, name],
        [DataSource, options.source ?? { use: 'csv', dir: options.csv ?? '' }],
      ]),
    )
    try {
      const quirks = QUIRKS[options.profile ?? 'zipline']
      const request = { frequency: 'daily' as const, calendar: run.get(Calendar) }
      const dataset = await readDataset(run.get(DataSource), request, quirks)
      const { chunksize, loaders, hooks } = options
      const span = { start: isoDate(start_date), end: isoDate(end_date) }
      return new ResearchTable(
        runPipeline(pipeline, dataset, { ...span, calendar: request.calendar.name, chunksize, loaders, hooks, quirks }),
      )
    } finally {
      await run.close()
    }
  } finally {
    await kernel.close()
  }
}
