import { roundHalfEven } from '../math/rounding.js'

/** Factors on a column: from session row `effective[k]` on, values before position `cuts[k]` are seen multiplied by `factors[k]`. */
export interface ColumnFactors {
  readonly effective: Int32Array
  readonly cuts: Int32Array
  readonly factors: Float64Array
}

/**
 * One asset's column as it looks from a given session: each earlier value multiplied, in time order, by the factors that have taken
 * effect since. Factors are few, so the column is kept whole as of the last one and windows are views of it; when the next factor
 * takes effect a new block is made, and views already handed out stay as they were.
 */
export class AdjustedColumn {
  readonly #raw: Float64Array
  readonly #factors: ColumnFactors
  readonly #show: (adjusted: Float64Array, asOf: number) => Float64Array
  #applied = 0
  #adjusted: Float64Array
  #shown: Float64Array | undefined

  /** `show` makes what readers see of the adjusted column (rounded, filled), once a block. */
  constructor(raw: Float64Array, factors: ColumnFactors, show: (adjusted: Float64Array, asOf: number) => Float64Array) {
    this.#raw = raw
    this.#adjusted = raw
    this.#factors = factors
    this.#show = show
  }

  /** Positions `from` up to, not including, `to`, seen from session row `asOf`: a view, not to be written. */
  window(from: number, to: number, asOf: number): Float64Array {
    return this.seenFrom(asOf).subarray(from, to)
  }

  /** The whole column seen from session row `asOf`. */
  seenFrom(asOf: number): Float64Array {
    const { effective } = this.#factors
    if (this.#applied > 0 && effective[this.#applied - 1] > asOf) {
      this.#applied = 0
      this.#adjusted = this.#raw
      this.#shown = undefined
    }
    if (this.#applied < effective.length && effective[this.#applied] <= asOf) this.#advance(asOf)
    this.#shown ??= this.#show(this.#adjusted, asOf)
    return this.#shown
  }

  #advance(asOf: number): void {
    const { effective, cuts, factors } = this.#factors
    const next = this.#adjusted.slice()
    for (; this.#applied < effective.length && effective[this.#applied] <= asOf; this.#applied++) {
      const factor = factors[this.#applied]
      const end = Math.min(cuts[this.#applied], next.length)
      if (factor !== 1) for (let i = 0; i < end; i++) next[i] *= factor
    }
    this.#adjusted = next
    this.#shown = undefined
  }
}

/** numpy's `around`: scaled, rounded half to even, scaled back. `out` may be `values` itself. */
export function rounded(
  values: Float64Array,
  decimals: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  const scale = 10 ** decimals
  for (let i = 0; i < values.length; i++) out[i] = roundHalfEven(values[i] * scale) / scale
  return out
}

/**
 * Each missing value takes the last one before it (`seed` before the first), up to position `last`; NaN after it. `out` may be `values`
 * itself.
 */
export function forwardFilled(
  values: Float64Array,
  last: number,
  seed = Number.NaN,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  const end = Math.min(last, values.length - 1)
  let seen = seed
  for (let i = 0; i <= end; i++) {
    const value = values[i]
    if (!Number.isNaN(value)) seen = value
    out[i] = seen
  }
  out.fill(Number.NaN, end + 1)
  return out
}

/**
 * A window of carried prices that begins in a gap, with another price carried into it: Zipline rounds the values of a window, but not
 * the one from before it. `raw` tells the gap's end.
 */
export function withStart(window: Float64Array, raw: Float64Array, start: number): Float64Array {
  const out = window.slice()
  for (let i = 0; i < out.length && Number.isNaN(raw[i]) && !Number.isNaN(out[i]); i++) out[i] = start
  return out
}
