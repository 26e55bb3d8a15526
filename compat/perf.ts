import type { AssetFinder } from '../core/assets/finder.js'
import { BAR_COLUMNS, type BarPerformanceColumns } from '../core/engine/bar-performance.js'
import { PERFORMANCE_COLUMNS, type PerformanceColumn } from '../core/engine/metrics.js'
import type { RunResult } from '../core/engine/result.js'
import { DAILY, type PerformanceRow, performanceRows } from '../core/engine/rows.js'
import { timeLabels } from './pandas.js'
import { PandasFrame } from './pandas-frame.js'
import type { PandasSeries } from './pandas-series.js'
import type { Timestamp } from './timestamp.js'

/** The performance frame: a row a session, indexed by `period_close`; Zipline's columns and the numbers that were recorded. */
class PerformanceFrame extends PandasFrame<Timestamp, string> {
  #result!: RunResult
  #finder!: AssetFinder

  static of(result: RunResult, finder: AssetFinder): Perf {
    const { length, columns, recorded, added, shown } = result.performance
    const standard = PERFORMANCE_COLUMNS.filter((name) => (shown?.has(name) ?? true) && !added?.has(name))
    const names: string[] = [...standard]
    const data = standard.map((name) => columns[name].subarray(0, length))
    for (const [name, values] of [...(added ?? []), ...recorded]) {
      if (!values.every((value) => value === undefined || typeof value === 'number')) continue
      const column = standard.indexOf(name as PerformanceColumn)
      if (column >= 0) {
        if (DAILY.includes(standard[column]))
          data[column] = data[column].map((value, i) => (values[i] as number | undefined) ?? value)
        continue
      }
      names.push(name)
      data.push(Float64Array.from({ length }, (_, i) => (values[i] as number | undefined) ?? Number.NaN))
    }
    const frame = new PerformanceFrame(data, timeLabels(columns.period_close.subarray(0, length), '1m'), names)
    frame.#result = result
    frame.#finder = finder
    for (const name of names) {
      if (!(name in frame)) Object.defineProperty(frame, name, { get: () => frame.get(name), enumerable: true })
    }
    return frame as unknown as Perf
  }

  /** The core's result, lists of orders, transactions and positions included. */
  get result(): RunResult {
    return this.#result
  }

  /** What the metrics set has found at the end: of `classic`, risk over periods of months. */
  get risk_report(): RiskReport {
    return riskReportOf(this.#result)
  }

  /** A row a bar, by its end; undefined where performance is not kept per minute. */
  get minutes(): PandasFrame<Timestamp, string> | undefined {
    const bars = this.#result.observed.bars as BarPerformanceColumns | undefined
    if (!bars) return undefined
    const columns = BAR_COLUMNS.map((name) => bars.columns[name])
    return new PandasFrame<Timestamp, string>(columns, timeLabels(bars.times, '1m'), [...BAR_COLUMNS])
  }

  /** One plain object a session with every column, orders, transactions, positions and recorded variables, as `-o FILE.json` writes it. */
  to_records(): PerformanceRow[] {
    return [...performanceRows(this.#result, this.#finder)]
  }
}

export type RiskReport = Readonly<Record<string, unknown>>

export function riskReportOf({ observed }: RunResult): RiskReport {
  const { risk_report, simulation_packet } = observed as Record<string, object | undefined>
  return { ...risk_report, ...simulation_packet }
}

export type Perf = PerformanceFrame & Readonly<Record<PerformanceColumn, PandasSeries<Timestamp>>>
export const perfOf = PerformanceFrame.of
