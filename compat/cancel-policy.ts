import { type CancelPolicy as CorePolicy, endOfDayCancel, NEVER_CANCEL } from '../core/finance/cancel-policy.js'
import { RustybtError } from '../core/kernel/errors.js'
import { type Arguments, namedArguments } from './arguments.js'
import { currentRun } from './current.js'

const SESSION_END = 2

/** A policy of one's own: asked at each session's end whether all open orders are cancelled. */
export abstract class CancelPolicy {
  warn_on_cancel = false
  /** `event` is always `SESSION_END`, which is 2. */
  abstract should_cancel(event: number): boolean
}

/** Open orders are cancelled at the end of the day; in daily data with Zipline's limits. */
export function EODCancel(...given: Arguments<{ warn_on_cancel?: boolean }, [warn_on_cancel?: boolean]>): CorePolicy {
  const { warn_on_cancel = true } = namedArguments<{ warn_on_cancel: boolean }>('EODCancel', given, ['warn_on_cancel'])
  return endOfDayCancel(warn_on_cancel)
}

/** Open orders stay open until they are filled or cancelled. */
export const NeverCancel = (): CorePolicy => NEVER_CANCEL

export const cancel_policy = { EODCancel, NeverCancel, CancelPolicy }

/** Chooses when open orders are cancelled. Only in `initialize`. */
export function set_cancel_policy(policy: CorePolicy | CancelPolicy): void {
  const run = currentRun('set_cancel_policy')
  const core = corePolicy(policy)
  if (run.phase !== 'initialize') {
    throw new RustybtError(
      'SET_CANCEL_POLICY_POST_INIT',
      "You attempted to set the cancel policy outside of `initialize`; 'set_cancel_policy' may be called there only.",
    )
  }
  run.cancelPolicy = core
}

function corePolicy(policy: CorePolicy | CancelPolicy): CorePolicy {
  if (typeof policy === 'object' && policy !== null) {
    if ('cancelsAtSessionEnd' in policy) return policy
    if (typeof policy.should_cancel === 'function')
      return {
        get cancelsAtSessionEnd() {
          return policy.should_cancel(SESSION_END)
        },
        get warnOnCancel() {
          return policy.warn_on_cancel
        },
      }
  }
  throw new RustybtError('UNSUPPORTED_CANCEL_POLICY', `expected a cancel policy, was ${String(policy)}`, {
    hint: 'use EODCancel() or NeverCancel(), or a class that extends CancelPolicy',
  })
}
