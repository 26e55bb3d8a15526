import type { BundleRecipe } from '../../core/data/bundle-recipe.js'
import type { DataRequest, DataSource, Frequency } from '../../core/data/source.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { createKernel } from '../../core/kernel/kernel.js'
import type { Plugin } from '../../core/kernel/plugin.js'
import { Calendar } from '../../core/time/calendar.js'
import { VERSION } from '../../core/version.js'
import { firstPartyPlugins } from '../../plugins/index.js'
import { type DateLike, isoDate } from '../dates.js'
import { Timestamp } from '../timestamp.js'
import { TradingCalendar } from '../trading-calendar.js'
import { BundleWriters } from './writers.js'

/** What an ingest function is given, by Zipline's names. */
export interface IngestArguments
  extends Pick<BundleWriters, 'asset_db_writer' | 'daily_bar_writer' | 'minute_bar_writer' | 'adjustment_writer'> {
  readonly environ: Readonly<Record<string, string | undefined>>
  readonly calendar: TradingCalendar
  readonly start_session: Timestamp
  readonly end_session: Timestamp
  /** For whatever is worth keeping while it runs. */
  readonly cache: Map<string, unknown>
  readonly show_progress: boolean
}
export type IngestFunction = (given: IngestArguments) => void | Promise<void>

export interface RegisterOptions {
  /** 'NYSE', which is XNYS, where left out. */
  readonly calendar_name?: string
  readonly start_session?: DateLike | null
  readonly end_session?: DateLike | null
  /** 'minute' where the function writes minute bars: daily bars are made of them. */
  readonly data_frequency?: Frequency
}

interface Registered extends RegisterOptions {
  readonly ingest: IngestFunction | DataSource
}

const registered = new Map<string, Registered>()

/** Makes known how a bundle is made: by a function that writes it, or from a source. An earlier one of the name is replaced. */
function register<T extends IngestFunction | DataSource>(name: string, ingest: T, options: RegisterOptions = {}): T {
  registered.set(name, { ...options, ingest })
  return ingest
}

function unregister(name: string): void {
  if (!registered.delete(name)) throw unknown(name)
}

export interface IngestBundleOptions {
  readonly environ?: Readonly<Record<string, string | undefined>>
  readonly show_progress?: boolean
  /** What to do where listed splits and prices do not agree; without it the ingest stops there. */
  readonly splits?: 'apply' | 'ignore'
  /** Where its calendar may come from, beside the first-party ones. */
  readonly plugins?: readonly Plugin[]
}

/** Writes a new ingestion of a registered bundle under `RUSTYBT_ROOT`. Throws `BUNDLE_UNKNOWN`. */
async function ingest(name: string, options: IngestBundleOptions = {}): Promise<void> {
  const { environ = process.env, show_progress = false, splits, plugins = [] } = options
  const { source, calendar: calendarName, frequency = 'daily', start, end } = recipeOf(name, environ, show_progress)
  const [{ ingest: write }, { rootFolder }] = await Promise.all([
    import('../../core/data/ingest.js'),
    import('../../core/data/disk.js'),
  ])
  const kernel = await createKernel({ version: VERSION, plugins: [...(await firstPartyPlugins()), ...plugins] })
  try {
    const calendar = await kernel.create(Calendar, calendarName ?? 'XNYS')
    await write(
      source,
      { frequency, calendar, start, end },
      { bundle: name, version: VERSION, choice: name, splits, root: rootFolder(environ) },
    )
  } finally {
    await kernel.close()
  }
}

/**
 * Bundles by name, as in an extension file:
 *
 *     bundles.register('mine', async ({ asset_db_writer, daily_bar_writer, adjustment_writer }) => {
 *       asset_db_writer.write({ equities: [{ symbol: 'AAA', start_date: '2020-01-02', end_date: '2020-12-31' }] })
 *       await daily_bar_writer.write([[0, rows]])
 *       adjustment_writer.write()
 *     })
 *
 * What a function writes is in memory until it has ended.
 */
export const bundles = {
  register,
  unregister,
  ingest,
  /** The names that are known. */
  get bundles(): string[] {
    return [...registered.keys()]
  },
}

/** What is registered, for the kernel. */
export function registeredBundles(): readonly (readonly [string, () => BundleRecipe])[] {
  return [...registered.keys()].map((name) => [name, () => recipeOf(name, process.env, false)] as const)
}

function recipeOf(name: string, environ: IngestArguments['environ'], show_progress: boolean): BundleRecipe {
  const found = registered.get(name)
  if (!found) throw unknown(name)
  const { ingest, calendar_name = 'NYSE', start_session, end_session, data_frequency } = found
  return {
    source: typeof ingest === 'function' ? sourceOf(ingest, environ, show_progress) : ingest,
    calendar: calendar_name === 'NYSE' ? 'XNYS' : calendar_name,
    frequency: data_frequency,
    start: start_session ? isoDate(start_session) : undefined,
    end: end_session ? isoDate(end_session) : undefined,
  }
}

function sourceOf(ingest: IngestFunction, environ: IngestArguments['environ'], show_progress: boolean): DataSource {
  return {
    async *fetch({ calendar, frequency, start, end }: DataRequest) {
      const writers = new BundleWriters()
      const { asset_db_writer, daily_bar_writer, minute_bar_writer, adjustment_writer } = writers
      const sessions = new TradingCalendar(calendar)
      await ingest({
        environ,
        asset_db_writer,
        daily_bar_writer,
        minute_bar_writer,
        adjustment_writer,
        calendar: sessions,
        start_session: start === undefined ? sessions.first_session : new Timestamp(start),
        end_session: end === undefined ? sessions.last_session : new Timestamp(end),
        cache: new Map(),
        show_progress,
      })
      yield* writers.batches(frequency)
    },
  }
}

function unknown(name: string): RustybtError {
  const known = [...registered.keys()]
  return new RustybtError('BUNDLE_UNKNOWN', `no bundle registered as '${name}'`, {
    hint: known.length === 0 ? 'bundles.register(name, ingest) does that' : `there are ${known.join(', ')}`,
  })
}
