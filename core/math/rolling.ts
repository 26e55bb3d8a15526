import { RustybtError } from '../kernel/errors.js'
import { kernels } from './kernels.js'
import { answerArray } from './memory.js'
import { ORDER, seriesKernels } from './series-kernels.js'
import * as statistics from './statistics.js'

/**
 * Reductions over the last `window` rows of each column. A row answers NaN where fewer than `minPeriods` values are
 * present in its window. `wrap` makes the series or frame of the caller's kind.
 */
export class Rolling<S> {
  constructor(
    private readonly columns: readonly Float64Array[],
    readonly window: number,
    readonly minPeriods: number,
    private readonly wrap: (columns: Float64Array[]) => S,
  ) {
    if (!Number.isInteger(window) || window < 1)
      throw new RustybtError('BAD_WINDOW', `rolling: window is ${window}, must be a whole number from 1`)
    if (!(minPeriods >= 0 && minPeriods <= window))
      throw new RustybtError(
        'BAD_WINDOW',
        `rolling: minPeriods is ${minPeriods}, must lie in 0..${window} (the window)`,
      )
  }

  sum(): S {
    return this.#each((values, out) => kernels.rollingSum(values, this.window, this.minPeriods, out))
  }

  mean(): S {
    return this.#each((values, out) => kernels.rollingMean(values, this.window, this.minPeriods, out))
  }

  std(ddof = 1): S {
    return this.#each((values, out) => kernels.rollingStd(values, this.window, this.minPeriods, ddof, out))
  }

  var(ddof = 1): S {
    return this.#each((values, out) => {
      kernels.rollingStd(values, this.window, this.minPeriods, ddof, out)
      for (let i = 0; i < out.length; i++) out[i] *= out[i]
    })
  }

  min(): S {
    return this.#order(ORDER.min)
  }

  max(): S {
    return this.#order(ORDER.max)
  }

  median(): S {
    return this.#order(ORDER.median)
  }

  quantile(q: number): S {
    if (!(q >= 0 && q <= 1)) throw new RustybtError('BAD_QUANTILE', `quantile: q is ${q}, must lie in 0..1`)
    return this.#order(ORDER.quantile, q)
  }

  /** The mean place, from 1, of each window's last value among it; NaN where that is missing. */
  rank(): S {
    return this.#order(ORDER.rank)
  }

  /** Values present in each window; NaN where the window has fewer than `minPeriods` rows yet, missing or not. */
  count(): S {
    return this.#each((values, out) => {
      for (let i = 0, present = 0; i < values.length; i++) {
        if (!Number.isNaN(values[i])) present++
        if (i >= this.window && !Number.isNaN(values[i - this.window])) present--
        out[i] = Math.min(i + 1, this.window) < this.minPeriods ? Number.NaN : present
      }
    })
  }

  /** `f` of a view of each window, missing values included. It must not write or keep the view. */
  apply(f: (window: Float64Array) => number): S {
    return this.#each((values, out) => {
      for (let i = 0; i < values.length; i++) {
        const window = values.subarray(Math.max(0, i + 1 - this.window), i + 1)
        out[i] = statistics.count(window) < this.minPeriods ? Number.NaN : f(window)
      }
    })
  }

  #order(kind: number, share = 0): S {
    return this.#each((values, out) =>
      seriesKernels.rollingOrder(kind, values, this.window, this.minPeriods, share, out),
    )
  }

  #each(fill: (values: Float64Array, out: Float64Array) => void): S {
    return this.wrap(
      this.columns.map((values) => {
        const out = answerArray(values.length)
        fill(values, out)
        return out
      }),
    )
  }
}
