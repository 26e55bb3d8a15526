import type { EngineEvent } from '../execution/engine-event.js'
import type { Performance } from './metrics.js'
import type { OutcomeBounds } from './outcome-bounds.js'
import type { PriceHistory } from './prices.js'

/** What a run leaves behind. */
export interface RunResult {
  readonly performance: Performance
  /** Whether it was stopped before its last session. */
  readonly interrupted: boolean
  /** What did not become an order, did not fill or is not certain, in the order of its beginning. */
  readonly events: readonly EngineEvent[]
  /** Between what values it may have ended, for all that its bars tell; left out where the result was made without a run. */
  readonly bounds?: OutcomeBounds
  /** Results of the observers that were chosen beside the performance metrics. */
  readonly observed: Readonly<Record<string, unknown>>
  /** The prices that it was on; left out where the result was made without data. */
  readonly prices?: PriceHistory
}
