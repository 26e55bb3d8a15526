import type { Dataset } from '../data/dataset.js'
import type { WallClock } from '../data/remote/clock.js'
import type { Frequency } from '../data/source.js'
import { token } from '../kernel/token.js'
import type { SessionTable } from '../time/session.js'

/** One asset's bar: prices in currency units, volume in units. */
export interface StreamBar {
  readonly sid: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

/** Bars that end together. */
export interface StreamBatch {
  /** The bars' end, epoch ms: a minute's, or the session's close. */
  readonly at: number
  readonly bars: readonly StreamBar[]
  /** Whether all bars that end then have come with it: nobody waits for more. */
  readonly whole?: boolean
  /** Whole sessions' bars beside minutes; without them a session's bar is made of its minutes. */
  readonly ofSession?: boolean
  /** Sids of the assets of which no bar will come any more. */
  readonly ended?: readonly number[]
}

/** What a stream may need of the run that it serves. */
export interface StreamSession {
  /** What was read before the run: assets and bars, as far as they were there. */
  readonly dataset: Dataset
  readonly frequency: Frequency
  /** The run's axis with the hours that are played, its future sessions included, and the first and last row, both included. */
  readonly sessions: SessionTable
  readonly first: number
  readonly last: number
  /** Stops the stream. */
  readonly signal?: AbortSignal
}

/**
 * Where bars come from while a run goes on: a vendor's socket, or a replay of what was ingested.
 *
 * @experimental It may change until several vendors' streams have used it.
 */
export interface MarketStream {
  /**
   * The time by which the run goes, where it is not the wall clock's; made once a run. `from` is the first event's time, epoch ms.
   * A stream that has it plays what was read: its runs begin and end with the data, not today.
   */
  clock?(from: number): WallClock
  /** Batches in rising time. One that lies ahead of the clock is kept until its time has come, and no other is asked for before. */
  open(session: StreamSession): AsyncIterable<StreamBatch> | Iterable<StreamBatch>
  close?(): void | Promise<void>
}
export const MarketStream = token<MarketStream>('MarketStream')
