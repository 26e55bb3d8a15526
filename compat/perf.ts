import type { AssetFinder } from '../core/assets/finder.js'
import { PERFORMANCE_COLUMNS, type PerformanceColumn } from '../core/engine/metrics.js'
import type { RunResult } from '../core/engine/result.js'
import { type PerformanceRow, performanceRows } from '../core/engine/rows.js'
import { timeLabels } from './pandas.js'
import { PandasFrame } from './pandas-frame.js'
import type { PandasSeries } from './pandas-series.js'
import type { Timestamp } from './timestamp.js'

/** The performance frame: a row a session, indexed by `period_close`; Zipline's columns and the numbers that were recorded. */
class PerformanceFrame extends PandasFrame<Timestamp, string> {
  #result!: RunResult
  #finder!: AssetFinder

  static of(result: RunResult, finder: AssetFinder): Perf {
    const { length, columns, recorded } = result.performance
    const names: string[] = [...PERFORMANCE_COLUMNS]
    const data = PERFORMANCE_COLUMNS.map((name) => columns[name].subarray(0, length))
    for (const [name, values] of recorded) {
      if (names.includes(name) || !values.every((value) => value === undefined || typeof value === 'number')) continue
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

  /** One plain object a session with every column, orders, transactions, positions and recorded variables, as `-o FILE.json` writes it. */
  to_records(): PerformanceRow[] {
    return [...performanceRows(this.#result, this.#finder)]
  }
}

export type Perf = PerformanceFrame & Readonly<Record<PerformanceColumn, PandasSeries<Timestamp>>>
export const perfOf = PerformanceFrame.of
