import { outOfSampleRow } from '../../core/engine/out-of-sample.js'
import type { RunAbout } from '../../core/engine/report.js'
import type { RunResult } from '../../core/engine/result.js'
import { type Contribution, contributions } from './contributions.js'
import { fingerprintsOf } from './fingerprints.js'
import { type Holding, holdings } from './holdings.js'
import { type RoundTrips, roundTrips } from './round-trips.js'
import { timeWriter, type WriteTime } from './tables.js'

/** A run as the tabs of the report look at it: worked out once, read by all. */
export interface RunView {
  readonly result: RunResult
  readonly about: RunAbout
  readonly performance: RunResult['performance']
  readonly sessions: readonly string[]
  /** One a session. */
  readonly returns: Float64Array
  readonly benchmark: Float64Array | undefined
  readonly benchmarkName: string
  readonly perYear: number
  readonly capital: number
  /** First in, first out. */
  readonly trips: RoundTrips
  readonly holdings: readonly Holding[]
  /** What each asset's prices brought, in the order of the sids. */
  readonly parts: readonly Contribution[]
  readonly timeOf: WriteTime
  /** Row of the first out-of-sample session, where the run is judged in two parts. */
  readonly outOfSample: number | undefined
  /** SHA-256 of what it was and of what came of it. */
  readonly fingerprints: NonNullable<RunAbout['fingerprints']>
}

export function runView(result: RunResult, about: RunAbout): RunView {
  const { performance } = result
  const trips = roundTrips(performance, about.finder)
  return {
    result,
    about,
    performance,
    sessions: performance.sessions,
    returns: performance.columns.returns.subarray(0, performance.length),
    benchmark: benchmarkReturns(result, about),
    benchmarkName: about.benchmark ?? 'Benchmark',
    perYear: about.sessionsPerYear,
    capital: Number(about.capital),
    trips,
    holdings: holdings(performance, about.finder, trips),
    parts: contributions(performance, about.finder),
    timeOf: timeWriter(performance, about.frequency),
    outOfSample: splitOf(performance.sessions, about),
    fingerprints: fingerprintsOf(result, about),
  }
}

/** As was asked, else where a sealed holdout begins that the run has seen. Throws `OUT_OF_SAMPLE`. */
function splitOf(sessions: readonly string[], { outOfSample, trials }: RunAbout): number | undefined {
  if (outOfSample !== undefined) return outOfSampleRow(sessions, outOfSample)
  const from = trials?.holdout?.from
  return from !== undefined && from > sessions[0] && from <= sessions[sessions.length - 1]
    ? outOfSampleRow(sessions, from)
    : undefined
}

/** The benchmark's returns, taken back out of its cumulative ones; undefined where the run had none. */
function benchmarkReturns({ performance }: RunResult, about: RunAbout): Float64Array | undefined {
  const total = performance.columns.benchmark_period_return.subarray(0, performance.length)
  if (about.benchmark === undefined && total.every((r) => r === 0 || Number.isNaN(r))) return undefined
  return total.map((r, row) => (1 + r) / (1 + (row === 0 ? 0 : total[row - 1])) - 1)
}
