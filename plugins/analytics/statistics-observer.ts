import type { ClockEvent } from '../../core/engine/event.js'
import { type MetricsSet, STANDARD_COLUMNS } from '../../core/engine/metrics-set.js'
import type { Observer, RunState } from '../../core/engine/observer.js'
import { drawdownSeries } from '../../core/math/returns/drawdowns.js'
import { rolling } from '../../core/math/returns/rolling.js'
import { STATISTIC_NAMES, type StatisticName, statisticOf } from './statistic-names.js'

/** Sessions that the rolling columns look back. */
export const WINDOW = 63

/**
 * Statistics of returns beside Zipline's columns: rolling ones a session (`rolling_sharpe`, `rolling_volatility`, `rolling_var`,
 * `rolling_cvar`, `rolling_beta`) and `drawdown`, and at the end every figure in `result.observed.statistics`. A session costs one number
 * kept; figures are worked out once, at the end.
 */
export class StatisticsObserver implements Observer {
  readonly #returns: number[] = []
  readonly #benchmark: number[] = []
  #before = 0

  constructor(
    private readonly perYear = 252,
    private readonly window = WINDOW,
  ) {}

  observe(event: ClockEvent, { ledger, benchmark, first }: RunState): void {
    if (event.kind !== 'session-end') return
    this.#returns.push((1 + ledger.totalReturns) / (1 + this.#before) - 1)
    this.#benchmark.push(benchmark[event.row - first])
    this.#before = ledger.totalReturns
  }

  columns(): ReadonlyMap<string, readonly number[]> {
    const [returns, benchmark] = [Float64Array.from(this.#returns), Float64Array.from(this.#benchmark)]
    const over = (name: StatisticName) =>
      Array.from(rolling(returns, this.window, (r, b) => statisticOf(name, r, b, this.perYear), benchmark))
    return new Map([
      ['drawdown', Array.from(drawdownSeries(returns))],
      ['rolling_sharpe', over('sharpe')],
      ['rolling_volatility', over('volatility')],
      ['rolling_var', over('var')],
      ['rolling_cvar', over('cvar')],
      ['rolling_beta', over('beta')],
    ])
  }

  result(): { statistics: Readonly<Record<string, number>> } {
    const [returns, benchmark] = [Float64Array.from(this.#returns), Float64Array.from(this.#benchmark)]
    const statistics = STATISTIC_NAMES.map((name) => [name, statisticOf(name, returns, benchmark, this.perYear)])
    return { statistics: Object.fromEntries(statistics) as Record<string, number> }
  }
}

export const statisticsSet = (): MetricsSet => ({ columns: STANDARD_COLUMNS, observers: [new StatisticsObserver()] })
