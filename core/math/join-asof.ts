import { ASOF, seriesKernels } from './series-kernels.js'

export interface AsofOptions {
  /**
   * Which row: the last that is not after a time (`backward`, the default) or `before` it, the first that is not before it (`forward`) or
   * `after` it, or the nearest, the earlier of two that are as near.
   */
  readonly kind?: keyof typeof ASOF
  /** Rows further away than this are none. */
  readonly tolerance?: number
}

export interface AsofRows {
  /** As many as there are times: the row of the other side, -1 where there is none. */
  readonly rows: Int32Array
  /** How many have one. */
  readonly found: number
}

/**
 * To each of some times the row of others that was known as of it: pandas' `merge_asof`, of bars with fundamentals, say, that came at times of
 * their own. Times of either side never fall, in any one unit; of equal ones the last counts going back, the first going forward. Throws
 * `ASOF_ORDER` and `ASOF_KIND`.
 */
export function joinAsof(times: Float64Array, others: Float64Array, options: AsofOptions = {}): AsofRows {
  const rows = new Int32Array(times.length)
  const kind = ASOF[options.kind ?? 'backward']
  return {
    rows,
    found: seriesKernels.joinAsof(kind, times, others, options.tolerance ?? Number.POSITIVE_INFINITY, rows),
  }
}
