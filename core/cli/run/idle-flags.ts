import { UsageError } from '../usage.js'
import type { RunFlags } from './flags.js'

/**
 * A flag that would change nothing is refused, so that nobody waits for what does not come. `stream` is what the run's bars come from as
 * it goes on; undefined on the past.
 */
export function checkIdleFlags(flags: RunFlags, stream: string | undefined): void {
  const { outOfSample, report, output = '', runId, speed, peek, trial } = flags
  if (outOfSample !== undefined && report === undefined && !/\.json$/i.test(output))
    throw new UsageError('--out-of-sample is judged in the report, and none is written', {
      hint: 'give --report FILE, or -o FILE.json to make a report of later',
    })
  if (runId !== undefined && stream === undefined)
    throw new UsageError('--run-id names a run on a stream, and this one is on the past')
  if (speed !== undefined && stream !== 'replay')
    throw new UsageError(`--speed is of a replay, and bars come from ${stream}`)
  if (peek && trial === false) throw new UsageError('--peek is counted, and --no-trial counts nothing')
  if (flags.benchmark) return
  const { benchmarkFile, benchmarkSymbol, benchmarkSid } = flags
  if ([benchmarkFile, benchmarkSymbol, benchmarkSid].some((given) => given !== undefined))
    throw new UsageError('a benchmark is given, and --no-benchmark')
}
