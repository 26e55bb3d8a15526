import { basename } from 'node:path'
import { type BundleDataset, loadBundle } from '../../data/bundle.js'
import { addCounts, memoryFolder } from '../../data/cache-counts.js'
import type { Dataset } from '../../data/dataset.js'
import { rootFolder, sha256 } from '../../data/disk.js'
import { eventRows } from '../../engine/event-rows.js'
import { outOfSampleRow } from '../../engine/out-of-sample.js'
import { Report } from '../../engine/report.js'
import type { RunResult } from '../../engine/result.js'
import { numbering, performanceRows, plainValue } from '../../engine/rows.js'
import { runRecord } from '../../engine/run-record.js'
import { executeSpec, isBundle, isHistory, type RunSpec } from '../../engine/run-spec.js'
import type { TrialsAbout } from '../../engine/trials.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Kernel } from '../../kernel/kernel.js'
import type { Journal } from '../../live/journal.js'
import { live } from '../../live/run-live.js'
import type { Command, Invocation } from '../command.js'
import { dataHash } from '../report/data-hash.js'
import { aboutOf, reportKind, writeReport } from '../report/file.js'
import { strategyError } from '../strategy/strategy-error.js'
import { type AlgorithmSource, loadStrategy, readAlgorithm } from '../strategy/strategy-file.js'
import { type Interrupt, listenForInterrupt } from '../terminal/interrupt.js'
import { tellNotices } from '../terminal/notices.js'
import { createProgress, noProgress } from '../terminal/progress.js'
import type { Shell } from '../terminal/shell.js'
import { checkHoldout, countTrial, ledgerOf } from '../trials/run-trial.js'
import { readBenchmark } from './benchmark-file.js'
import { describeRun, type RunFlags } from './flags.js'
import type { Described } from './performance-file.js'
import { writePerformance } from './performance-file.js'
import { type BenchmarkChoice, planRun, type RunMode, type RunPlan } from './plan.js'
import { type RunSummary, summarize, summaryTable } from './summary.js'
import { askBeforeTrading, beginJournal, defaultRunId } from './trading.js'
import { Watch } from './watch.js'

/** Sessions in a year, as Zipline counts them whatever the calendar. */
const ZIPLINE_YEAR = 252

export const run: Command = {
  name: 'run',
  summary: 'run an algorithm on prices and show how it did',
  describe: describeRun,
  run: (invocation) => runAlgorithm(invocation, 'run'),
}

/** The work of `run`, `paper` and `live`. */
export async function runAlgorithm({ shell, operands, options }: Invocation, mode: RunMode): Promise<number> {
  const started = performance.now()
  const flags = options as unknown as RunFlags
  const loaded = await shell.config(flags.config)
  const plan = planRun(operands, flags, loaded, shell.cwd, rootFolder(shell.environment), mode)
  const source = readAlgorithm(plan.algorithm, shell.cwd)
  const benchmark =
    plan.benchmark && 'file' in plan.benchmark ? readBenchmark(plan.benchmark.file, shell.cwd) : plan.benchmark
  const ledger = mode === 'run' ? ledgerOf(flags, plan, shell) : undefined
  if (ledger !== undefined) checkHoldout(ledger, plan, flags)
  const kernel = await shell.kernel(loaded)
  await askBeforeTrading(shell, kernel, plan, flags, mode)
  if (flags.printAlgo) (flags.json ? shell.stderr : shell.stdout).write(`${source.text.trimEnd()}\n`)

  const progress = flags.progress ? await createProgress(shell.stderr) : noProgress(shell.stderr)
  const watch = new Watch(progress)
  const interrupt = listenForInterrupt(() => progress.line('interrupted: ending the run (again to kill it)'))
  let done: Done | undefined
  try {
    const runId = flags.runId ?? defaultRunId(mode)
    const root = rootFolder(shell.environment)
    done = await play({ plan, source, kernel, watch, interrupt, benchmark, root, runId })
  } finally {
    interrupt.release()
    watch.close()
  }
  if (done === undefined) {
    shell.tell('stopped before the first session: there is nothing to show or to write', 'yellow')
    return interrupt.code()
  }
  const described = describe(done, plan, source)
  const trials =
    ledger === undefined || flags.trial === false
      ? undefined
      : countTrial(shell, ledger, { performance: done.result.performance, described })
  await write(done, { ...plan, outOfSample: reached(shell, done, plan) }, described, trials, kernel, shell)
  const elapsed = (performance.now() - started) / 1000
  if (flags.json) showJson(shell, done, plan, elapsed)
  else show(shell, done, plan, elapsed)
  return done.result.interrupted ? interrupt.code() : 0
}

/** Where out-of-sample begins; undefined, and somebody is told, where the run did not come so far. */
function reached(shell: Shell, { result }: Done, { outOfSample }: RunPlan): string | undefined {
  if (outOfSample === undefined) return undefined
  try {
    outOfSampleRow(result.performance.sessions, outOfSample)
    return outOfSample
  } catch (error) {
    if (!(error instanceof RustybtError)) throw error
    shell.tell(`${error.code}: ${error.message}; the report does without`, 'yellow')
    return undefined
  }
}

async function write(
  done: Done,
  plan: RunPlan,
  described: Described,
  trials: TrialsAbout | undefined,
  kernel: Kernel,
  { cwd, environment }: Shell,
): Promise<void> {
  const { result, dataset } = done
  const { outOfSample } = plan
  const isTold = plan.report !== undefined || /\.json$/i.test(plan.output ?? '')
  const run = {
    ...done,
    described,
    finder: dataset.finder,
    benchmark: benchmarkName(plan.benchmark),
    outOfSample,
    data: isTold ? dataHash(done.spec, cwd, rootFolder(environment)) : undefined,
    trials,
  }
  if (plan.output !== undefined) {
    const numberOf = numbering()
    const rows = performanceRows(result, dataset.finder, numberOf)
    await writePerformance(plan.output, described, rows, eventRows(result, numberOf), runRecord(result, aboutOf(run)))
  }
  if (plan.report !== undefined) {
    const reporter = await kernel.create(Report, plan.reporter ?? reportKind(plan.report))
    await writeReport(plan.report, reporter, result, run)
  }
}

interface Job {
  readonly plan: RunPlan
  readonly source: AlgorithmSource
  readonly kernel: Kernel
  readonly watch: Watch
  readonly interrupt: Interrupt
  readonly benchmark: RunSpec['benchmark']
  /** Where bundles and journals lie. */
  readonly root: string
  readonly runId: string
}

interface Done {
  readonly spec: RunSpec
  readonly result: RunResult
  readonly dataset: Dataset
  /** Of a run on a stream. */
  readonly journal?: Journal
  readonly summary: RunSummary
  readonly calendar: string
  readonly zone: string | undefined
  readonly perYear: number
}

/** Undefined where it was stopped while the data were read. */
async function play({
  plan,
  source,
  kernel,
  watch,
  interrupt,
  benchmark,
  root,
  runId,
}: Job): Promise<Done | undefined> {
  const { strategy, profile } = await loadStrategy(source, plan.parameters, kernel)
  const spec: RunSpec = { ...plan.spec(profile), benchmark }
  const journal = isHistory(spec.feed) ? undefined : beginJournal(root, runId, source, spec)
  let dataset: Dataset | undefined
  let opened: BundleDataset | undefined
  try {
    const id = journal === undefined ? undefined : runId
    const result = await executeSpec(kernel, { ...spec, runId: id, splits: plan.splits }, watch.over(strategy), {
      live,
      journal,
      barStates: plan.report !== undefined || /\.json$/i.test(plan.output ?? ''),
      openBundle: async ({ bundle, timestamp }, terms) => {
        const at = timestamp === undefined ? undefined : Date.parse(timestamp)
        return (opened = await loadBundle(bundle, { ...terms, timestamp: at, root }))
      },
      signal: interrupt.signal,
      onRead: (part) => watch.progress.show('reading data', Math.round(100 * part), 100),
      onData: (data) => {
        dataset = data
      },
      onSession: (done, total) => watch.progress.show('sessions', done, total),
      onLog: watch.log,
    })
    const perYear = spec.profile === 'zipline' ? ZIPLINE_YEAR : (watch.calendar?.sessionsPerYear ?? ZIPLINE_YEAR)
    const summary = summarize(result, Number(spec.capital), perYear)
    journal?.close(result.interrupted)
    if (opened !== undefined) addCounts(memoryFolder(root), opened.cache())
    return {
      spec,
      result,
      dataset: dataset!,
      journal,
      summary,
      calendar: watch.calendar?.name ?? '',
      zone: watch.calendar?.zone,
      perYear,
    }
  } catch (error) {
    if (interrupt.signal.aborted && (error as Error).name === 'AbortError') return undefined
    throw watch.moment === undefined ? error : strategyError(error, watch.moment, source.texts)
  }
}

interface DescribedRun {
  readonly spec: RunSpec
  readonly result: Pick<RunResult, 'interrupted' | 'bounds'> & {
    readonly performance: { readonly sessions: readonly string[] }
  }
}

/** What the run was, for the file: nothing of the machine or the hour in it. */
export function describe(
  { spec, result }: DescribedRun,
  plan: Pick<RunPlan, 'benchmark' | 'csv' | 'splits' | 'parameters' | 'seed'>,
  source: AlgorithmSource,
): Described {
  const { sessions } = result.performance
  return {
    algorithm: source.name,
    algorithm_sha256: sha256(source.text),
    start: spec.start ?? sessions[0] ?? null,
    end: spec.end ?? sessions.at(-1) ?? null,
    capital_base: Number(spec.capital),
    data_frequency: spec.frequency,
    calendar: plainValue(spec.calendar),
    benchmark: benchmarkName(plan.benchmark) ?? false,
    ...(isHistory(spec.feed) ? {} : { feed: plainValue(spec.feed) }),
    source: plan.csv === undefined ? plainValue(spec.source) : { use: 'csv', dir: basename(plan.csv) },
    splits: isBundle(spec.source) ? null : plan.splits,
    quirks: spec.profile,
    switches: { ...spec.quirks },
    broker: plainValue(spec.broker),
    commission: plainValue(spec.commission),
    slippage: plainValue(spec.slippage),
    ...Object.fromEntries(
      (['latency', 'fills', 'financing', 'account', 'currency', 'fx'] as const).flatMap((key) =>
        spec[key] === undefined ? [] : [[key, plainValue(spec[key])]],
      ),
    ),
    parameters: plainValue(plan.parameters),
    seed: plan.seed ?? null,
    interrupted: result.interrupted,
    bounds: plainValue(result.bounds),
  }
}

function showJson(shell: Shell, done: Done, { output, report }: RunPlan, elapsed: number): void {
  const { interrupted } = done.result
  const { notices } = done.dataset
  const files = { output: output ?? null, report: report ?? null }
  shell.print(JSON.stringify({ ...done.summary, elapsed, interrupted, ...files, notices }, null, 2))
}

function show(
  shell: Shell,
  { spec, result, dataset, summary, journal }: Done,
  { output, report }: RunPlan,
  elapsed: number,
): void {
  tellNotices(shell, dataset.notices, !isBundle(spec.source))
  if (result.interrupted)
    shell.tell(`interrupted after ${summary.sessions} sessions: this is how far it came`, 'yellow')
  shell.print(summaryTable(summary, elapsed))
  if (output !== undefined) shell.print(`performance    ${output}`)
  if (report !== undefined) shell.print(`report         ${report}`)
  if (journal === undefined) return
  shell.print(`journal        ${journal.path}`)
  if (journal.open.size > 0) shell.tell(`left open at the broker: ${[...journal.open.keys()].join(', ')}`, 'yellow')
}

/** A file by its name, an asset as it was given. */
function benchmarkName(chosen: BenchmarkChoice | undefined): string | undefined {
  if (chosen === undefined) return undefined
  if ('file' in chosen) return basename(chosen.file)
  return 'sid' in chosen ? `sid ${chosen.sid}` : chosen.symbol
}
