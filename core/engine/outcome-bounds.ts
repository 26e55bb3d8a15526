import type { Asset } from '../assets/asset.js'
import type { EngineEvent } from '../execution/engine-event.js'

/**
 * Between what values a run may have ended, for all that its bars tell: each ambiguous fill taken the other way, valued at the close of
 * its bar, and nothing else of the run changed by it. An estimate of first order: what the strategy would have done otherwise, and what a
 * position would have earned after that close, are not in it; runs with `triggers` `worst` and `best` have that in them.
 */
export interface OutcomeBounds {
  /** In the account's currency. `low` ≤ end value ≤ `high`. */
  readonly low: number
  readonly high: number
  /** Bars of orders whose fate hung on whether high or low came first. */
  readonly ambiguous: number
  /** `high - low` over the size of the run's gain or loss: 0 where nothing hangs on it, infinite where there was neither. */
  readonly share: number
}

/** `rateOf`: what a unit of the asset's currency is worth in the account's. */
export function outcomeBounds(
  events: readonly EngineEvent[],
  { endValue, gain }: { readonly endValue: number; readonly gain: number },
  rateOf: (asset: Asset) => number,
): OutcomeBounds {
  let [low, high, ambiguous] = [endValue, endValue, 0]
  for (const { kind, asset, data } of events) {
    if (kind !== 'ambiguous') continue
    ambiguous++
    const difference = Number(data?.difference ?? 0) * rateOf(asset)
    if (difference < 0) low += difference
    else high += difference
  }
  return { low, high, ambiguous, share: high === low ? 0 : (high - low) / Math.abs(gain) }
}
