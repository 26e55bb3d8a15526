import * as statistics from '../math/statistics.js'
import type { Computation } from './computation.js'
import { withoutMissing } from './cross-section.js'
import { numbers } from './matrix.js'

/** A session's values reduced to one. */
export const SUMMARIES = {
  mean: (values: Float64Array) => sum(values) / values.length,
  stddev: (values: Float64Array) => {
    const mean = sum(values) / values.length
    return Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length)
  },
  max: statistics.max,
  min: statistics.min,
  median: statistics.median,
  sum,
  notnullCount: (values: Float64Array) => values.length,
} as const
export type Summary = keyof typeof SUMMARIES

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** One number a session, the same for every asset; missing values do not count. */
export function summary(name: Summary): Computation {
  const reduce = SUMMARIES[name]
  return {
    name: `Summary.${name}`,
    kernels: [],
    compute({ inputs: [{ matrix }], term, mask, rows, columns }) {
      const values = withoutMissing(matrix.data as Float64Array, term.inputs[0].missing)
      const out = numbers(rows, 1)
      const kept = new Float64Array(columns)
      for (let row = 0; row < rows; row++) {
        let count = 0
        for (let i = row * columns; i < (row + 1) * columns; i++) {
          const value = values[matrix.columns === 1 ? row : i]
          if (mask.data[i] && !Number.isNaN(value)) kept[count++] = value
        }
        out.data[row] = reduce(kept.subarray(0, count))
      }
      return out
    },
  }
}
