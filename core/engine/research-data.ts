import { type Dataset, readDataset } from '../data/dataset.js'
import { treatSplits } from '../data/listed-splits.js'
import type { Quirks } from '../data/quirks.js'
import { DataSource } from '../data/source.js'
import type { SplitTreatment } from '../data/split-check.js'
import type { Choice } from '../kernel/choice.js'
import { RustybtError } from '../kernel/errors.js'
import type { Kernel } from '../kernel/kernel.js'
import type { Token } from '../kernel/token.js'
import { Calendar } from '../time/calendar.js'
import { isBundle, type RunHooks, type RunSpec } from './run-spec.js'

/** Daily bars to look into outside of any run. */
export interface ResearchData {
  readonly source: RunSpec['source']
  readonly calendar: Choice
  /** What to do with listed splits that a source's prices do not show. */
  readonly splits?: SplitTreatment
  readonly quirks: Quirks
}

/** Reads the data and hands them over; whatever was opened is closed again. Throws what the source or the bundle throws. */
export async function withResearchData<T>(
  kernel: Kernel,
  { source, calendar: chosen, splits = 'apply', quirks }: ResearchData,
  hooks: Pick<RunHooks, 'signal' | 'onRead' | 'openBundle'>,
  use: (dataset: Dataset, calendar: Calendar) => T | Promise<T>,
): Promise<T> {
  const run = await kernel.boot(
    new Map<Token<unknown>, Choice>([[Calendar, chosen], ...(isBundle(source) ? [] : [[DataSource, source] as const])]),
    { keys: new Map([[DataSource, 'source']]) },
  )
  try {
    const calendar = run.get(Calendar)
    const request = { frequency: 'daily' as const, calendar, signal: hooks.signal, progress: hooks.onRead }
    if (!isBundle(source))
      return await use(await readDataset(treatSplits(run.get(DataSource), splits), request, quirks), calendar)
    if (hooks.openBundle === undefined)
      throw new RustybtError(
        'BUNDLE_NOT_FOUND',
        `nothing here opens bundles, and the data are bundle '${source.bundle}'`,
      )
    return await use(await hooks.openBundle(source, { calendar, frequency: 'daily', quirks }), calendar)
  } finally {
    await run.close()
  }
}
