import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY, fromWall, HOUR } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import { BarPerformance } from './bar-performance.js'
import { BarStates } from './bar-states.js'
import { benchmarkOnSessions } from './benchmark.js'
import { Engine } from './engine.js'
import type { EngineSetup } from './engine-setup.js'
import type { Feed } from './event.js'
import { HistoryFeed } from './history-feed.js'
import { PerformanceMetrics } from './metrics.js'
import { METRICS_SETS, type MetricsSet } from './metrics-set.js'
import type { Observer } from './observer.js'
import { outcomeBounds } from './outcome-bounds.js'
import { priceHistory } from './prices.js'
import type { RunResult } from './result.js'

/** An engine's setup, but for what the run works out itself, and what is kept of it. */
export interface BacktestOptions
  extends Omit<EngineSetup, 'runId' | 'first' | 'last' | 'benchmark' | 'observers'>,
    Partial<Pick<EngineSetup, 'runId' | 'observers'>> {
  /** ISO dates, both included; the data's own first and last session where left out. */
  readonly start?: string
  readonly end?: string
  /** The benchmark's return by ISO date. */
  readonly benchmark?: ReadonlyMap<string, number>
  /** An asset to measure against, unless the strategy sets one. */
  readonly benchmarkAsset?: Asset
  /** Sessions in a year, for annualizing; 252 in Zipline, whatever the calendar. */
  readonly sessionsPerYear?: number
  /** What the performance tells; Zipline's default set where left out. */
  readonly metrics?: MetricsSet
  /** Whether the account is kept at each bar of minutes on which something happened: what a report's replay goes by. */
  readonly barStates?: boolean
  /** False where columns and fills are all that is wanted: no orders, positions and recorded variables of the sessions are kept then. */
  readonly lists?: boolean
  readonly signal?: AbortSignal
  /** Where events come from: history, unless something else is put in its place. `timers` are history's events. */
  readonly feed?: (timers: HistoryFeed, engine: Engine) => Feed
  readonly onSession?: (done: number, total: number) => void
}

/** Runs a strategy, over history unless another feed is given. What it has when `signal` stops it is in the result, marked as interrupted. */
export async function runBacktest(options: BacktestOptions): Promise<RunResult> {
  const { dataset, strategy, broker, signal } = options
  const { sessions } = dataset.reader
  const [first, last] = sessionRows(sessions, options.start, options.end)
  const everyBar = options.emissionRate === 'minute' && options.frequency === 'minute'
  const metrics = new PerformanceMetrics(last - first + 1, options.sessionsPerYear ?? 252, everyBar, options.lists)
  const set = options.metrics ?? METRICS_SETS.default.create()
  const bars = everyBar ? [new BarPerformance()] : []
  const states = options.barStates && options.frequency === 'minute' ? new BarStates() : undefined
  const observers: readonly Observer[] = [...bars, ...set.observers, ...(options.observers ?? [])]
  const engine = new Engine({
    ...options,
    runId: options.runId ?? 'run',
    first,
    last,
    benchmark: benchmarkOnSessions(options.benchmark, sessions, first, last),
    observers: [metrics, ...(states ? [states] : []), ...observers],
  })
  const timers = new HistoryFeed(engine.hours, first, last, options.frequency, beforeTradingStart)
  const feed = options.feed?.(timers, engine) ?? timers
  try {
    if (options.benchmarkAsset) engine.setBenchmark(options.benchmarkAsset)
    await engine.begin()
    const { onSession } = options
    const finished = await engine.play(feed, signal, onSession && ((done) => onSession(done, feed.length)))
    const observed = Object.assign({}, ...observers.map((observer) => observer.result?.()))
    const performance = {
      ...metrics.result().performance,
      added: new Map(observers.flatMap((observer) => [...(observer.columns?.() ?? [])])),
      shown: new Set<string>(set.columns),
    }
    const prices = priceHistory(dataset, first, performance.length)
    const { events, ledger } = engine
    const end = { endValue: ledger.portfolioValue, gain: ledger.pnl }
    const bounds = outcomeBounds(events, end, (asset) => ledger.rateOf(asset, engine.now))
    const result: RunResult = {
      performance,
      interrupted: !finished,
      events,
      bounds,
      observed,
      prices,
      ...states?.result(),
    }
    engine.phase = 'analyze'
    await strategy.onEnd?.(engine, result)
    return result
  } finally {
    await broker.close?.()
  }
}

/** By their sessions, NaN where nobody has asked: a zone's answer costs a twentieth of a session, and runs after runs are on the same ones. */
const starts = new WeakMap<SessionTable, Float64Array>()

/** 08:45 in New York, whatever the calendar, as in Zipline. */
function beforeTradingStart(sessions: SessionTable, row: number): number {
  let times = starts.get(sessions)
  if (times === undefined) starts.set(sessions, (times = new Float64Array(sessions.length).fill(Number.NaN)))
  if (Number.isNaN(times[row])) times[row] = fromWall(sessions.days[row] * DAY + 8.75 * HOUR, 'America/New_York')
  return times[row]
}

/**
 * Rows of the first and last session of a span (ISO dates, both included). Throws where there is none, or the data do not have it. Not an
 * object: V8 gives it the shape of spans of times, whose numbers are boxed, and so would all rows of the run be.
 */
export function sessionRows(
  sessions: SessionTable,
  start = sessions.date(0),
  end = sessions.date(sessions.length - 1),
): readonly [first: number, last: number] {
  const has = `the data have ${sessions.date(0)} to ${sessions.date(sessions.length - 1)}`
  if (start > end)
    throw new RustybtError('DATES_REVERSED', `the run starts on ${start}, after its end on ${end}`, {
      hint: 'exchange --start and --end',
    })
  if (start < sessions.date(0) || start > sessions.date(sessions.length - 1)) {
    throw new RustybtError('START_OUTSIDE_DATA', `the run starts on ${start}, but ${has}`, {
      hint: 'choose dates inside the data',
    })
  }
  if (end > sessions.date(sessions.length - 1)) {
    throw new RustybtError('END_OUTSIDE_DATA', `the run ends on ${end}, but ${has}`, {
      hint: 'choose dates inside the data',
    })
  }
  const first = sessions.atOrAfter(start)
  const last = sessions.atOrBefore(end)
  if (first > last) throw new RustybtError('NO_SESSIONS', `there is no session between ${start} and ${end}`)
  return [first, last]
}
