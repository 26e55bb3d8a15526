import { AsyncLocalStorage } from 'node:async_hooks'
import type { RunContext } from '../core/engine/strategy.js'
import { RustybtError } from '../core/kernel/errors.js'

/** The run whose callback is being called. */
let current: RunContext | undefined
/** The run whose `initialize` or `analyze` goes on after an await. */
const waiting = new AsyncLocalStorage<RunContext>()

export function within<T>(run: RunContext, call: () => T): T {
  const outer = current
  current = run
  try {
    return call()
  } finally {
    current = outer
  }
}

/** As `within`, for callbacks that may be async: the run is theirs after each of their awaits too. */
export function withinAsync<T>(run: RunContext, call: () => T | Promise<T>): Promise<T> {
  return waiting.run(run, async () => within(run, call))
}

/** The run of the running callback; `name` is the function that asks, for the error outside of one. */
export function currentRun(name: string): RunContext {
  const run = current ?? waiting.getStore()
  if (run) return run
  throw new RustybtError('NO_ACTIVE_ALGORITHM', `rustybt/compat's ${name}() must be called during a simulation`, {
    hint: 'call it from initialize, handle_data, before_trading_start or a scheduled function',
  })
}
