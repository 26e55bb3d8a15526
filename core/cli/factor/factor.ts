import { statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import { describeBundle, loadBundle } from '../../data/bundle.js'
import type { Dataset } from '../../data/dataset.js'
import { rootFolder, writeAtomic } from '../../data/disk.js'
import { QUIRKS } from '../../data/quirks.js'
import { csvText, parquetBytes } from '../../data/table-file.js'
import { withResearchData } from '../../engine/research-data.js'
import { DEFAULT_SPEC, type RunSpec } from '../../engine/run-spec.js'
import type { LoadedConfig } from '../../kernel/config.js'
import { RustybtError } from '../../kernel/errors.js'
import { DEFAULT_FILTER, type FactorEvaluation } from '../../pipeline/evaluation/evaluation.js'
import { FactorReport } from '../../pipeline/evaluation/report.js'
import { type FactorResearch, researchFactor } from '../../pipeline/evaluation/research.js'
import { evaluationTables } from '../../pipeline/evaluation/tables.js'
import { progressHooks } from '../../pipeline/hooks.js'
import { firstSession } from '../../pipeline/run-pipeline.js'
import type { Calendar } from '../../time/calendar.js'
import type { SessionTable } from '../../time/session.js'
import { VERSION } from '../../version.js'
import type { Command, Invocation } from '../command.js'
import { tellNotices } from '../terminal/notices.js'
import { createProgress, noProgress, type Progress } from '../terminal/progress.js'
import { UsageError } from '../usage.js'
import { writeWhole } from '../whole-file.js'
import { chosenFactor, type FactorFile, readFactorFile } from './file.js'
import { describeFactor, type FactorFlags } from './flags.js'
import { type FactorPlaces, factorJson, factorText } from './summary.js'

/** Sessions computed at once: enough that windows weigh little, few enough that memory stays small. */
const CHUNK = 252

export const factor: Command = {
  name: 'factor',
  summary: 'judge a factor by the returns that followed',
  describe: describeFactor,
  async run({ shell, operands, options }: Invocation): Promise<number> {
    const flags = options as unknown as FactorFlags
    const places = placesOf(flags, shell.cwd)
    if (flags.byGroup && flags.group === undefined)
      throw new UsageError('--by-group needs groups: --group NAME says which classifier makes them')
    const file = await readFactorFile(operands[0], shell.cwd)
    const column = chosenFactor(file.pipeline, flags.column)
    const loaded = await shell.config(flags.config)
    const root = rootFolder(shell.environment)
    const choice = dataOf(flags, loaded, shell.cwd, root)
    const kernel = await shell.kernel(loaded)
    const progress = flags.progress ? await createProgress(shell.stderr) : noProgress(shell.stderr)
    const quirks = QUIRKS[flags.quirks ?? 'zipline']
    let notices: Dataset['notices'] = []
    let evaluation: FactorEvaluation
    let about: Parameters<FactorReport['render']>[1]
    try {
      ;[evaluation, about] = await withResearchData(
        kernel,
        { ...choice, splits: flags.splits, quirks },
        {
          onRead: (part) => progress.show('reading data', Math.round(100 * part), 100),
          openBundle: ({ bundle }, terms) => loadBundle(bundle, { ...terms, timestamp: flags.bundleTimestamp, root }),
        },
        (data, calendar) => {
          notices = data.notices
          const research = { ...researchOf(flags, file, column, data.reader.sessions, calendar, progress), quirks }
          const { start, end } = research
          const details = { source: choice.source, price: research.price, asked: `${start} to ${end}` }
          return [
            researchFactor(file.pipeline, data, research),
            { factor: column, file: file.name, calendar: calendar.name, version: VERSION, details },
          ]
        },
      )
    } finally {
      progress.stop()
    }
    await writeTables(evaluation, places.output, flags.format)
    if (places.report !== undefined)
      writeWhole(places.report, [await (await kernel.create(FactorReport, 'html')).render(evaluation, about)])
    if (flags.json) shell.print(JSON.stringify(factorJson(evaluation, column, places), null, 2))
    else {
      tellNotices(shell, notices, flags.bundle === undefined)
      shell.print(factorText(evaluation, column, places))
    }
    return 0
  },
}

function placesOf({ output, report, format }: FactorFlags, cwd: string): FactorPlaces {
  if (format !== undefined && output === undefined)
    throw new UsageError('--format is of the tables, and no folder is given for them: -o DIR')
  const folder = output === undefined ? undefined : resolve(cwd, output)
  if (folder !== undefined && statSync(folder, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`-o names a folder for the tables, and ${folder} is a file`)
  if (report !== undefined && !/\.html?$/i.test(extname(report)))
    throw new UsageError(`--report writes a page: ${report} must end in .html`)
  return { output: folder, report: report === undefined ? undefined : resolve(cwd, report) }
}

function dataOf(flags: FactorFlags, loaded: LoadedConfig | undefined, cwd: string, root: string) {
  const config = (loaded?.config ?? {}) as {
    bundle?: string
    source?: RunSpec['source']
    calendar?: RunSpec['calendar']
  }
  if (flags.bundle !== undefined && flags.csv !== undefined)
    throw new UsageError('specify exactly one of -b BUNDLE and --csv DIR')
  const calendar = flags.tradingCalendar ?? config.calendar
  const bundle = flags.bundle ?? (flags.csv === undefined ? config.bundle : undefined)
  if (bundle === undefined && flags.bundleTimestamp !== undefined)
    throw new UsageError('--bundle-timestamp chooses an ingestion of a bundle: give -b BUNDLE too')
  if (bundle !== undefined && flags.splits !== undefined)
    throw new UsageError('--splits is decided when a bundle is ingested')
  if (bundle !== undefined) {
    const manifest = describeBundle(bundle, { timestamp: flags.bundleTimestamp, root })
    return { source: { bundle }, calendar: calendar ?? manifest.calendar }
  }
  const source = flags.csv === undefined ? config.source : { use: 'csv', dir: resolve(cwd, flags.csv) }
  if (source === undefined)
    throw new UsageError('no prices to judge by', { code: 'NO_DATA', hint: '-b BUNDLE or --csv DIR' })
  return { source, calendar: calendar ?? DEFAULT_SPEC.calendar }
}

function researchOf(
  flags: FactorFlags,
  { pipeline, loaders }: FactorFile,
  column: string,
  sessions: SessionTable,
  calendar: Calendar,
  progress: Progress,
): FactorResearch {
  const { filterZscore = DEFAULT_FILTER, price = 'open' } = flags
  const [start, end] = spanOf(flags, sessions, firstSession(pipeline, sessions, calendar.name))
  const total = sessions.indexOf(end) - sessions.indexOf(start) + 1
  return {
    start,
    end,
    calendar: calendar.name,
    factor: column,
    group: flags.group,
    price,
    chunksize: CHUNK,
    loaders,
    hooks: progressHooks(total, (done) => progress.show('computing', Math.round(100 * done), 100)),
    tell: (done) => progress.show('judging', Math.round(100 * done), 100),
    periods: flags.periods,
    quantiles: flags.quantiles,
    bins: flags.bins,
    bucketsByGroup: flags.byGroup,
    groupNeutral: flags.groupNeutral,
    longShort: !flags.longOnly,
    equalWeight: flags.equalWeight,
    zeroAware: flags.zeroAware,
    maxLoss: flags.maxLoss,
    decay: flags.decay,
    ...(filterZscore !== 'none' && { filterZscore }),
  }
}

/** The sessions from the first day asked for to the last: days off are left out. */
function spanOf({ start, end }: FactorFlags, sessions: SessionTable, earliest: string): [string, string] {
  const dates = Array.from({ length: sessions.length }, (_, row) => sessions.date(row))
  const first = start === undefined ? earliest : dates.find((date) => date >= start)
  const last = end === undefined ? dates.at(-1) : dates.findLast((date) => date <= end)
  if (first !== undefined && last !== undefined && first <= last) return [first, last]
  throw new RustybtError('DATES_OUTSIDE_DATA', `no session from ${start ?? earliest} to ${end ?? dates.at(-1)}`, {
    hint: `the data go from ${dates[0]} to ${dates.at(-1)}, and the windows are whole from ${earliest} on`,
  })
}

async function writeTables(
  evaluation: FactorEvaluation,
  folder: string | undefined,
  format: FactorFlags['format'] = 'csv',
) {
  if (folder === undefined) return
  for (const [name, table] of evaluationTables(evaluation)) {
    const file = join(folder, `${name}.${format}`)
    writeAtomic(file, format === 'parquet' ? await parquetBytes(table) : Buffer.from([...csvText(table)].join('')))
  }
}
