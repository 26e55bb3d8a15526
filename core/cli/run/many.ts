import type { Worker } from 'node:worker_threads'
import type { SharedDataset } from '../../data/shared.js'
import type { PerformanceColumn } from '../../engine/metrics.js'
import { plainValue } from '../../engine/rows.js'
import type { RunSpec } from '../../engine/run-spec.js'
import { RustybtError } from '../../kernel/errors.js'
import { type PlayedRun, type TrialOptions, trialCounter } from '../trials/code-trials.js'
import type { WorkerAnswer, WorkerOrder, WorkerTask } from './worker.js'

export interface ManyRuns extends TrialOptions {
  /** The strategy's file. Its module is read once a worker: what it keeps outside of its context is shared by that worker's runs. */
  readonly file: string
  /** One a run, all on the same data and sessions: they differ in parameters, models, capital, seed. */
  readonly specs: readonly RunSpec[]
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
  readonly onRun?: (done: number, runs: number) => void
}

/** Runs as columns. A run that failed, or was not played, has NaN. */
export interface ManyResults {
  readonly runs: number
  /** ISO dates. */
  readonly sessions: readonly string[]
  /** By name: a value a session, one run after the other. */
  readonly columns: Readonly<Partial<Record<PerformanceColumn, Float64Array>>>
  /** Fills of each run. */
  readonly fills: Float64Array
  readonly failures: readonly { readonly run: number; readonly code: string; readonly message: string }[]
}

/** What must be equal for runs to share their bars. */
const SHARED = ['frequency', 'calendar', 'source', 'splits', 'profile', 'quirks', 'start', 'end'] as const

/**
 * Plays many runs in worker threads over one copy of the bars: the first worker reads them into shared memory, the others look at it.
 * (Minutes of a bundle, which are read a piece at a time, each worker reads itself.) The result does not depend on the number of
 * workers. Throws `RUNS_DIFFER_IN_DATA` where specs are not on the same data and sessions.
 */
export async function runMany(options: ManyRuns): Promise<ManyResults> {
  const { specs, columns: asked = ['portfolio_value'], signal } = options
  checkSpecs(specs)
  const cwd = options.cwd ?? process.cwd()
  const terms = { file: options.file, cwd, end: specs[0]?.end, root: options.root }
  const count = await trialCounter(options, terms)
  const columns = count === undefined || asked.includes('returns') ? asked : [...asked, 'returns' as const]
  // Imported here: the package's entry stays one that a browser can read.
  const [threads, { availableParallelism }, { holdCompiler }] = await Promise.all([
    import('node:worker_threads'),
    import('node:os'),
    import('../strategy/typescript.js'),
  ])
  holdCompiler()
  const played = new Results(specs.length, columns)
  const task: WorkerTask = { file: options.file, cwd, plugins: options.plugins ?? [], columns, root: options.root }
  const workers: Worker[] = []
  const threadCount = Math.max(1, Math.min(options.workers ?? availableParallelism(), specs.length))
  let next = 0
  let data: SharedDataset | undefined
  const begin = () => {
    const worker = new threads.Worker(new URL('../../../rustybt.js', import.meta.url), {
      workerData: task,
      execArgv: [],
    })
    workers.push(worker)
    return worker
  }
  const serve = (worker: Worker, onData?: () => void) =>
    new Promise<void>((resolve, reject) => {
      const order = (given: Partial<WorkerOrder> = {}) => {
        if (next >= specs.length || signal?.aborted) {
          worker.postMessage(undefined)
          resolve()
          return
        }
        const run = next++
        worker.postMessage({ run, spec: specs[run], ...given } satisfies WorkerOrder)
      }
      worker.on('error', reject)
      worker.on('message', (answer: WorkerAnswer) => {
        if (answer.kind === 'data') {
          data = answer.data
          onData?.()
          return
        }
        // Where the first run failed before its data were read, the others find out for themselves.
        onData?.()
        played.take(answer)
        options.onRun?.(played.done, specs.length)
        order()
      })
      order(data === undefined ? {} : { data })
    })
  try {
    if (specs.length > 0) {
      let others: Promise<unknown> | undefined
      const first = serve(begin(), () => {
        others ??= Promise.all(Array.from({ length: threadCount - 1 }, () => serve(begin())))
        others.catch(() => {})
      })
      await first
      await others
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
    count?.(played.trials(specs))
  }
  return played.result(asked)
}

function checkSpecs(specs: readonly RunSpec[]): void {
  for (const [run, spec] of specs.entries())
    for (const key of SHARED)
      if (JSON.stringify(spec[key]) !== JSON.stringify(specs[0][key]))
        throw new RustybtError('RUNS_DIFFER_IN_DATA', `run ${run} has another ${key} than run 0`, {
          hint: 'runs that share their bars are on the same data and sessions; play the others by themselves',
        })
}

class Results {
  done = 0
  #sessions: readonly string[] = []
  readonly #values = new Map<PerformanceColumn, Float64Array>()
  readonly #fills: Float64Array
  readonly #failures: ManyResults['failures'][number][] = []

  constructor(
    private readonly runs: number,
    private readonly columns: readonly PerformanceColumn[],
  ) {
    this.#fills = new Float64Array(runs).fill(Number.NaN)
  }

  take(answer: Exclude<WorkerAnswer, { kind: 'data' }>): void {
    this.done++
    if (answer.kind === 'failed') {
      const { run, code, message } = answer
      this.#failures.push({ run, code, message })
      return
    }
    const { run, sessions, values, fills } = answer
    const { length } = sessions
    this.#sessions = sessions
    this.#fills[run] = fills
    for (const [i, name] of this.columns.entries()) {
      const column = this.#values.get(name) ?? new Float64Array(this.runs * length).fill(Number.NaN)
      this.#values.set(name, column)
      column.set(values.subarray(i * length, (i + 1) * length), run * length)
    }
  }

  /** The runs that have come to an end, as the ledger of trials knows them. */
  trials(specs: readonly RunSpec[]): PlayedRun[] {
    const { length } = this.#sessions
    const returns = this.#values.get('returns')
    return specs.flatMap(({ parameters }, run): PlayedRun[] => {
      if (returns === undefined || Number.isNaN(this.#fills[run])) return []
      const own = returns.slice(run * length, (run + 1) * length)
      return [{ sessions: this.#sessions, returns: own, parameters: plainValue(parameters ?? {}) }]
    })
  }

  result(columns: readonly PerformanceColumn[]): ManyResults {
    const failures = this.#failures.sort((a, b) => a.run - b.run)
    return {
      runs: this.runs,
      sessions: this.#sessions,
      columns: Object.fromEntries([...this.#values].filter(([name]) => columns.includes(name))),
      fills: this.#fills,
      failures,
    }
  }
}
