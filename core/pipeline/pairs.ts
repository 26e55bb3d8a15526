import { RustybtError } from '../kernel/errors.js'
import { matrixKernels } from '../math/matrix-kernels.js'
import type { Computation } from './computation.js'
import { borrow, type Numbers } from './matrix.js'
import { correlationPValue } from './student.js'
import { throughWindows } from './through-windows.js'

type Pairwise = 'matrixPearson' | 'matrixSpearman'

function correlation(name: string, kernel: Pairwise): Computation {
  return {
    name,
    kernels: [kernel],
    compute(task) {
      const window = task.term.windowLength
      const [out] = throughWindows(task, ([y, x], columns) => {
        const answer = answerTo(y, columns, window)
        matrixKernels[kernel](y.data, x.data, columns, window, answer)
        return [answer]
      })
      return out
    },
  }
}

export const PEARSON = correlation('RollingPearson', 'matrixPearson')
export const SPEARMAN = correlation('RollingSpearman', 'matrixSpearman')

export const REGRESSION_OUTPUTS = ['alpha', 'beta', 'r_value', 'p_value', 'stderr'] as const

export const REGRESSION: Computation = {
  name: 'RollingLinearRegression',
  kernels: ['matrixRegress'],
  compute(task) {
    const window = task.term.windowLength
    return throughWindows(task, ([y, x], columns) => {
      const answer = answerTo(y, columns, window, 4)
      const size = answer.length / 4
      matrixKernels.matrixRegress(y.data, x.data, columns, window, answer)
      const [alpha, beta, r, stderr] = [0, 1, 2, 3].map((k) => answer.slice(k * size, (k + 1) * size))
      const p = r.map((value, i) => (Number.isNaN(beta[i]) ? Number.NaN : correlationPValue(value, window)))
      return [alpha, beta, r, p, stderr]
    })
  },
}

/** The slope of an asset's returns on the target's. */
export function beta(allowedMissing: number): Computation {
  return {
    name: 'SimpleBeta',
    parameters: { allowedMissing },
    kernels: ['matrixBeta'],
    compute(task) {
      const window = task.term.windowLength
      const [out] = throughWindows(task, ([y, x], columns) => {
        const answer = answerTo(y, columns, window)
        matrixKernels.matrixBeta(y.data, x.data, columns, window, allowedMissing, answer)
        return [answer]
      })
      return out
    },
  }
}

function answerTo({ rows }: Numbers, columns: number, window: number, parts = 1): Float64Array {
  return borrow((rows - window + 1) * columns * parts)
}

export function checkLength(what: string, length: number, least: number): void {
  if (Number.isInteger(length) && length >= least) return
  throw new RustybtError('WINDOW_LENGTH_INVALID', `${what} must be a whole number from ${least}, was ${length}`)
}
