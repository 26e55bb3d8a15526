import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { resultHash } from '../../core/engine/result-hash.js'
import { performanceRows } from '../../core/engine/rows.js'

/** What prints the result's of a performance file. */
export const RESULT_COMMAND = `sed -n '/"perf":\\[$/,/^\\],"events":/p' perf.json | sed '1d;$d;s/,$//' | sha256sum`

/** What a run is known by: its result's is of its rows, where nobody has told it. */
export function fingerprintsOf(
  result: RunResult,
  { fingerprints, finder }: RunAbout,
): NonNullable<RunAbout['fingerprints']> {
  return { ...fingerprints, result: fingerprints?.result ?? resultHash(performanceRows(result, finder)) }
}
