import { RustybtError } from '../kernel/errors.js'
import { parseDate } from '../time/instant.js'

/**
 * The row of the first out-of-sample session: the first at or after a day, so that a weekend stands for the Monday. Throws `OUT_OF_SAMPLE`
 * where it is no date, or leaves one of the two sides without a session. `run`: what the run is called.
 */
export function outOfSampleRow(sessions: readonly string[], from: string, run = 'the run'): number {
  const refused = (why: string) =>
    new RustybtError('OUT_OF_SAMPLE', `out-of-sample from ${from}: ${why}`, {
      hint: 'give the first day that is out-of-sample, after the first session and not after the last',
    })
  let day: string
  try {
    day = parseDate(from)
  } catch {
    throw refused("a date is written as '2020-01-31'")
  }
  const row = sessions.findIndex((session) => session >= day)
  if (row > 0) return row
  throw refused(
    sessions.length === 0 ? `${run} has no session` : `${run} has sessions from ${sessions[0]} to ${sessions.at(-1)}`,
  )
}
