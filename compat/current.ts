import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'

/** The run whose callback is being called: set around each callback, and never kept across an await. */
let current: RunContext | undefined

export function within<T>(run: RunContext, call: () => T): T {
  const outer = current
  current = run
  try {
    return call()
  } finally {
    current = outer
  }
}

/** The run of the running callback; `name` is the function that asks, for the error outside of one. */
export function currentRun(name: string): RunContext {
  if (current) return current
  throw new RustybtError('NO_ACTIVE_ALGORITHM', `rustybt/compat's ${name}() must be called during a simulation`, {
    hint: 'call it from initialize, handle_data, before_trading_start or a scheduled function, before any await',
  })
}
