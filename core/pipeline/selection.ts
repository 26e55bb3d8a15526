import { RustybtError } from '../kernel/errors.js'
import { matrixKernels } from '../math/matrix-kernels.js'
import type { Computation } from './computation.js'
import { eachGroup, present, taskGroups } from './cross-section.js'
import { flags, numbers } from './matrix.js'
import { percentile } from './percentile.js'

/** The `size` greatest (or least) of a session, or of each group; equals by their sids. */
export function top(size: number, descending: boolean): Computation {
  return {
    name: descending ? 'Top' : 'Bottom',
    parameters: { size, descending },
    kernels: ['matrixTop'],
    compute(task) {
      const out = flags(task.rows, task.columns)
      const { codes, count } = taskGroups(task)
      matrixKernels.matrixTop(present(task), task.columns, codes, count, size, descending, out.data)
      return out
    },
  }
}

/**
 * The greatest of a session, or of each group. Zipline compares the bits of doubles as whole numbers, so where all are negative it
 * picks the most negative.
 */
export const MAXIMUM: Computation = {
  name: 'Maximum',
  kernels: ['matrixTop'],
  compute(task) {
    if (!task.quirks.maximumComparesBits) return top(1, true).compute(task)
    const out = flags(task.rows, task.columns)
    const values = present(task)
    eachGroup(task, (cells) => {
      let best = -1
      for (const cell of cells) {
        if (Number.isNaN(values[cell])) continue
        if (best < 0 || isGreaterByBits(values[cell], values[best])) best = cell
      }
      if (best >= 0) out.data[best] = 1
    })
    return out
  },
}

/** As signed whole numbers: any positive above any negative, and of two negatives the one farther from zero. */
function isGreaterByBits(a: number, b: number): boolean {
  const [minusA, minusB] = [a < 0 || Object.is(a, -0), b < 0 || Object.is(b, -0)]
  if (minusA !== minusB) return minusB
  return minusA ? a < b : a > b
}

/** Values from one percentile of the session to another, both included; 0 to 100. */
export function percentileBetween(least: number, greatest: number): Computation {
  return {
    name: 'PercentileFilter',
    parameters: { least, greatest },
    kernels: [],
    compute({ inputs: [{ matrix }], mask, rows, columns }) {
      const out = flags(rows, columns)
      const data = matrix.data as Float64Array
      for (let from = 0; from < out.data.length; from += columns) {
        const sorted = sortedRow(data, mask.data, from, columns)
        const [low, high] = [percentile(sorted, least), percentile(sorted, greatest)]
        for (let i = from; i < from + columns; i++)
          out.data[i] = mask.data[i] !== 0 && low <= data[i] && data[i] <= high ? 1 : 0
      }
      return out
    },
  }
}

/** Bins of equal size by value, from 0; the missing value where there is none. */
export function quantiles(bins: number): Computation {
  return {
    name: `Quantiles(${bins})`,
    parameters: { bins },
    kernels: [],
    compute(task) {
      const { mask, rows, columns, term } = task
      const missing = term.missing as number
      const values = present(task)
      const out = numbers(rows, columns, missing)
      for (let row = 0; row < rows; row++) {
        const from = row * columns
        const sorted = sortedRow(values, mask.data, from, columns)
        if (sorted.length === 0) continue
        const edges = Float64Array.from({ length: bins + 1 }, (_, k) => percentile(sorted, edgeShare(k, bins) * 100))
        if (bins > 1 && edges.some((edge, k) => k > 0 && edge === edges[k - 1]))
          throw tied(term.label, task.sessions.date(task.first + row), edges)
        for (let i = from; i < from + columns; i++)
          if (mask.data[i] && !Number.isNaN(values[i])) out.data[i] = binOf(values[i], edges, missing)
      }
      if (task.quirks.quantilesGroupMissing) groupMissing(out.data, task.existed, missing)
      return out
    },
  }
}

/** Zipline keeps whole numbers where the first session has nothing missing, and in those a missing value is -2^63. */
function groupMissing(data: Float64Array, existed: Uint8Array, missing: number): void {
  for (let j = 0; j < existed.length; j++) if (existed[j] && data[j] === missing) return
  for (let i = 0; i < data.length; i++) if (data[i] === missing) data[i] = -(2 ** 63)
}

/** As numpy's linspace(0, 1, bins + 1). */
const edgeShare = (k: number, bins: number) => (k === bins ? 1 : k * (1 / bins))

function binOf(value: number, edges: Float64Array, missing: number): number {
  if (value === edges[0]) return 0
  let k = 0
  while (k < edges.length && edges[k] < value) k++
  return k === 0 || k === edges.length ? missing : k - 1
}

function tied(label: string, session: string, edges: Float64Array): RustybtError {
  const message = `${label} on ${session}: Bin edges must be unique: ${edges.join(', ')}`
  return new RustybtError('QUANTILES_TIED', message, {
    hint: 'too few different values for so many bins; ask for fewer, or mask the assets that share one value',
  })
}

function sortedRow(data: Float64Array, mask: Uint8Array, from: number, columns: number): Float64Array {
  const out = new Float64Array(columns)
  let count = 0
  for (let i = from; i < from + columns; i++) if (mask[i] && !Number.isNaN(data[i])) out[count++] = data[i]
  return out.subarray(0, count).sort()
}
