import { RustybtError } from '../kernel/errors.js'
import { kernels } from './kernels.js'
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
    return this.#each((values, out) => this.#extremes(values, out, (a, b) => a <= b))
  }

  max(): S {
    return this.#each((values, out) => this.#extremes(values, out, (a, b) => a >= b))
  }

  median(): S {
    return this.apply(statistics.median)
  }

  quantile(q: number): S {
    return this.apply((window) => statistics.quantile(window, q))
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

  #each(fill: (values: Float64Array, out: Float64Array) => void): S {
    return this.wrap(
      this.columns.map((values) => {
        const out = new Float64Array(values.length)
        fill(values, out)
        return out
      }),
    )
  }

  /** A queue of rows whose values fall behind each other: its head is the window's extreme, each row enters once. */
  #extremes(values: Float64Array, out: Float64Array, beats: (a: number, b: number) => boolean): void {
    const queue = new Int32Array(values.length)
    let head = 0
    let tail = 0
    let present = 0
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      const gone = i - this.window
      if (gone >= 0 && !Number.isNaN(values[gone])) present--
      if (head < tail && queue[head] <= gone) head++
      if (!Number.isNaN(value)) {
        present++
        while (tail > head && beats(value, values[queue[tail - 1]])) tail--
        queue[tail++] = i
      }
      out[i] = present > 0 && present >= this.minPeriods ? values[queue[head]] : Number.NaN
    }
  }
}
