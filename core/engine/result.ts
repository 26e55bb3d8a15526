import type { Performance } from './metrics.js'

/** What a run leaves behind. */
export interface RunResult {
  readonly performance: Performance
  /** Whether it was stopped before its last session. */
  readonly interrupted: boolean
  /** Results of the observers that were chosen beside the performance metrics. */
  readonly observed: Readonly<Record<string, unknown>>
}
