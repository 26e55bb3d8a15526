import type { ClockEvent } from '../../core/engine/event.js'
import type { Observer, RunState } from '../../core/engine/observer.js'
import { DAY, MINUTE } from '../../core/time/instant.js'
import { type DateLike, isoDate } from '../dates.js'
import { Series } from '../pandas.js'
import type { Asset } from '../protocol.js'
import { Timestamp } from '../timestamp.js'
import { TradingCalendar } from '../trading-calendar.js'
import { MetricsLedger } from './ledger.js'
import type { BenchmarkSource, Metric, MetricsData, Packet } from './metric.js'

const PERIOD = ['period_open', 'period_close']

/** Calls the hooks of Zipline's metrics, and makes columns of what they write. */
export class MetricsObserver implements Observer {
  readonly #metrics: readonly Metric[]
  readonly #columns = new Map<string, unknown[]>()
  readonly #packet: Record<string, unknown> = {}
  #state: RunState | undefined
  #ledger!: MetricsLedger
  #sessions: readonly Timestamp[] = []
  #calendar!: TradingCalendar
  #benchmark!: BenchmarkSource
  #data!: MetricsData
  #done = 0

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics
  }

  begin(state: RunState): void {
    const { sessions, first, last } = state
    this.#state = state
    this.#sessions = Array.from({ length: last - first + 1 }, (_, i) => new Timestamp(sessions.date(first + i)))
    this.#ledger = new MetricsLedger(state, this.#sessions)
    this.#calendar = new TradingCalendar(state.calendar)
    this.#benchmark = benchmarkSource(state, this.#sessions)
    this.#data = spotValues(state)
    for (const metric of this.#metrics)
      metric.start_of_simulation?.(this.#ledger, state.emissionRate, this.#calendar, this.#sessions, this.#benchmark)
  }

  observe({ kind, at, row }: ClockEvent, state: RunState): void {
    const ix = row - state.first
    const midnight = () => new Timestamp(state.sessions.days[row] * DAY)
    if (kind === 'session-start') {
      for (const metric of this.#metrics) metric.start_of_session?.(this.#ledger, midnight(), this.#data)
    } else if (kind === 'bar' && state.emissionRate === 'minute') {
      this.#ledger.note(ix)
      const packet = this.#newPacket(at, row, 'minute_perf', state)
      for (const metric of this.#metrics) metric.end_of_bar?.(packet, this.#ledger, new Timestamp(at), ix, this.#data)
    } else if (kind === 'session-end') {
      this.#ledger.note(ix)
      this.#done = ix + 1
      const packet = this.#newPacket(at, row, 'daily_perf', state)
      for (const metric of this.#metrics) metric.end_of_session?.(packet, this.#ledger, midnight(), ix, this.#data)
      this.#keep(packet, ix)
      this.#ledger.close()
    }
  }

  columns(): ReadonlyMap<string, readonly unknown[]> {
    return this.#columns
  }

  /** What `end_of_simulation` has written. */
  result(): { simulation_packet: Readonly<Record<string, unknown>> } {
    if (this.#state) {
      for (const metric of this.#metrics) {
        metric.end_of_simulation?.(
          this.#packet,
          this.#ledger,
          this.#calendar,
          this.#sessions,
          this.#data,
          this.#benchmark,
        )
      }
    }
    return { simulation_packet: this.#packet }
  }

  #newPacket(at: number, row: number, section: 'daily_perf' | 'minute_perf', state: RunState): Packet {
    const [first, last] = [this.#sessions[0], this.#sessions[this.#sessions.length - 1]]
    const period = { period_open: new Timestamp(state.sessions.opens[row] + MINUTE), period_close: new Timestamp(at) }
    return {
      period_start: first,
      period_end: last,
      capital_base: state.capital,
      progress: state.emissionRate === 'minute' ? 1 : this.#done / this.#sessions.length,
      daily_perf: section === 'daily_perf' ? period : {},
      minute_perf: section === 'minute_perf' ? period : {},
      cumulative_perf: { period_open: first, period_close: last },
      cumulative_risk_metrics: {},
    }
  }

  /** What is not written in every session is undefined in the others. */
  #keep({ daily_perf, cumulative_risk_metrics }: Packet, ix: number): void {
    for (const [name, value] of Object.entries({ ...daily_perf, ...cumulative_risk_metrics })) {
      if (PERIOD.includes(name)) continue
      let column = this.#columns.get(name)
      if (!column) this.#columns.set(name, (column = new Array(ix).fill(undefined)))
      column[ix] = value
    }
  }
}

function benchmarkSource({ benchmark }: RunState, sessions: readonly Timestamp[]): BenchmarkSource {
  return {
    daily_returns(start?: DateLike, end?: DateLike) {
      const from = start === undefined ? 0 : sessions.findIndex((session) => isoDate(session) >= isoDate(start))
      const after = end === undefined ? -1 : sessions.findIndex((session) => isoDate(session) > isoDate(end))
      const to = after < 0 ? sessions.length : after
      return new Series(benchmark.slice(from, to), sessions.slice(from, to))
    },
  }
}

function spotValues(state: RunState): MetricsData {
  return {
    get_spot_value: (asset, field) => state.data.spot((asset as Asset).core, field as 'price'),
  }
}
