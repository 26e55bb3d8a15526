import type { RunView } from './run-view.js'

/** A stretch of a run that is judged by itself. */
export interface Period extends Pick<RunView, 'sessions' | 'returns' | 'benchmark' | 'perYear'> {
  readonly name: string
}

/** In-sample, out-of-sample and all of it; one alone where the run is not judged in two parts. */
export function periods(view: RunView): readonly Period[] {
  const { sessions, returns, benchmark, perYear, outOfSample: row } = view
  if (row === undefined) return [{ name: 'Strategy', sessions, returns, benchmark, perYear }]
  const part = (name: string, from: number, to: number): Period => ({
    name,
    sessions: sessions.slice(from, to),
    returns: returns.subarray(from, to),
    benchmark: benchmark?.subarray(from, to),
    perYear,
  })
  const end = returns.length
  return [part('In-sample', 0, row), part('Out-of-sample', row, end), part('All', 0, end)]
}

/** Where the one ends and the other begins, as a sentence; nothing where there is one alone. */
export function boundaryText({ sessions, outOfSample }: RunView): string {
  return outOfSample === undefined ? '' : ` Out-of-sample from ${sessions[outOfSample]} on.`
}
