import { RustybtError } from '../kernel/errors.js'
import { matrixKernels } from '../math/matrix-kernels.js'
import type { Computation, Task } from './computation.js'
import { present, taskGroups } from './cross-section.js'
import { maskGroup } from './groups.js'
import { borrow, flags } from './matrix.js'

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
  kernels: ['matrixMaximum'],
  compute(task) {
    if (!task.quirks.maximumComparesBits) return top(1, true).compute(task)
    const out = flags(task.rows, task.columns)
    const { codes, count } = taskGroups(task)
    matrixKernels.matrixMaximum(present(task), task.columns, codes, count, out.data)
    return out
  },
}

/** Values from one percentile of the session to another, both included; 0 to 100. */
export function percentileBetween(least: number, greatest: number): Computation {
  return {
    name: 'PercentileFilter',
    parameters: { least, greatest },
    kernels: ['matrixPercentiles', 'matrixBetween'],
    compute({ inputs: [{ matrix }], mask, rows, columns }) {
      const out = flags(rows, columns)
      const data = matrix.data as Float64Array
      const { codes, count } = maskGroup(mask)
      const edges = new Float64Array(rows * 2)
      const shares = Float64Array.of(least / 100, greatest / 100)
      matrixKernels.matrixPercentiles(data, columns, codes, count, shares, edges)
      matrixKernels.matrixBetween(data, columns, codes, count, edges, out.data)
      return out
    },
  }
}

/** Bins of equal size by value, from 0; the missing value where there is none. */
export function quantiles(bins: number): Computation {
  // Numpy takes them as percentages, which moves some by a last bit.
  const shares = Float64Array.from({ length: bins + 1 }, (_, k) => (edgeShare(k, bins) * 100) / 100)
  return {
    name: `Quantiles(${bins})`,
    parameters: { bins },
    kernels: ['matrixPercentiles', 'matrixBins'],
    compute(task) {
      const { mask, rows, columns, term } = task
      const missing = term.missing as number
      const values = present(task)
      const { codes, count } = maskGroup(mask)
      const edges = new Float64Array(rows * shares.length)
      matrixKernels.matrixPercentiles(values, columns, codes, count, shares, edges)
      if (bins > 1) requireApart(edges, shares.length, task)
      const out = { rows, columns, data: borrow(rows * columns) }
      matrixKernels.matrixBins(values, columns, codes, count, edges, missing, out.data)
      if (task.quirks.quantilesGroupMissing) groupMissing(out.data, task.existed, missing)
      return out
    },
  }
}

/** Throws `QUANTILES_TIED` for the first session two of whose edges are one value. */
function requireApart(edges: Float64Array, wide: number, { term, sessions, first }: Task): void {
  for (let from = 0; from < edges.length; from += wide)
    for (let k = from + 1; k < from + wide; k++)
      if (edges[k] === edges[k - 1])
        throw tied(term.label, sessions.date(first + from / wide), edges.subarray(from, from + wide))
}

/** Zipline keeps whole numbers where the first session has nothing missing, and in those a missing value is -2^63. */
function groupMissing(data: Float64Array, existed: Uint8Array, missing: number): void {
  for (let j = 0; j < existed.length; j++) if (existed[j] && data[j] === missing) return
  for (let i = 0; i < data.length; i++) if (data[i] === missing) data[i] = -(2 ** 63)
}

/** As numpy's linspace(0, 1, bins + 1). */
const edgeShare = (k: number, bins: number) => (k === bins ? 1 : k * (1 / bins))

function tied(label: string, session: string, edges: Float64Array): RustybtError {
  const message = `${label} on ${session}: Bin edges must be unique: ${edges.join(', ')}`
  return new RustybtError('QUANTILES_TIED', message, {
    hint: 'too few different values for so many bins; ask for fewer, or mask the assets that share one value',
  })
}
