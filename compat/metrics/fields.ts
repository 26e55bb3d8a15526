import type { MetricsLedger } from './ledger.js'
import type { Metric } from './metric.js'

/** The value at a path such as 'portfolio.cash'. */
function read(ledger: MetricsLedger, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], ledger)
}

const lastName = (path: string) => path.slice(path.lastIndexOf('.') + 1)

/** The current value of something of the ledger, by its path: `SimpleLedgerField('portfolio.cash', 'my_cash')`. */
export function SimpleLedgerField(ledger_field: string, packet_field = lastName(ledger_field)): Metric {
  return {
    end_of_bar(packet, ledger) {
      packet.minute_perf[packet_field] = read(ledger, ledger_field)
    },
    end_of_session(packet, ledger) {
      packet.daily_perf[packet_field] = read(ledger, ledger_field)
    },
  }
}

/** As `SimpleLedgerField`, in `cumulative_perf` as well. */
export function DailyLedgerField(ledger_field: string, packet_field = lastName(ledger_field)): Metric {
  return {
    end_of_bar(packet, ledger) {
      packet.cumulative_perf[packet_field] = packet.minute_perf[packet_field] = read(ledger, ledger_field)
    },
    end_of_session(packet, ledger) {
      packet.cumulative_perf[packet_field] = packet.daily_perf[packet_field] = read(ledger, ledger_field)
    },
  }
}

/** The value at the session's start. */
export function StartOfPeriodLedgerField(ledger_field: string, packet_field = lastName(ledger_field)): Metric {
  let atStart: unknown
  let today: unknown
  return {
    start_of_simulation(ledger) {
      atStart = read(ledger, ledger_field)
    },
    start_of_session(ledger) {
      today = read(ledger, ledger_field)
    },
    end_of_bar(packet) {
      packet.cumulative_perf[packet_field] = atStart
      packet.minute_perf[packet_field] = today
    },
    end_of_session(packet) {
      packet.cumulative_perf[packet_field] = atStart
      packet.daily_perf[packet_field] = today
    },
  }
}

/** A statistic of the daily returns so far; null where it is not finite. */
export function ReturnsStatistic(statistic: (returns: Float64Array) => number, field_name = statistic.name): Metric {
  const end: NonNullable<Metric['end_of_bar']> = (packet, ledger, _dt, session_ix) => {
    const value = statistic(ledger.daily_returns_array.slice(0, session_ix + 1))
    packet.cumulative_risk_metrics[field_name] = Number.isFinite(value) ? value : null
  }
  return { end_of_bar: end, end_of_session: end }
}
