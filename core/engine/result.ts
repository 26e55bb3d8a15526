import type { Performance } from './metrics.js'
import type { PriceHistory } from './prices.js'

/** What a run leaves behind. */
export interface RunResult {
  readonly performance: Performance
  /** Whether it was stopped before its last session. */
  readonly interrupted: boolean
  /** Results of the observers that were chosen beside the performance metrics. */
  readonly observed: Readonly<Record<string, unknown>>
  /** The prices that it was on; left out where the result was made without data. */
  readonly prices?: PriceHistory
}
