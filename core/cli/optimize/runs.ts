import type { PerformanceColumn } from '../../engine/metrics.js'
import type { RunSpec } from '../../engine/run-spec.js'
import { type SearchOptions, type SearchResult, search } from '../../optimize/search.js'
import type { ParameterSet } from '../../optimize/space.js'
import { openRuns, type RunsOptions } from '../run/many.js'
import type { ManyResults } from '../run/run-columns.js'

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
}

export interface OptimizationResult extends SearchResult {
  /** Trials whose run failed, by their number from 0. */
  readonly failures: readonly { readonly trial: number; readonly code: string; readonly message: string }[]
}

/**
 * Searches the parameters with which a strategy's objective is greatest, in worker threads over one copy of the bars. The same space,
 * seed and data give the same trials, with any number of workers.
 */
export async function optimize(options: Optimization): Promise<OptimizationResult> {
  const { spec, objective = 'sharpe', columns = [], onRun, onRuns } = options
  const runs = openRuns({ ...options, columns: [...new Set([objective, ...columns])] })
  const failures: OptimizationResult['failures'][number][] = []
  const evaluate = async (sets: readonly ParameterSet[], before: number) => {
    const specs = sets.map((set) => ({ ...spec, parameters: { ...spec.parameters, ...set } }))
    const results = await runs.play(specs, (done) => onRun?.(before + done, before + sets.length))
    onRuns?.(sets, results)
    for (const { run, ...failure } of results.failures) failures.push({ trial: before + run, ...failure })
    const { length } = results.sessions
    return sets.map((_, run) => results.columns[objective]?.[(run + 1) * length - 1] ?? Number.NaN)
  }
  try {
    return { ...(await search({ ...options, evaluate })), failures }
  } finally {
    await runs.close()
  }
}
