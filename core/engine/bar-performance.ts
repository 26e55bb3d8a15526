import { SESSION_FIGURES } from '../math/kernels.js'
import type { ClockEvent } from './event.js'
import type { Observer, RunState } from './observer.js'

/** What is kept of each bar, under Zipline's names: of its session so far, but for the last two, which are of the run so far. */
export const BAR_COLUMNS = SESSION_FIGURES
export type BarColumn = (typeof BAR_COLUMNS)[number]

/** A run bar by bar, as columns of equal length; `times` are epoch ms of the bars' ends. */
export interface BarPerformanceColumns {
  readonly times: Float64Array
  readonly columns: Readonly<Record<BarColumn, Float64Array>>
}

/** Performance per bar (Zipline's emission rate `minute`): 21 numbers a bar, about 16 MB a year of minutes. */
export class BarPerformance implements Observer {
  #length = 0
  #times = new Float64Array(0)
  readonly #columns = Object.fromEntries(BAR_COLUMNS.map((name) => [name, new Float64Array(0)])) as Record<
    BarColumn,
    Float64Array
  >
  readonly #start = { returns: 0, pnl: 0, cashFlow: 0, cash: 0, value: 0, exposure: 0 }
  #maxLeverage = 0

  observe(event: ClockEvent, { ledger }: RunState): void {
    if (event.kind === 'session-start') {
      const start = this.#start
      start.pnl = ledger.pnl
      start.cash = ledger.cash
      start.value = ledger.positionsValue
      start.exposure = ledger.positionsExposure
    } else if (event.kind === 'bar') this.#bar(event.at, ledger)
    else if (event.kind === 'session-end') {
      this.#start.returns = ledger.totalReturns
      this.#start.cashFlow = ledger.cashFlow
      this.#maxLeverage = Math.max(this.#maxLeverage, ledger.grossLeverage)
    }
  }

  result(): { bars: BarPerformanceColumns } {
    const columns = Object.fromEntries(BAR_COLUMNS.map((name) => [name, this.#columns[name].subarray(0, this.#length)]))
    return {
      bars: {
        times: this.#times.subarray(0, this.#length),
        columns: columns as Record<BarColumn, Float64Array>,
      },
    }
  }

  #bar(time: number, ledger: RunState['ledger']): void {
    const at = this.#length++
    if (at === this.#times.length) this.#grow()
    const c = this.#columns
    const start = this.#start
    this.#maxLeverage = Math.max(this.#maxLeverage, ledger.grossLeverage)
    this.#times[at] = time
    c.returns[at] = (1 + ledger.totalReturns) / (1 + start.returns) - 1
    c.pnl[at] = ledger.pnl - start.pnl
    c.capital_used[at] = ledger.cashFlow - start.cashFlow
    c.starting_exposure[at] = start.exposure
    c.ending_exposure[at] = ledger.positionsExposure
    c.starting_value[at] = start.value
    c.ending_value[at] = ledger.positionsValue
    c.starting_cash[at] = start.cash
    c.ending_cash[at] = ledger.cash
    c.portfolio_value[at] = ledger.portfolioValue
    c.longs_count[at] = ledger.longsCount
    c.shorts_count[at] = ledger.shortsCount
    c.long_value[at] = ledger.longValue
    c.short_value[at] = ledger.shortValue
    c.long_exposure[at] = ledger.longExposure
    c.short_exposure[at] = ledger.shortExposure
    c.gross_leverage[at] = ledger.grossLeverage
    c.net_leverage[at] = ledger.netLeverage
    c.algorithm_period_return[at] = ledger.totalReturns
    c.max_leverage[at] = this.#maxLeverage
  }

  #grow(): void {
    const grown = (from: Float64Array) => {
      const to = new Float64Array(Math.max(1024, 2 * from.length))
      to.set(from)
      return to
    }
    this.#times = grown(this.#times)
    for (const name of BAR_COLUMNS) this.#columns[name] = grown(this.#columns[name])
  }
}
