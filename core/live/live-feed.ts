import type { WallClock } from '../data/remote/clock.js'
import type { ClockEvent, Feed } from '../engine/event.js'
import { RustybtError } from '../kernel/errors.js'
import { isoText, MINUTE } from '../time/instant.js'
import type { LiveMarket } from './live-market.js'
import type { MarketStream, StreamBatch } from './stream.js'

export interface LiveFeedOptions {
  /** The calendar's timers: the events of each session, a session a batch, in the order in which they are played. */
  readonly timers: Iterable<readonly ClockEvent[]>
  readonly length: number
  readonly market: LiveMarket
  readonly stream: ReturnType<MarketStream['open']>
  readonly clock: WallClock
  /** ms after a bar's end in which its bars may still come, where the stream does not say that it has brought them all. */
  readonly grace: number
  /** Minute data: epoch ms of the close of a session's row, by when its own bar may have come. */
  readonly closeOf?: (row: number) => number
  readonly signal?: AbortSignal
  readonly onLog?: (level: 'info' | 'warn', at: number, message: string) => void
}

/** A bar that ended longer ago than this is not played: a decision on it would meet another market. */
const STALE = 2 * MINUTE

/**
 * The live day: the calendar's timers, each at its time and a bar not before its prices have come, and between them whatever the broker
 * tells. Who iterates it lets other work run while it waits.
 */
export class LiveFeed implements Feed {
  readonly length: number
  readonly #source: Iterator<StreamBatch> | AsyncIterator<StreamBatch>
  readonly #bell = new Bell()
  /** What was asked of the stream, and what has come but lies ahead. */
  #asked = false
  #held: StreamBatch | undefined
  /** Up to when bars have come, and up to when all of them have. */
  #cameTo = Number.NEGATIVE_INFINITY
  #wholeTo = Number.NEGATIVE_INFINITY
  #isOver = false
  #failure: unknown
  #hasNews = false
  #warned = 0

  constructor(private readonly options: LiveFeedOptions) {
    this.length = options.length
    const { stream } = options
    this.#source = Symbol.asyncIterator in stream ? stream[Symbol.asyncIterator]() : stream[Symbol.iterator]()
  }

  /** The broker has something to tell. */
  readonly news = (): void => {
    this.#hasNews = true
    this.#bell.ring()
  }

  async *batches(): AsyncGenerator<readonly ClockEvent[]> {
    const { timers, signal, clock, market } = this.options
    const stop = () => this.#bell.ring()
    signal?.addEventListener('abort', stop)
    try {
      for (const session of timers) {
        const due = dueTimes(session)
        for (const [i, event] of session.entries()) {
          yield* this.#until(() => clock.now() >= due[i], due[i], event)
          if (signal?.aborted) return
          const end = this.#barsBefore(event)
          if (end !== undefined) yield* this.#until(() => this.#has(end), end + this.options.grace, event)
          if (signal?.aborted) return
          if (event.kind === 'bar') {
            if (clock.now() > event.at + this.options.grace + STALE) {
              this.#warn(`the bar of ${isoText(event.at)} is over since long: it is not played`)
              continue
            }
            market.closeBar(event.row, event.at)
          } else if (event.kind === 'session-start' && event.row > 0) market.closeSession(event.row - 1)
          this.#tellOfBars()
          yield [event]
        }
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      // One that is still waiting for its next batch would let us wait with it.
      const over = this.#source.return?.()
      if (over !== undefined && 'then' in over) over.then(undefined, () => {})
    }
  }

  /** Until when bars must have come before an event is played. */
  #barsBefore({ kind, at, row }: ClockEvent): number | undefined {
    if (kind === 'bar') return at
    return kind === 'session-start' && row > 0 ? this.options.closeOf?.(row - 1) : undefined
  }

  /** Whether all bars up to a time are there. */
  #has(end: number): boolean {
    this.#pull()
    if (this.#wholeTo >= end || (this.#held !== undefined && this.#held.at > end)) return true
    if (!this.#isOver) return false
    if (this.#cameTo >= end) return true
    throw new RustybtError('STREAM_ENDED', `the stream of bars has ended before ${isoText(end)}`, {
      hint: 'see what it said before',
    })
  }

  /** Waits for a condition, until `limit` at most, and hands out what the broker tells meanwhile; between sessions it is kept for the next. */
  async *#until(isDone: () => boolean, limit: number, next: ClockEvent): AsyncGenerator<readonly ClockEvent[]> {
    const { clock, signal } = this.options
    while (!signal?.aborted) {
      if (this.#failure !== undefined) throw this.#failure
      if (this.#hasNews && next.kind !== 'session-start') {
        this.#hasNews = false
        yield [{ kind: 'broker', at: clock.now(), row: next.row }]
        continue
      }
      if (isDone()) return
      const now = clock.now()
      if (now >= limit) return
      await this.#wait(limit - now)
    }
  }

  async #wait(ms: number): Promise<void> {
    const { clock } = this.options
    const over = new AbortController()
    const rung = this.#bell.next()
    if (this.#held === undefined) this.#pull()
    if (!this.#bell.isRung) {
      const ring = () => this.#bell.ring()
      clock.wait(ms, over.signal).then(ring, () => {})
    }
    await rung
    over.abort()
  }

  /** Takes what has come and lies before the clock, and asks for more. */
  #pull(): void {
    const { clock, market } = this.options
    while (!this.#isOver && !this.#asked) {
      if (this.#held !== undefined) {
        if (this.#held.at > clock.now()) return
        market.take(this.#held)
        this.#cameTo = Math.max(this.#cameTo, this.#held.at)
        if (this.#held.whole) this.#wholeTo = this.#held.at
        this.#held = undefined
      }
      const next = this.#source.next()
      if (!('then' in next)) this.#take(next)
      else {
        this.#asked = true
        next.then(
          (result) => {
            this.#asked = false
            this.#take(result)
            this.#bell.ring()
          },
          (error) => {
            this.#isOver = true
            this.#failure = error
            this.#bell.ring()
          },
        )
      }
    }
  }

  #take({ done, value }: IteratorResult<StreamBatch>): void {
    if (done) this.#isOver = true
    else this.#held = value
  }

  #tellOfBars(): void {
    const { late, strange } = this.options.market
    if (late + strange === this.#warned) return
    this.#warned = late + strange
    this.#warn(`bars were left out: ${late} after their time, ${strange} of unknown assets or outside of sessions`)
  }

  #warn(message: string): void {
    this.options.onLog?.('warn', this.options.clock.now(), message)
  }
}

/** Each event is due at its time, or earlier where one that follows it is. */
function dueTimes(session: readonly ClockEvent[]): number[] {
  const due = session.map(({ at }) => at)
  for (let i = due.length - 2; i >= 0; i--) due[i] = Math.min(due[i], due[i + 1])
  return due
}

/** Wakes who waits, whoever rings; one that rang before is not missed. */
class Bell {
  isRung = false
  #wake: (() => void) | undefined

  next(): Promise<void> {
    this.isRung = false
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  ring(): void {
    this.isRung = true
    this.#wake?.()
  }
}
