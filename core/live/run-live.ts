import type { Dataset } from '../data/dataset.js'
import type { Quirks } from '../data/quirks.js'
import { systemClock } from '../data/remote/clock.js'
import type { RunResult } from '../engine/result.js'
import { type BacktestOptions, runBacktest } from '../engine/run.js'
import type { LiveRoom } from '../engine/run-spec.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY } from '../time/instant.js'
import { dateOf, dayOf, type SessionTable } from '../time/session.js'
import { LiveFeed } from './live-feed.js'
import { LiveMarket } from './live-market.js'
import { MarketStream } from './stream.js'

export interface LiveOptions extends BacktestOptions {
  /** ms after a bar's end in which its bars may still come, where the stream does not say that it has brought them all; 5000 where left out. */
  readonly grace?: number
}

const GRACE = 5000
/** Rules of Zipline's that need what is still to come, or that depend on how far ahead a pipeline is computed. */
export const NOT_LIVE = {
  beforeTradingStartSeesToday: false,
  rollsFoundAhead: false,
  quantilesGroupMissing: false,
} as const satisfies Partial<Quirks>
/** Days ahead for which a run without an end is laid out. */
const YEAR = 365

/**
 * Runs a strategy on bars as a stream brings them. What was read before is its history; the strategy, the engine, the account and the
 * broker are the backtest's. Throws `HISTORY_ENDS_EARLY` where sessions are missing between the data and today, and `STREAM_ENDED`.
 */
export async function runLive(stream: MarketStream, options: LiveOptions): Promise<RunResult> {
  const { dataset: given, frequency, signal } = options
  // What lies ahead is not known: rules that need it are off.
  const quirks = { ...options.quirks, ...NOT_LIVE }
  const span = stream.clock === undefined ? ahead(options) : played(given, options)
  const { sessions, from } = span
  const clock = stream.clock?.(Math.min(sessions.days[from] * DAY, sessions.opens[from])) ?? systemClock
  const market = new LiveMarket(given, sessions, from, frequency === 'minute', quirks)
  let news = () => {}
  return runBacktest({
    ...options,
    dataset: market.dataset,
    quirks,
    start: sessions.date(from),
    end: span.end,
    onNews: () => news(),
    feed: (timers, { hours, first, last }) => {
      const stops = { signal, onLog: options.onLog }
      const feed = new LiveFeed({
        timers: timers.batches(),
        length: timers.length,
        market,
        stream: stream.open({ dataset: given, frequency, sessions: hours, first, last, signal }),
        clock,
        grace: options.grace ?? GRACE,
        closeOf: frequency === 'minute' ? (row) => sessions.closes[row] : undefined,
        ...stops,
      })
      news = feed.news
      return feed
    },
  })
}

/** What `executeSpec` needs for runs on a stream. */
export const live: LiveRoom = {
  role: MarketStream,
  run: (stream, options) => runLive(stream as MarketStream, options),
}

interface Span {
  readonly sessions: SessionTable
  /** Row of the first session that is played, and ISO date of the last. */
  readonly from: number
  readonly end: string
}

/** The data's own sessions. */
function played({ reader }: Dataset, { start, end }: BacktestOptions): Span {
  const { sessions } = reader
  const last = sessions.date(sessions.length - 1)
  if (start !== undefined && (start > last || start < sessions.date(0)))
    throw new RustybtError(
      'START_OUTSIDE_DATA',
      `the run starts on ${start}, but the data have ${sessions.date(0)} to ${last}`,
      {
        hint: 'choose dates inside the data',
      },
    )
  return { sessions, from: start === undefined ? 0 : sessions.atOrAfter(start), end: end ?? last }
}

/** From the session that is on, or comes next, up to the run's end. */
function ahead({ dataset, calendar, start, end }: BacktestOptions): Span {
  const { sessions: read } = dataset.reader
  const now = systemClock.now()
  const until = end ?? dateOf(Math.min(Math.floor(now / DAY) + YEAR, dayOf(calendar.lastDate)))
  const sessions = calendar.sessions(read.date(0), until)
  let from = start === undefined ? 0 : sessions.atOrAfter(start)
  while (from < sessions.length && sessions.closes[from] <= now) from++
  if (from >= sessions.length)
    throw new RustybtError('END_IN_THE_PAST', `the run ends on ${until}, and that is over`, {
      hint: 'choose a later end',
    })
  if (from > read.length)
    throw new RustybtError(
      'HISTORY_ENDS_EARLY',
      `the data end on ${read.date(read.length - 1)}, and the run begins on ${sessions.date(from)}: ${from - read.length} sessions are missing`,
      { hint: 'ingest up to yesterday, then start again' },
    )
  return { sessions, from, end: until }
}
