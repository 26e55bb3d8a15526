import type { EngineEvent } from '../execution/engine-event.js'
import type { BarStateColumns } from './bar-states.js'
import type { Performance } from './metrics.js'
import type { OutcomeBounds } from './outcome-bounds.js'
import type { PriceHistory } from './prices.js'
import type { TrialsAbout } from './trials.js'

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
  /** Of a run on minutes that was asked to keep them: the account at the bars on which something happened. */
  readonly states?: BarStateColumns
  /** What the ledger of trials says of it, where it was counted as one. */
  readonly trials?: () => TrialsAbout | undefined
  /** The prices that it was on; left out where the result was made without data. */
  readonly prices?: PriceHistory
}
