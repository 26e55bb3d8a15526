import { drawdownSeries } from './statistics.js'

/** A stretch below the highest value so far. Rows count sessions of the run; lengths are in sessions. */
export interface Drawdown {
  /** Row of the peak; -1 where that is the starting capital. */
  readonly peak: number
  /** Row of the lowest value. */
  readonly trough: number
  /** Row on which the peak was reached again; undefined: not yet. */
  readonly recovery: number | undefined
  /** At most 0, as a fraction of the peak. */
  readonly depth: number
  /** Sessions from the peak to the recovery, or to the last session. */
  readonly length: number
}

/** All stretches under water, in order of time: each begins at a peak and ends when that is reached again, so none overlap. */
export function drawdowns(returns: Float64Array): Drawdown[] {
  const below = drawdownSeries(returns)
  const found: Drawdown[] = []
  for (let at = 0; at < below.length; at++) {
    if (!(below[at] < 0)) continue
    const peak = at - 1
    let trough = at
    for (; at < below.length && below[at] < 0; at++) if (below[at] < below[trough]) trough = at
    const recovery = at < below.length ? at : undefined
    found.push({ peak, trough, recovery, depth: below[trough], length: (recovery ?? below.length - 1) - peak })
  }
  return found
}

/** The deepest, deepest first; of equals the earlier. */
export function deepestDrawdowns(returns: Float64Array, count: number): Drawdown[] {
  return drawdowns(returns)
    .sort((a, b) => a.depth - b.depth)
    .slice(0, count)
}
