/** The last `length` values, the newest written over the oldest. */
export class Ring {
  readonly values: Float64Array
  #at = 0
  #count = 0

  constructor(readonly length: number) {
    this.values = new Float64Array(length)
  }

  push(value: number): void {
    this.values[this.#at] = value
    if (++this.#at === this.length) this.#at = 0
    if (this.#count < this.length) this.#count++
  }

  get full(): boolean {
    return this.#count === this.length
  }

  /** The value pushed `length - 1` pushes ago; of a full ring. */
  get oldest(): number {
    return this.values[this.#at]
  }

  /** The value pushed `rows` pushes before the last. */
  back(rows: number): number {
    const at = this.#at - 1 - rows
    return this.values[at < 0 ? at + this.length : at]
  }
}

/** A number for each number; NaN until there are enough. */
export interface Smoother {
  next(value: number): number
}

/**
 * The sum of the last `period` values. Rows are cut into blocks as long as the window; a window is the end of one block and the beginning of
 * the next, so nothing is taken away again and no rounding stays.
 */
export class Sum implements Smoother {
  /** The block's values so far, and behind them the sums from each row of the block before to its end: NaN until there is one. */
  readonly #block: Float64Array
  #row = 0
  #beginning = 0

  constructor(private readonly period: number) {
    this.#block = new Float64Array(period).fill(Number.NaN)
  }

  next(value: number): number {
    this.#block[this.#row] = value
    this.#beginning += value
    if (++this.#row < this.period) return this.#beginning + this.#block[this.#row]
    const whole = this.#beginning
    this.#row = 0
    this.#beginning = 0
    let end = 0
    for (let row = this.period - 1; row >= 0; row--) {
      end += this.#block[row]
      this.#block[row] = end
    }
    return whole
  }
}

/** Nearer to 0 than what rounding leaves of prices (TA-Lib's epsilon). */
export const EPSILON = 1e-14
export const isZero = (value: number): boolean => value > -EPSILON && value < EPSILON
