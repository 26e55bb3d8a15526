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

/** The sum of the last `period` values, as a running total. */
export class Sum implements Smoother {
  readonly #ring: Ring
  #total = 0

  constructor(period: number) {
    this.#ring = new Ring(period)
  }

  next(value: number): number {
    this.#ring.push(value)
    this.#total += value
    if (!this.#ring.full) return Number.NaN
    const whole = this.#total
    this.#total -= this.#ring.oldest
    return whole
  }
}

/** Nearer to 0 than what rounding leaves of prices (TA-Lib's epsilon). */
export const EPSILON = 1e-14
export const isZero = (value: number): boolean => value > -EPSILON && value < EPSILON
