import { exactToNumber } from '../../math/decimal.js'
import { simpleReturns } from '../../math/returns/growth.js'
import { type SweepOptions, type SweepResult, sweepTargets as sweep } from '../../optimize/sweep.js'
import { type TrialOptions, trialCounter } from './code-trials.js'

/**
 * Runs the same market once for each row of targets: on each bar an order for what is missing to hold the target, filled from the next
 * bar on. Where the models are numbers that the kernel knows, and nothing but trades moves the account, all runs are one call on all
 * cores; anything else goes through the engine, and the result says why. Each run counts as a trial. Throws `SWEEP_TARGETS` where the
 * number of targets does not fit, `HOLDOUT_SEALED` where the runs could see what is put aside.
 */
export async function sweepTargets(options: SweepOptions & TrialOptions): Promise<SweepResult> {
  const { sessions } = options.dataset.reader
  const count = await trialCounter(options, { end: options.end ?? sessions.date(sessions.length - 1) })
  const result = await sweep(options)
  if (count === undefined) return result
  const first = options.start === undefined ? 0 : sessions.atOrAfter(options.start)
  const dates = Array.from({ length: result.sessions }, (_, i) => sessions.date(first + i))
  const capital = exactToNumber(options.capital)
  count(
    Array.from({ length: result.runs }, (_, run) => {
      const values = result.values.subarray(run * result.sessions, (run + 1) * result.sessions)
      return { sessions: dates, returns: simpleReturns(Float64Array.of(capital, ...values)), parameters: { run } }
    }),
  )
  return result
}
