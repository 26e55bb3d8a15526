import { dirname, relative, resolve } from 'node:path'
import { rootFolder } from '../../data/disk.js'
import { isHistory, type RunSpec } from '../../engine/run-spec.js'
import type { Choice } from '../../kernel/choice.js'
import type { LoadedConfig } from '../../kernel/config.js'
import type { Kernel } from '../../kernel/kernel.js'
import { SearchMethod } from '../../optimize/search.js'
import { checkSpace, type ParameterSet, type SearchSpace } from '../../optimize/space.js'
import type { Command, Invocation } from '../command.js'
import { listedOptions } from '../plugins/offer-options.js'
import { dataHash } from '../report/data-hash.js'
import { readBenchmark } from '../run/benchmark-file.js'
import type { RunSettings } from '../run/config.js'
import type { RunFlags } from '../run/flags.js'
import type { Described } from '../run/performance-file.js'
import { planRun, type RunPlan, settingsOf, useOf } from '../run/plan.js'
import { describe } from '../run/run.js'
import { askBeforeTrading } from '../run/trading.js'
import { type AlgorithmSource, loadStrategy, readAlgorithm } from '../strategy/strategy-file.js'
import { listenForInterrupt } from '../terminal/interrupt.js'
import { createProgress, noProgress } from '../terminal/progress.js'
import type { Shell } from '../terminal/shell.js'
import { type CountedRun, checkHoldout, countTrials, ledgerOf } from '../trials/run-trial.js'
import { UsageError } from '../usage.js'
import { describeOptimize, type OptimizeFlags } from './flags.js'
import { countKept, keptFile, openKept, removeKept } from './kept-values.js'
import { type Optimization, type OptimizationResult, optimize as optimizeRuns } from './runs.js'
import { checkTrialsFile, trialsTable, writeTrials } from './trials.js'

export const optimize: Command = {
  name: 'optimize',
  summary: 'search the parameters with which a strategy does best',
  describe: describeOptimize,
  async run(invocation: Invocation): Promise<number> {
    const { shell } = invocation
    const flags = invocation.options as unknown as OptimizeFlags
    const { plan, ledger, source, optimization, file } = await planSearch(invocation, flags)
    tellKept(shell, file, flags)
    const progress = flags.progress ? await createProgress(shell.stderr) : noProgress(shell.stderr)
    const interrupt = listenForInterrupt(() => progress.line('interrupted: ending the search (again to kill it)'))
    let result: OptimizationResult
    try {
      result = await optimizeRuns({
        ...optimization,
        trial: false,
        kept: openKept(file, flags.resume === true),
        signal: interrupt.signal,
        columns: ['returns'],
        onRun: (done, runs) => progress.show('trials', done, runs),
        onRuns(sets, results) {
          if (flags.trial !== false)
            countTrials(shell, ledger, countedRuns(sets, results, plan, optimization.spec, source))
        },
      })
    } finally {
      interrupt.release()
      progress.stop()
    }
    show(shell, result, flags, plan)
    if (interrupt.signal.aborted) {
      if (countKept(file) > 0) shell.tell('the same line with --resume goes on from there')
      return interrupt.code()
    }
    removeKept(file)
    return result.best === undefined ? 1 : 0
  },
}

interface PlannedSearch {
  readonly plan: RunPlan
  readonly ledger: string
  readonly source: AlgorithmSource
  readonly optimization: Optimization
  /** Where the values of its runs are kept until it is over. */
  readonly file: string
}

/** Whether there is something of a search that was cut off to go on with; what is not taken over stays, until one is over. */
function tellKept(shell: Shell, file: string, { resume }: OptimizeFlags): void {
  const count = countKept(file)
  const runs = `${count} ${count === 1 ? 'run' : 'runs'} of a search that was stopped`
  if (resume) shell.tell(count === 0 ? 'no search like this was stopped: it begins' : `${runs} are known`)
  else if (count > 0) shell.tell(`${runs} could be taken over by --resume: played anew`, 'yellow')
}

/** All that can be wrong with a line is said before the first run. */
async function planSearch({ shell, operands }: Invocation, flags: OptimizeFlags): Promise<PlannedSearch> {
  const root = rootFolder(shell.environment)
  const runFlags: RunFlags = { ...flags, output: undefined, printAlgo: false }
  if (flags.output !== undefined) checkTrialsFile(resolve(shell.cwd, flags.output))
  const loaded = await shell.config(flags.config)
  const plan = planRun(operands, runFlags, loaded, shell.cwd, root)
  const settings = settingsOf(loaded, flags.profile)
  const space = spaceOf(flags, settings)
  const source = readAlgorithm(plan.algorithm, shell.cwd)
  const ledger = ledgerOf(runFlags, plan, shell)
  checkHoldout(ledger, plan, runFlags)
  const kernel = await shell.kernel(loaded)
  await askBeforeTrading(shell, kernel, plan, runFlags, 'run')
  const method = await kernel.create(SearchMethod, methodOf(flags, settings, kernel), {
    keys: new Map([[SearchMethod, 'search']]),
  })
  const { profile } = await loadStrategy(source, plan.parameters, kernel)
  const { benchmark } = plan
  const spec: RunSpec = {
    ...plan.spec(profile),
    splits: plan.splits,
    benchmark: benchmark && 'file' in benchmark ? readBenchmark(benchmark.file, shell.cwd) : benchmark,
  }
  if (!isHistory(spec.feed))
    throw new UsageError('a search runs on the past, and a stream is chosen as feed', {
      hint: 'take another --profile',
    })
  const { objective, trials, workers } = flags
  return {
    plan,
    ledger,
    source,
    file: keptFile(root, describeBefore(spec, plan, source), dataHash(spec, shell.cwd, root), flags.objective),
    optimization: {
      ...{ spec, space, method, objective, trials, workers, root, seed: plan.seed },
      file: resolve(shell.cwd, fileOf(plan)),
      ...pluginsOf(loaded, shell.cwd),
    },
  }
}

/** A run as it is described before it has been played. */
function describeBefore(spec: RunSpec, plan: RunPlan, source: AlgorithmSource): Described {
  return describe({ spec, result: { performance: { sessions: [] }, interrupted: false } }, plan, source)
}

/** `optimize` takes no text. */
const fileOf = ({ algorithm }: RunPlan): string => ('file' in algorithm ? algorithm.file : '')

/** What the line says stands above the config, parameter by parameter. */
function spaceOf({ param, define }: OptimizeFlags, settings: RunSettings): SearchSpace {
  const space: SearchSpace = { ...settings.space, ...param }
  const fixed = Object.keys(space).find((name) => Object.hasOwn(define ?? {}, name))
  if (fixed !== undefined) throw new UsageError(`${fixed} is to be searched, and -D gives it a value`)
  if (Object.keys(space).length === 0)
    throw new UsageError('there is nothing to search', {
      code: 'SPACE_EMPTY',
      hint: '-p fast=5:50:5 -p slow=50,100,200, or space in rustybt.config.ts',
    })
  checkSpace(space)
  return space
}

/** A method that takes a number of trials is told how many there will be. */
function methodOf({ method, trials }: OptimizeFlags, settings: RunSettings, kernel: Kernel): Choice {
  const choice = method ?? settings.search ?? 'grid'
  const use = useOf(choice)
  const offer = kernel.offers(SearchMethod).find(({ name }) => name === use)
  const takesTrials = listedOptions(offer?.options).some(({ name }) => name === 'trials')
  if (trials === undefined || use === undefined || !takesTrials) return choice
  return { ...(typeof choice === 'string' ? {} : choice), use, trials }
}

/** Plugins that workers load for themselves. */
function pluginsOf(loaded: LoadedConfig | undefined, cwd: string): Pick<Optimization, 'plugins' | 'cwd'> {
  const plugins = loaded?.config.plugins ?? []
  const names = plugins.filter((plugin) => typeof plugin === 'string')
  if (names.length < plugins.length)
    throw new UsageError('a plugin of the config is an object, which cannot go to other threads', {
      code: 'PLUGIN_UNNAMED',
      hint: "put it into a file of its own and name that: plugins: ['./plugin.ts']",
    })
  return { plugins: names, cwd: loaded === undefined ? cwd : dirname(loaded.file) }
}

type Results = Parameters<NonNullable<Optimization['onRuns']>>[1]

/** The runs that have come to an end, as the ledger of trials knows them. */
function countedRuns(
  sets: readonly ParameterSet[],
  { sessions, columns }: Results,
  plan: RunPlan,
  spec: RunSpec,
  source: AlgorithmSource,
): readonly CountedRun[] {
  const { length } = sessions
  if (length === 0) return []
  const runs = sets.map((set, run): CountedRun => {
    const parameters = { ...plan.parameters, ...set }
    const result = { performance: { sessions }, interrupted: false }
    const returns = columns.returns!.subarray(run * length, (run + 1) * length)
    return {
      performance: { length, sessions, columns: { returns } },
      described: describe({ spec: { ...spec, parameters }, result }, { ...plan, parameters }, source),
    }
  })
  return runs.filter(({ performance }) => !Number.isNaN(performance.columns.returns[0]))
}

function show(shell: Shell, result: OptimizationResult, flags: OptimizeFlags, plan: RunPlan): void {
  const { trials, failures, best, isOver } = result
  const output = flags.output === undefined ? undefined : resolve(shell.cwd, flags.output)
  if (output !== undefined) writeTrials(output, result)
  if (flags.json) {
    const about = { trials: trials.length, failed: failures.length, objective: flags.objective, isOver }
    shell.print(JSON.stringify({ ...about, best: best ?? null, output: output ?? null }, null, 2))
    return
  }
  shell.print(trialsTable(result, flags.objective))
  if (failures.length > 0)
    shell.tell(
      `${failures.length} of ${trials.length} runs failed, the first: ${failures[0].code}: ${failures[0].message}`,
      'yellow',
    )
  if (trials.length > 1 && trials.every(({ value }) => value === trials[0].value))
    shell.tell(
      `every trial comes to the same: does the algorithm read ${Object.keys(trials[0].parameters).join(', ')}?`,
      'yellow',
    )
  if (!isOver) shell.tell(`stopped after ${trials.length} trials, and there are more to try`, 'yellow')
  if (output !== undefined) shell.print(`trials         ${output}`)
  if (best === undefined) {
    shell.tell(`no run has a ${flags.objective}`, 'red')
    return
  }
  const given = Object.entries(best.parameters).map(([name, value]) => `-D ${name}=${value}`)
  shell.print(
    `the best again: rustybt run ${relative(shell.cwd, resolve(shell.cwd, fileOf(plan)))} … ${given.join(' ')}`,
  )
}
