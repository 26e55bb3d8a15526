import type { StandardColumn } from '../../core/engine/metrics-set.js'
import type { Observer } from '../../core/engine/observer.js'
import type { Series } from '../pandas.js'
import type { Timestamp } from '../timestamp.js'
import type { TradingCalendar } from '../trading-calendar.js'
import type { MetricsLedger } from './ledger.js'

/** What hooks write into: what stands in `daily_perf` and `cumulative_risk_metrics` at a session's end is a column. */
export interface Packet {
  readonly period_start: Timestamp
  readonly period_end: Timestamp
  readonly capital_base: number
  /** Share of the sessions that are done. */
  readonly progress: number
  // biome-ignore lint/suspicious/noExplicitAny: a metric writes what it likes
  readonly daily_perf: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: a metric writes what it likes
  readonly minute_perf: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: a metric writes what it likes
  readonly cumulative_perf: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: a metric writes what it likes
  readonly cumulative_risk_metrics: Record<string, any>
}

export interface BenchmarkSource {
  /** By session; all of them without dates. */
  daily_returns(start?: Timestamp, end?: Timestamp): Series<Timestamp>
}

export interface MetricsData {
  /** The current bar's value. */
  get_spot_value(asset: unknown, field: string, dt?: Timestamp, data_frequency?: string): number
}

/** Zipline's hooks; a metric has those that it needs. `end_of_bar` is called where performance is kept per minute. */
export interface Metric {
  start_of_simulation?(
    ledger: MetricsLedger,
    emission_rate: 'daily' | 'minute',
    trading_calendar: TradingCalendar,
    sessions: readonly Timestamp[],
    benchmark_source: BenchmarkSource,
  ): void
  start_of_session?(ledger: MetricsLedger, session: Timestamp, data_portal: MetricsData): void
  end_of_bar?(packet: Packet, ledger: MetricsLedger, dt: Timestamp, session_ix: number, data_portal: MetricsData): void
  end_of_session?(
    packet: Packet,
    ledger: MetricsLedger,
    session: Timestamp,
    session_ix: number,
    data_portal: MetricsData,
  ): void
  end_of_simulation?(
    packet: Record<string, unknown>,
    ledger: MetricsLedger,
    trading_calendar: TradingCalendar,
    sessions: readonly Timestamp[],
    data_portal: MetricsData,
    benchmark_source: BenchmarkSource,
  ): void
}

/** One of the standard columns, measured by the engine itself. */
export interface StandardMetric {
  readonly column: StandardColumn
}

/** What a set may consist of: standard columns, Zipline's metrics, observers of core. */
export type Measure = Metric | StandardMetric | Observer

export const isStandard = (measure: Measure): measure is StandardMetric => 'column' in measure
export const isObserver = (measure: Measure): measure is Observer => 'observe' in measure
