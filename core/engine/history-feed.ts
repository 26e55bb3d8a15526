import type { Frequency } from '../data/source.js'
import { DAY, MINUTE } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import type { ClockEvent, Feed } from './event.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/**
 * History: for each session its start (midnight UTC), before-trading-start, its bars, its end. Daily data have one bar, at the close;
 * minute data one at the end of each minute. One batch a session; its events are used again for the next.
 */
export class HistoryFeed implements Feed {
  readonly length: number

  /** Rows `first` to `last`, both included; `beforeTradingStart` tells when that callback runs on a day (days since 1970 → epoch ms). */
  constructor(
    private readonly sessions: SessionTable,
    private readonly first: number,
    private readonly last: number,
    private readonly frequency: Frequency,
    private readonly beforeTradingStart: (day: number) => number,
  ) {
    this.length = last - first + 1
  }

  *batches(): Generator<readonly ClockEvent[]> {
    const events: Mutable<ClockEvent>[] = []
    let used = 0
    const put = (kind: ClockEvent['kind'], at: number, row: number) => {
      const event = (events[used++] ??= { kind, at, row })
      event.kind = kind
      event.at = at
      event.row = row
    }
    for (let row = this.first; row <= this.last; row++) {
      used = 0
      const day = this.sessions.days[row]
      const close = this.sessions.closes[row]
      const firstBar = this.frequency === 'daily' ? close : this.sessions.opens[row] + MINUTE
      const before = this.beforeTradingStart(day)
      put('session-start', day * DAY, row)
      let called = before > close
      for (let at = firstBar; at <= close; at += MINUTE) {
        if (!called && at >= before) {
          put('before-trading-start', before, row)
          called = true
        }
        put('bar', at, row)
      }
      put('session-end', close, row)
      if (events.length !== used) events.length = used
      yield events
    }
  }
}
