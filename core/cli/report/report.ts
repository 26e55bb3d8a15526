import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { rootFolder } from '../../data/disk.js'
import { outOfSampleRow } from '../../engine/out-of-sample.js'
import { Report, type ReportedResult, type RunAbout } from '../../engine/report.js'
import { resultHash } from '../../engine/result-hash.js'
import { readRunRecord } from '../../engine/run-record.js'
import type { Kernel } from '../../kernel/kernel.js'
import type { Command, Invocation } from '../command.js'
import { dateFlag } from '../flag-values.js'
import type { Described } from '../run/performance-file.js'
import { findTrials, trialKey } from '../trials/ledger.js'
import { UsageError } from '../usage.js'
import { reportKind, writeArtifacts } from './file.js'
import { listedColumns, sectorList } from './lists.js'
import { memberReturns, type PriceSources } from './member-returns.js'

export const report: Command = {
  name: 'report',
  summary: 'make a report of a written run, or compare several',
  describe(flags) {
    flags
      .argument('<files...>', 'what `rustybt run -o FILE.json` wrote')
      .option('-o, --output <file>', 'where it goes: .html or .json (beside the first file, as .html)')
      .option('--compare', 'all files in one report, side by side')
      .option(
        '--out-of-sample <date>',
        'what is judged apart begins here (as the run said, or a sealed holdout)',
        dateFlag,
      )
      .option(
        '--sectors <file>',
        'CSV of symbol, sector and perhaps weight: gains by sector, and Brinson’s attribution',
      )
      .option('--factors <file>', 'CSV of date and returns of factors, a column each: a regression on them')
      .option('-b, --bundle <name>', 'with --sectors: prices of what was not traded (the bundle of the run)')
      .option(
        '--prices <file>',
        'with --sectors: CSV of date and adjusted closes of what was not traded, a column each',
      )
      .option('--json', 'print all that it shows as JSON, and write nothing')
      .addHelpText('after', EXAMPLES)
  },
  async run({ shell, operands, options }: Invocation): Promise<number> {
    if (operands.length > 1 && !options.compare)
      throw new UsageError(`one file a report: was ${operands.join(', ')}`, { hint: '--compare puts several into one' })
    if (operands.length === 1 && options.compare)
      throw new UsageError('a comparison takes two files or more', { hint: 'rustybt report a.json b.json --compare' })
    checkIdleFlags(options)
    const lists = {
      sectors: options.sectors === undefined ? undefined : sectorList(resolve(shell.cwd, String(options.sectors))),
      factors: options.factors === undefined ? undefined : resolve(shell.cwd, String(options.factors)),
    }
    const isWeighted = Object.values(lists.sectors ?? {}).some(({ weight }) => weight)
    if (!isWeighted && (options.bundle !== undefined || options.prices !== undefined))
      throw new UsageError('prices are asked for where a list of sectors has weights, and this one has none')
    const root = rootFolder(shell.environment)
    const kernel = await shell.kernel(await shell.config())
    const given = {
      file: options.prices === undefined ? undefined : resolve(shell.cwd, String(options.prices)),
      bundle: options.bundle === undefined ? undefined : { name: String(options.bundle) },
    }
    const runs: ReportedResult[] = []
    for (const file of operands) {
      const { run, bundle } = readRun(resolve(shell.cwd, file), root, lists)
      const sources = { ...given, bundle: given.bundle ?? bundle, root }
      const outOfSample = (options.outOfSample as string | undefined) ?? run.about.outOfSample
      if (outOfSample !== undefined) outOfSampleRow(run.result.performance.sessions, outOfSample, file)
      runs.push({
        ...run,
        about: { ...run.about, outOfSample, memberReturns: await memberReturns(run, sources, kernel) },
      })
    }
    if (options.json) {
      const [{ content }] = await artifacts(kernel, 'json', runs, Boolean(options.compare))
      shell.print(String(content))
      return 0
    }
    const output = resolve(shell.cwd, outputOf(options.output, operands[0], Boolean(options.compare)))
    if (!existsSync(dirname(output)))
      throw new UsageError(`there is no folder ${dirname(output)} to write into`, { code: 'OUTPUT_FOLDER' })
    writeArtifacts(output, await artifacts(kernel, reportKind(output), runs, Boolean(options.compare)))
    shell.print(`report         ${output}`)
    return 0
  },
}

const EXAMPLES = `
Examples:
  rustybt run momentum.ts --csv prices -o perf.json
  rustybt report perf.json
  rustybt report perf.json --out-of-sample 2018-01-01
  rustybt report perf.json -o tearsheet.html --factors fama-french.csv --sectors sectors.csv
  rustybt report perf.json --sectors index.csv -b daily       Brinson's attribution to an index of the bundle
  rustybt report perf.json --json | jq .headline
  rustybt report fast.json slow.json --compare -o both.html
`

/** A flag that would change nothing is refused. */
function checkIdleFlags(options: Invocation['options']): void {
  const { compare, json, output, sectors, factors } = options
  const given = (flags: Invocation['options']) => Object.keys(flags).find((flag) => flags[flag] !== undefined)
  const list = given({ '--sectors': sectors, '--factors': factors })
  if (compare && list !== undefined)
    throw new UsageError(`${list} is of the report of one run, and a comparison has no such part`)
  const prices = given({ '--bundle': options.bundle, '--prices': options.prices })
  if (sectors === undefined && prices !== undefined)
    throw new UsageError(`${prices} is where --sectors finds prices, and no sectors are given`)
  if (json && output !== undefined)
    throw new UsageError('--json prints the report and writes no file, and -o names one')
}

async function artifacts(kernel: Kernel, kind: 'html' | 'json', runs: readonly ReportedResult[], compare: boolean) {
  const made = await kernel.create(Report, kind)
  if (!compare) return made.render(runs[0].result, runs[0].about)
  return made.compare!(runs)
}

function outputOf(given: unknown, first: string, compare: boolean): string {
  if (given === undefined)
    return join(dirname(first), compare ? 'comparison.html' : `${basename(first, extname(first))}.html`)
  const file = String(given)
  if (/\.(html?|json)$/i.test(file)) return file
  throw new UsageError(`${file}: the report is written as .html or .json`, { code: 'OUTPUT_KIND' })
}

function readRun(
  file: string,
  root: string,
  lists: { readonly sectors?: RunAbout['sectors']; readonly factors?: string },
): { readonly run: ReportedResult; readonly bundle: PriceSources['bundle'] } {
  const given = parse(file)
  const { result, about } = readRunRecord(given, basename(file))
  const described = (given as { run: Described }).run
  const trials = findTrials(root, trialKey(described))
  const fingerprints = { ...about.fingerprints, result: resultHash((given as { perf: object[] }).perf) }
  const { sessions } = result.performance
  const factors = lists.factors === undefined ? undefined : listedColumns(lists.factors, sessions)
  return {
    run: { result, about: { ...about, fingerprints, trials, sectors: lists.sectors, factors } },
    bundle: bundleOf(described),
  }
}

/** The bundle that a run was on, if it was on one. */
function bundleOf({ source }: Described): PriceSources['bundle'] {
  const { bundle, timestamp } = (source ?? {}) as { readonly bundle?: string; readonly timestamp?: string | null }
  if (bundle === undefined) return undefined
  return { name: bundle, ...(timestamp ? { timestamp: Date.parse(timestamp) } : {}) }
}

function parse(file: string): unknown {
  if (!existsSync(file)) throw new UsageError(`no file ${file}`, { code: 'PERFORMANCE_NOT_FOUND' })
  if (!/\.json$/i.test(file))
    throw new UsageError(`${file}: a report is made of what -o FILE.json wrote`, { code: 'PERFORMANCE_FILE' })
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new UsageError(`${file} is no JSON: ${(cause as Error).message}`, { code: 'PERFORMANCE_FILE' })
  }
}
