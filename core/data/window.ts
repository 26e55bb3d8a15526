import { roundHalfEven } from '../math/rounding.js'

/**
 * One asset's column as it looks from a given row: each earlier row multiplied, in time order, by the factors that have taken
 * effect since. Factors are few, so the column is kept whole as of the last one and windows are views of it; when the next factor
 * takes effect a new block is made, and views already handed out stay as they were.
 */
export class AdjustedColumn {
  readonly #raw: Float64Array
  readonly #rows: Int32Array
  readonly #factors: Float64Array
  readonly #show: (adjusted: Float64Array) => Float64Array
  #applied = 0
  #adjusted: Float64Array
  #shown: Float64Array | undefined

  /** `show` makes what readers see of the adjusted column (rounded, filled), once a block. */
  constructor(
    raw: Float64Array,
    rows: Int32Array,
    factors: Float64Array,
    show: (adjusted: Float64Array) => Float64Array,
  ) {
    this.#raw = raw
    this.#adjusted = raw
    this.#rows = rows
    this.#factors = factors
    this.#show = show
  }

  /** Rows `from` up to, not including, `to`, seen from `row`: a view, not to be written. */
  window(from: number, to: number, row: number): Float64Array {
    const rows = this.#rows
    if (this.#applied > 0 && rows[this.#applied - 1] > row) {
      this.#applied = 0
      this.#adjusted = this.#raw
      this.#shown = undefined
    }
    if (this.#applied < rows.length && rows[this.#applied] <= row) this.#advance(row)
    this.#shown ??= this.#show(this.#adjusted)
    return this.#shown.subarray(from, to)
  }

  #advance(row: number): void {
    const next = this.#adjusted.slice()
    while (this.#applied < this.#rows.length && this.#rows[this.#applied] <= row) {
      const factor = this.#factors[this.#applied]
      const end = this.#rows[this.#applied]
      if (factor !== 1) for (let i = 0; i < end; i++) next[i] *= factor
      this.#applied++
    }
    this.#adjusted = next
    this.#shown = undefined
  }
}

/** numpy's `around`: scaled, rounded half to even, scaled back. */
export function rounded(values: Float64Array, decimals: number): Float64Array {
  const scale = 10 ** decimals
  const out = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) out[i] = roundHalfEven(values[i] * scale) / scale
  return out
}

/** Each missing value takes the last one before it, up to row `last`; NaN after it. */
export function forwardFilled(values: Float64Array, last: number): Float64Array {
  const out = new Float64Array(values.length)
  let seen = Number.NaN
  for (let i = 0; i <= last; i++) {
    const value = values[i]
    if (!Number.isNaN(value)) seen = value
    out[i] = seen
  }
  out.fill(Number.NaN, last + 1)
  return out
}
