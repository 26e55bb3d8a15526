import type { SessionTable } from '../time/session.js'
import type { ClockEvent, Feed } from './event.js'

/** Daily history: for each session its start (midnight UTC), before-trading-start, one bar at the close, its end. One batch a session. */
export class HistoryFeed implements Feed {
  readonly length: number

  /** Rows `first` to `last`, both included; `beforeTradingStart` tells when that callback runs on a day (epoch ms). */
  constructor(
    private readonly sessions: SessionTable,
    private readonly first: number,
    private readonly last: number,
    private readonly beforeTradingStart: (row: number) => number,
  ) {
    this.length = last - first + 1
  }

  *batches(): Generator<readonly ClockEvent[]> {
    for (let row = this.first; row <= this.last; row++) {
      const close = this.sessions.closes[row]
      yield [
        { kind: 'session-start', at: this.sessions.days[row] * 86_400_000, row },
        { kind: 'before-trading-start', at: this.beforeTradingStart(row), row },
        { kind: 'bar', at: close, row },
        { kind: 'session-end', at: close, row },
      ]
    }
  }
}
