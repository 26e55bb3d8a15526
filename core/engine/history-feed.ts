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

  /** Rows `first` to `last`, both included; `beforeTradingStart` tells when that callback runs in a session (its row → epoch ms). */
  constructor(
    private readonly sessions: SessionTable,
    private readonly first: number,
    private readonly last: number,
    private readonly frequency: Frequency,
    private readonly beforeTradingStart: (sessions: SessionTable, row: number) => number,
  ) {
    this.length = last - first + 1
  }

  /** An iterator by hand, with one answer for all sessions: a generator boxes all that it holds at each. */
  batches(): Iterable<readonly ClockEvent[]> {
    const events: Mutable<ClockEvent>[] = []
    const answer = { done: false, value: events }
    let row = this.first
    const next = (): IteratorResult<readonly ClockEvent[]> => {
      if (row > this.last) return { done: true, value: undefined }
      this.#lay(row++, events)
      return answer
    }
    return { [Symbol.iterator]: () => ({ next }) }
  }

  #lay(row: number, events: Mutable<ClockEvent>[]): void {
    const day = this.sessions.days[row]
    const close = this.sessions.closes[row]
    const firstBar = this.frequency === 'daily' ? close : this.sessions.opens[row] + MINUTE
    const before = this.beforeTradingStart(this.sessions, row)
    put(events, 0, 'session-start', day * DAY, row)
    let used = 1
    let called = before > close
    for (let at = firstBar; at <= close; at += MINUTE) {
      if (!called && at >= before) {
        put(events, used++, 'before-trading-start', before, row)
        called = true
      }
      put(events, used++, 'bar', at, row)
    }
    put(events, used++, 'session-end', close, row)
    if (events.length !== used) events.length = used
  }
}

function put(events: Mutable<ClockEvent>[], place: number, kind: ClockEvent['kind'], at: number, row: number): void {
  if (place === events.length) {
    events.push({ kind, at, row })
    return
  }
  const event = events[place]
  event.kind = kind
  event.at = at
  event.row = row
}
