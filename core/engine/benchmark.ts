import type { SessionTable } from '../time/session.js'

/** Daily returns given by date, laid on the run's sessions; a session without one has return 0. */
export function benchmarkOnSessions(
  returns: ReadonlyMap<string, number> | undefined,
  sessions: SessionTable,
  first: number,
  last: number,
): Float64Array {
  const out = new Float64Array(last - first + 1)
  if (returns) for (let row = first; row <= last; row++) out[row - first] = returns.get(sessions.date(row)) ?? 0
  return out
}
