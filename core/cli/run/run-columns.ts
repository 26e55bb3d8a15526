import type { PerformanceColumn } from '../../engine/metrics.js'
import { plainValue } from '../../engine/rows.js'
import type { RunSpec } from '../../engine/run-spec.js'
import type { PlayedRun } from '../trials/code-trials.js'
import type { RunAnswer } from './worker.js'

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

/** Gathers what became of runs, in whatever order they end. */
export class RunColumns {
  done = 0
  readonly #values = new Map<PerformanceColumn, Float64Array>()
  readonly #fills: Float64Array
  readonly #failures: ManyResults['failures'][number][] = []

  constructor(
    private readonly runs: number,
    private readonly columns: readonly PerformanceColumn[],
    /** Those of the runs before, where there were any: a worker tells them once. */
    public sessions: readonly string[] = [],
  ) {
    this.#fills = new Float64Array(runs).fill(Number.NaN)
  }

  take(answer: RunAnswer): void {
    this.done++
    if (answer.kind === 'failed') {
      const { run, code, message } = answer
      this.#failures.push({ run, code, message })
      return
    }
    const { run, sessions, values, fills } = answer
    if (sessions !== undefined) this.sessions = sessions
    const { length } = this.sessions
    this.#fills[run] = fills
    for (const [i, name] of this.columns.entries()) {
      const column = this.#values.get(name) ?? new Float64Array(this.runs * length).fill(Number.NaN)
      this.#values.set(name, column)
      column.set(values.subarray(i * length, (i + 1) * length), run * length)
    }
  }

  /** The runs that have come to an end, as the ledger of trials knows them. */
  trials(specs: readonly RunSpec[]): PlayedRun[] {
    const { length } = this.sessions
    const returns = this.#values.get('returns')
    return specs.flatMap(({ parameters }, run): PlayedRun[] => {
      if (returns === undefined || Number.isNaN(this.#fills[run])) return []
      const own = returns.slice(run * length, (run + 1) * length)
      return [{ sessions: this.sessions, returns: own, parameters: plainValue(parameters ?? {}) }]
    })
  }

  result(columns: readonly PerformanceColumn[]): ManyResults {
    const failures = this.#failures.sort((a, b) => a.run - b.run)
    return {
      runs: this.runs,
      sessions: this.sessions,
      columns: Object.fromEntries([...this.#values].filter(([name]) => columns.includes(name))),
      fills: this.#fills,
      failures,
    }
  }
}
