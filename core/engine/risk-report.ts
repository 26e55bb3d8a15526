import { dateOf } from '../time/session.js'
import type { ClockEvent } from './event.js'
import type { Observer, RunState } from './observer.js'
import { type RiskFigure, riskFigures } from './risk.js'

/** Risk over some months, under Zipline's names; null is what is not defined. */
export interface PeriodRisk {
  readonly algorithm_period_return: number | null
  readonly benchmark_period_return: number | null
  readonly treasury_period_return: 0
  readonly excess_return: number | null
  readonly alpha: number | null
  readonly beta: number | null
  readonly sharpe: number | null
  readonly sortino: number | null
  /** The month in which it ends: '2020-03'. */
  readonly period_label: string
  readonly trading_days: number
  readonly algo_volatility: number | null
  readonly benchmark_volatility: number | null
  readonly max_drawdown: number | null
  readonly max_leverage: number | null
}

const PERIODS = { one_month: 1, three_month: 3, six_month: 6, twelve_month: 12 } as const
export type RiskPeriods = Readonly<Record<keyof typeof PERIODS, readonly PeriodRisk[]>>

interface Day {
  /** Months since year 0. */
  readonly month: number
  readonly returns: number
  readonly benchmark: number
  readonly leverage: number
}

/** Zipline's classic report: from every month of the run on, as far as the run's last month, over 1, 3, 6 and 12 months. */
export class RiskReport implements Observer {
  readonly #days: Day[] = []
  #previous = 0

  /** `perYear`: sessions in a year. */
  constructor(private readonly perYear = 252) {}

  observe(event: ClockEvent, { ledger, sessions, benchmark, first }: RunState): void {
    if (event.kind !== 'session-end') return
    const [year, month] = dateOf(sessions.days[event.row]).split('-').map(Number)
    this.#days.push({
      month: 12 * year + month - 1,
      returns: (1 + ledger.totalReturns) / (1 + this.#previous) - 1,
      benchmark: benchmark[event.row - first],
      leverage: ledger.grossLeverage,
    })
    this.#previous = ledger.totalReturns
  }

  result(): { risk_report: RiskPeriods } {
    const report = Object.entries(PERIODS).map(([name, months]) => [name, this.#periods(months)])
    return { risk_report: Object.fromEntries(report) as RiskPeriods }
  }

  #periods(months: number): PeriodRisk[] {
    const days = this.#days
    if (days.length === 0) return []
    const [first, last] = [days[0].month, days[days.length - 1].month]
    if (last - first + 1 < months) return []
    const periods: PeriodRisk[] = []
    for (let start = first; start + months - 1 <= last; start++) {
      const within = days.filter(({ month }) => month >= start && month < start + months)
      if (within.length > 0) periods.push(periodRisk(within, start + months - 1, this.perYear))
    }
    return periods
  }
}

function periodRisk(days: readonly Day[], lastMonth: number, perYear: number): PeriodRisk {
  const returns = Float64Array.from(days, (day) => day.returns)
  const figures = riskFigures(
    returns,
    Float64Array.from(days, ({ benchmark }) => benchmark),
    perYear,
  )
  const atEnd = (name: RiskFigure) => figures[name][days.length - 1]
  const growth = returns.reduce((product, each) => product * (1 + each), 1)
  const label = `${String(Math.floor(lastMonth / 12)).padStart(4, '0')}-${String((lastMonth % 12) + 1).padStart(2, '0')}`
  return {
    algorithm_period_return: defined(growth - 1),
    benchmark_period_return: defined(atEnd('benchmark_period_return')),
    treasury_period_return: 0,
    excess_return: defined(growth - 1),
    alpha: defined(atEnd('alpha')),
    beta: defined(atEnd('beta')),
    sharpe: defined(atEnd('sharpe')) ?? 0,
    sortino: defined(atEnd('sortino')),
    period_label: label,
    trading_days: days.length,
    algo_volatility: defined(atEnd('algo_volatility')),
    benchmark_volatility: defined(atEnd('benchmark_volatility')),
    max_drawdown: defined(atEnd('max_drawdown')),
    max_leverage: defined(Math.max(...days.map(({ leverage }) => leverage))),
  }
}

const defined = (value: number) => (Number.isFinite(value) ? value : null)
