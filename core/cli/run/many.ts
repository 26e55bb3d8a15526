import type { PerformanceColumn } from '../../engine/metrics.js'
import type { RunSpec } from '../../engine/run-spec.js'
import { RustybtError } from '../../kernel/errors.js'
import { type TrialOptions, trialCounter } from '../trials/code-trials.js'
import { type ManyResults, RunColumns } from './run-columns.js'
import { beginThreads, type Threads } from './threads.js'

/** What one round of runs has in common with the next: the strategy, what is kept, and where it is played. */
export interface RunsOptions extends TrialOptions {
  /** The strategy's file. Its module is read once a worker: what it keeps outside of its context is shared by that worker's runs. */
  readonly file: string
  /** Columns of the performance to keep; the portfolio's value where left out. */
  readonly columns?: readonly PerformanceColumn[]
  /** One a core where left out. */
  readonly workers?: number
  /** Plugins beside the first-party ones, as a config names them. */
  readonly plugins?: readonly string[]
  readonly cwd?: string
  /** Where bundles lie, if not under RUSTYBT_ROOT. */
  readonly root?: string
  /** Stops between runs; what is done is answered. */
  readonly signal?: AbortSignal
}

/** Told after each run how many are done, of how many. */
type OnRun = (done: number, runs: number) => void

export interface ManyRuns extends RunsOptions {
  /** One a run, all on the same data and sessions: they differ in parameters, models, capital, seed. */
  readonly specs: readonly RunSpec[]
  readonly onRun?: OnRun
}

/** Worker threads, and the bars that they have read, from one round of runs to the next. */
export interface OpenRuns {
  /** As `runMany` answers it. All rounds are on the same data; one begins when the one before has ended. */
  play(specs: readonly RunSpec[], onRun?: OnRun): Promise<ManyResults>
  /** Ends the threads, and waits until they have. */
  close(): Promise<void>
}

/** What must be equal for runs to share their bars. */
const SHARED = ['frequency', 'calendar', 'source', 'splits', 'profile', 'quirks', 'start', 'end'] as const

/**
 * Plays many runs in worker threads over one copy of the bars: the first worker reads them into shared memory, the others look at it.
 * (Minutes of a bundle, which are read a piece at a time, each worker reads itself.) The result does not depend on the number of
 * workers. Throws `RUNS_DIFFER_IN_DATA` where specs are not on the same data and sessions, and `WORKER_ENDED`.
 */
export async function runMany({ specs, onRun, ...options }: ManyRuns): Promise<ManyResults> {
  const runs = openRuns(options)
  try {
    return await runs.play(specs, onRun)
  } finally {
    await runs.close()
  }
}

/** For runs of which the later depend on what became of the earlier; nothing is begun before they are played. */
export function openRuns(options: RunsOptions): OpenRuns {
  const { file, root, plugins = [], columns: asked = ['portfolio_value'], workers, signal } = options
  const cwd = options.cwd ?? process.cwd()
  let base: RunSpec | undefined
  let sessions: readonly string[] | undefined
  let threads: Threads | undefined
  return {
    async play(specs, onRun) {
      base ??= specs[0]
      checkSpecs(specs, base)
      const count = await trialCounter(options, { file, cwd, end: base?.end, root })
      const columns = count === undefined || asked.includes('returns') ? asked : [...asked, 'returns' as const]
      const played = new RunColumns(specs.length, columns, sessions)
      if (base === undefined) return played.result(asked)
      const entry = new URL('../../../rustybt.js', import.meta.url)
      threads ??= await beginThreads(entry, { file, cwd, plugins, columns, root, base }, workers)
      try {
        await threads.play(specs, signal, (answer) => {
          played.take(answer)
          onRun?.(played.done, specs.length)
        })
      } finally {
        sessions = played.sessions
        count?.(played.trials(specs))
      }
      return played.result(asked)
    },
    close: async () => threads?.close(),
  }
}

function checkSpecs(specs: readonly RunSpec[], base: RunSpec | undefined): void {
  for (const [run, spec] of specs.entries())
    for (const key of SHARED)
      if (spec[key] !== base?.[key] && JSON.stringify(spec[key]) !== JSON.stringify(base?.[key]))
        throw new RustybtError('RUNS_DIFFER_IN_DATA', `run ${run} has another ${key} than run 0`, {
          hint: 'runs that share their bars are on the same data and sessions; play the others by themselves',
        })
}
