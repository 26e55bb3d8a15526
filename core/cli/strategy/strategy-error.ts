import type { Phase } from '../../engine/strategy.js'
import { RustybtError } from '../../kernel/errors.js'
import { isoText } from '../../time/instant.js'
import { type Place, sourceLine, userPlace } from './place.js'

/** What went wrong in a user's own code: where it stands there, and what time it was in the run. */
export class StrategyError extends RustybtError {
  constructor(
    cause: unknown,
    readonly place: Place | undefined,
    /** The line of code, as it is written. */
    readonly source: string | undefined,
    /** `simulated time 2012-06-01T20:00:00+00:00`. */
    readonly moment: string | undefined,
    options: { code?: string; message?: string } = {},
  ) {
    const { code, hint } = cause as { code?: unknown; hint?: unknown }
    const own = cause instanceof RustybtError && typeof code === 'string'
    super(options.code ?? (own ? code : 'ALGORITHM_FAILED'), options.message ?? messageOf(cause, own), {
      cause,
      hint: typeof hint === 'string' ? hint : undefined,
    })
  }
}

/** `texts`: sources that are in no file, by the name under which they run. */
export function strategyError(
  cause: unknown,
  at: { readonly phase: Phase; readonly now: number } | undefined,
  texts: ReadonlyMap<string, string>,
): unknown {
  const found = userPlace(cause)
  // At the top of a module a mapped stack names some function of it, not the one that ran.
  const place = found && at === undefined ? { ...found, caller: undefined } : found
  if (place === undefined && cause instanceof RustybtError) return cause
  const moment = at && `${place?.caller === undefined ? `in ${at.phase}, ` : ''}simulated time ${isoText(at.now)}`
  return new StrategyError(cause, place, place && sourceLine(place, texts), moment)
}

function messageOf(cause: unknown, isCoded: boolean): string {
  const { name, message } = cause as { name?: unknown; message?: unknown }
  if (typeof message !== 'string') return `the algorithm threw ${String(cause)}`
  return isCoded || typeof name !== 'string' ? message : `${name}: ${message}`
}
