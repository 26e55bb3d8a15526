import { resolve } from 'node:path'
import { type Command as Flags, Option } from 'commander'
import { BundleRecipe } from '../../data/bundle-recipe.js'
import { answersFolder, readCounts } from '../../data/cache-counts.js'
import { ingestionTime } from '../../data/catalog.js'
import { rootFolder } from '../../data/disk.js'
import { PRESET_NAMES, type PresetName } from '../../data/finding.js'
import { ingest as ingestBundle } from '../../data/ingest.js'
import type { Manifest } from '../../data/manifest.js'
import { ResponseCache } from '../../data/remote/cache.js'
import { DataSource, type Frequency, type Notice } from '../../data/source.js'
import type { SplitTreatment } from '../../data/split-check.js'
import { findingText } from '../../data/validation.js'
import type { Choice } from '../../kernel/choice.js'
import type { Kernel } from '../../kernel/kernel.js'
import { Calendar } from '../../time/calendar.js'
import type { Command, Invocation } from '../command.js'
import { dateFlag, listFlag, valuesFlag } from '../flag-values.js'
import { bytesText } from '../terminal/bytes-text.js'
import { listenForInterrupt } from '../terminal/interrupt.js'
import { tellNotices } from '../terminal/notices.js'
import { createProgress, noProgress, type Progress } from '../terminal/progress.js'
import type { Shell } from '../terminal/shell.js'
import { UsageError } from '../usage.js'

interface IngestFlags {
  readonly bundle?: string
  readonly csv?: string
  readonly source?: string
  readonly option?: Readonly<Record<string, unknown>>
  readonly dataFrequency?: Frequency
  readonly calendar?: string
  readonly symbols?: readonly string[]
  readonly start?: string
  readonly end?: string
  readonly splits?: SplitTreatment
  readonly strict?: boolean
  readonly append?: boolean
  readonly quality?: PresetName
  readonly showProgress: boolean
  readonly config?: string
  readonly json?: boolean
}

const EXAMPLES = `
Examples:
  $ rustybt ingest -b us --csv prices                        a folder of SYMBOL.csv, or Zipline's csvdir
  $ rustybt ingest -b us --csv prices --append               what is new in it
  $ rustybt ingest -b us --source NAME --symbols AAPL,MSFT --start 2015-01-01
  $ rustybt ingest -b us --source NAME -o 'key={"$secret":"MY_KEY"}' --symbols AAPL --start 2024-01-01
  $ rustybt ingest -b coins --source NAME -o exchange=EXCHANGE --symbols BTC/USD --start 2020-01-01 --calendar 24/7

\`rustybt plugins\` lists the sources by name; their options stand in docs/data.md. An ingest that was stopped or killed leaves
the earlier ones as they were; one from a vendor, begun again within 12 hours, asks for what is missing alone.`

export const ingest: Command = {
  name: 'ingest',
  summary: 'read prices into a bundle, once, to run on often',
  describe(flags: Flags) {
    flags
      .option('-b, --bundle <name>', 'the bundle to write; it keeps its earlier ingestions')
      .option('--csv <dir>', 'where the prices are: a folder of CSV files')
      .option('--source <name>', 'any other source, by name (see `rustybt plugins`)')
      .option('-o, --option <key=value>', 'an option of the source (may be given often)', valuesFlag)
      .addOption(
        new Option('--data-frequency <length>', 'the bars to read; minutes serve daily runs too (daily)').choices([
          'daily',
          'minute',
        ]),
      )
      .option('--calendar <name>', 'the sessions on which the bars lie (XNYS)')
      .option('--symbols <list>', 'these alone: AAPL,MSFT (all that the source has)', listFlag)
      .option('-s, --start <date>', 'first day', dateFlag)
      .option('-e, --end <date>', 'last day', dateFlag)
      .addOption(
        new Option('--splits <how>', 'where listed splits and prices do not agree (stop)').choices(['apply', 'ignore']),
      )
      .option('--append', 'put what is new onto the latest ingestion, if the rest is as it was')
      .option('--strict', 'stop where the data have an error or a warning of quality')
      .addOption(
        new Option('--quality <preset>', 'how strictly the data are looked at (as each kind of asset asks)').choices(
          PRESET_NAMES,
        ),
      )
      .option('--show-progress', 'show a progress bar', true)
      .option('--no-show-progress', 'do not')
      .option('--config <file>', 'the config (rustybt.config.* in the working directory)')
      .option('--json', 'print the manifest as JSON')
      .addHelpText('after', EXAMPLES)
  },
  async run({ shell, options }: Invocation): Promise<number> {
    const started = performance.now()
    const begun = Date.now()
    const flags = options as unknown as IngestFlags
    const bundle = required(flags)
    const kernel = await shell.kernel(await shell.config(flags.config))
    const recipe = await recipeOf(flags, bundle, kernel)
    const choice = recipe === undefined ? choiceOf(flags, shell) : bundle
    const calendar = await kernel.create(Calendar, flags.calendar ?? recipe?.calendar ?? 'XNYS')
    const source = recipe?.source ?? (await kernel.create(DataSource, choice))

    const root = rootFolder(shell.environment)
    const answers = answersFolder(bundle, root)
    const progress = flags.showProgress ? await createProgress(shell.stderr) : noProgress(shell.stderr)
    const interrupt = listenForInterrupt(() => progress.line('interrupted: ending the ingest (again to kill it)'))
    try {
      const { symbols, splits, strict, append, quality: preset } = flags
      const frequency = flags.dataFrequency ?? recipe?.frequency ?? 'daily'
      const [start, end] = [flags.start ?? recipe?.start, flags.end ?? recipe?.end]
      const manifest = await ingestBundle(
        source,
        { frequency, calendar, symbols, start, end, signal: interrupt.signal, answers, progress: percent(progress) },
        {
          bundle,
          version: shell.version,
          choice,
          splits,
          strict,
          append,
          preset,
          root,
          onRemark: (text) => progress.line(text),
        },
      )
      progress.stop()
      // They are kept for an ingest that is cut off, and this one is whole.
      if (readCounts(answers) !== undefined) new ResponseCache(answers, 0).clear()
      if (flags.json) shell.print(JSON.stringify(manifest, null, 2))
      else if (ingestionTime(manifest.ingestion)! < begun) shell.print(`${bundle} ${manifest.ingestion}: nothing new`)
      else tell(shell, manifest, (performance.now() - started) / 1000)
      return 0
    } catch (error) {
      if (!interrupt.signal.aborted || (error as Error).name !== 'AbortError') throw error
      progress.stop()
      shell.tell('stopped: nothing was ingested, earlier ingestions are as they were', 'yellow')
      return interrupt.code()
    } finally {
      interrupt.release()
      progress.stop()
    }
  },
}

function tell(
  shell: Shell,
  { bundle, ingestion, rows, firstSession, lastSession, files, quality }: Manifest,
  s: number,
) {
  tellNotices(shell, quality.notices)
  tellQuality(shell, bundle, quality)
  const size = bytesText(files.reduce((sum, file) => sum + file.size, 0))
  shell.print(
    `${bundle} ${ingestion}: ${rows.assets} assets, ${rows.bars} bars, ${firstSession} to ${lastSession}, ${size} in ${s.toFixed(1)} s`,
  )
}

/** How many errors and warnings there are, and the first of them: those of which no notice has told what was done about them. */
function tellQuality(shell: Shell, bundle: string, { notices, summary, findings = [] }: Manifest['quality']): void {
  if (summary === undefined) return
  const keyOf = ({ code, sid, date }: Notice) => `${code} ${sid} ${date}`
  const told = new Set(notices.map(keyOf))
  const failing = findings.filter(({ severity }) => severity !== 'info')
  const worst = failing.filter((finding) => !told.has(keyOf(finding)))
  const warnings = summary.warnings - (failing.length - worst.length)
  if (summary.errors + warnings === 0) return
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`
  shell.tell(
    `${count(summary.errors, 'error')} and ${count(warnings, 'warning')} in the quality of the data:`,
    'yellow',
  )
  for (const finding of worst.slice(0, 5)) shell.tell(`  ${findingText(finding)}`)
  shell.tell(`hint: \`rustybt bundle validate ${bundle}\` shows all, --strict stops at them`)
}

function required({ bundle, csv }: IngestFlags): string {
  if (bundle !== undefined) return bundle
  throw new UsageError('which bundle shall be written? Name it with -b NAME', {
    hint: `rustybt ingest -b daily --csv ${csv ?? 'prices/'}`,
  })
}

/** How the bundle is made, where it is registered and the line names no prices. */
async function recipeOf(
  { csv, source, option }: IngestFlags,
  bundle: string,
  kernel: Kernel,
): Promise<BundleRecipe | undefined> {
  if (csv !== undefined || source !== undefined) return undefined
  const isRegistered = kernel.offers(BundleRecipe).some(({ name }) => name === bundle)
  if (!isRegistered) return undefined
  if (option !== undefined)
    throw new UsageError(`-o is an option of a --source, and bundle '${bundle}' is made as it is registered`)
  return kernel.create(BundleRecipe, bundle)
}

function choiceOf({ csv, source, option = {} }: IngestFlags, shell: Shell): Choice {
  if ((csv === undefined) === (source === undefined)) {
    throw new UsageError('specify exactly one of --csv DIR and --source NAME', {
      hint: 'rustybt ingest -b daily --csv prices/',
    })
  }
  // As an absolute path, so that the manifest says where the data were.
  return csv === undefined ? { ...option, use: source! } : { ...option, use: 'csv', dir: resolve(shell.cwd, csv) }
}

const percent = (progress: Progress) => (done: number) => progress.show('ingesting', Math.round(100 * done), 100)
