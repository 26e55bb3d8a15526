import type { RunView } from './run-view.js'

/** What the replay stops at. */
export interface Stops {
  /** A value a stop: the session's row; the end of the bar, epoch ms (NaN: the session's end); the bar's place among the kept states (-1). */
  readonly rows: readonly number[]
  readonly times: readonly number[]
  readonly bars: readonly number[]
  /** Stops by the places of bars, and of sessions' ends by their rows. */
  readonly ofBar: readonly number[]
  readonly ofSession: readonly number[]
  /** The first stop of a session that is not before a moment. */
  at(row: number, time: number): number
}

/** Ends of sessions, and before each the bars of minutes whose states are kept: so many of the first. */
export function replayStops({ performance, result }: RunView, most: number): Stops {
  const { times: kept, rows: keptRows } = result.states ?? { times: [], rows: [] }
  const [rows, times, bars, ofBar, ofSession] = [0, 0, 0, 0, 0].map((): number[] => [])
  let bar = 0
  for (let row = 0; row < performance.length; row++) {
    for (; bar < kept.length && keptRows[bar] === row && bar < most; bar++) {
      ofBar.push(rows.length)
      rows.push(row)
      times.push(kept[bar])
      bars.push(bar)
    }
    ofSession.push(rows.length)
    rows.push(row)
    times.push(Number.NaN)
    bars.push(-1)
  }
  const at = (row: number, time: number): number => {
    let [low, high] = [row === 0 ? 0 : ofSession[row - 1] + 1, ofSession[row]]
    while (low < high) {
      const middle = (low + high) >> 1
      if (times[middle] < time) low = middle + 1
      else high = middle
    }
    return low
  }
  return { rows, times, bars, ofBar, ofSession, at }
}
