import type { PerformanceColumn } from '../../engine/metrics.js'
import type { RunSpec } from '../../engine/run-spec.js'
import { type SearchOptions, type SearchResult, search } from '../../optimize/search.js'
import type { ParameterSet } from '../../optimize/space.js'
import { openRuns, type RunsOptions } from '../run/many.js'
import type { ManyResults } from '../run/run-columns.js'
import type { KeptValues } from './kept-values.js'

export interface Optimization extends Omit<RunsOptions, 'columns'>, Omit<SearchOptions, 'evaluate' | 'signal'> {
  /** Every run but for the parameters that are searched. */
  readonly spec: RunSpec
  /** The column of the performance whose last value is to be as great as can be; 'sharpe' where left out. */
  readonly objective?: PerformanceColumn
  /** Columns to hand to `onRuns`, beside the objective's. */
  readonly columns?: readonly PerformanceColumn[]
  /** Told after each run how many are done, of those that are asked for by now. */
  readonly onRun?: (done: number, runs: number) => void
  /** Told what came of the sets that were tried together, those after an interruption as NaN. */
  readonly onRuns?: (sets: readonly ParameterSet[], results: ManyResults) => void
  /** What earlier runs like these came to, which are not played again; what is played is added, a few runs at a time. */
  readonly kept?: KeptValues
}

export interface OptimizationResult extends SearchResult {
  /** Trials whose run failed, by their number from 0. */
  readonly failures: readonly { readonly trial: number; readonly code: string; readonly message: string }[]
}

/** So many runs are played before what they came to is kept; twice as many each time that it was done in less than so many ms. */
const [FIRST, SHORT] = [16, 5000]

/**
 * Searches the parameters with which a strategy's objective is greatest, in worker threads over one copy of the bars. The same space,
 * seed and data give the same trials, with any number of workers.
 */
export async function optimize(options: Optimization): Promise<OptimizationResult> {
  const { spec, objective = 'sharpe', columns = [], signal, kept, onRun, onRuns } = options
  const runs = openRuns({ ...options, columns: [...new Set([objective, ...columns])] })
  const failures: OptimizationResult['failures'][number][] = []
  let most = kept === undefined ? Number.POSITIVE_INFINITY : FIRST
  const evaluate = async (sets: readonly ParameterSet[], before: number) => {
    const values = sets.map((set) => kept?.get(set) ?? Number.NaN)
    const open = [...sets.keys()].filter((trial) => kept?.get(sets[trial]) === undefined)
    let done = sets.length - open.length
    for (let at = 0; at < open.length && !signal?.aborted; ) {
      const trials = open.slice(at, at + most)
      at += trials.length
      const asked = trials.map((trial) => sets[trial])
      const specs = asked.map((set) => ({ ...spec, parameters: { ...spec.parameters, ...set } }))
      const started = performance.now()
      const results = await runs.play(specs, (ended) => onRun?.(before + done + ended, before + sets.length))
      onRuns?.(asked, results)
      done += trials.length
      for (const { run, ...failure } of results.failures) failures.push({ trial: before + trials[run], ...failure })
      const { length } = results.sessions
      for (const [run, trial] of trials.entries())
        values[trial] = results.columns[objective]?.[(run + 1) * length - 1] ?? Number.NaN
      if (kept === undefined || signal?.aborted) continue
      // Runs that failed are played again: another time they may not.
      const failed = new Set(results.failures.map(({ run }) => run))
      const ended = trials.filter((_, run) => !failed.has(run))
      kept.keep(
        ended.map((trial) => sets[trial]),
        ended.map((trial) => values[trial]),
      )
      if (performance.now() - started < SHORT) most *= 2
    }
    return values
  }
  try {
    return { ...(await search({ ...options, evaluate })), failures }
  } finally {
    await runs.close()
  }
}
