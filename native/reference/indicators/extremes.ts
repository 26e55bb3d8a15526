import { Ring, type Smoother } from './ring.js'

/**
 * The greatest of the last `period` values (`sign` 1) or the least (-1). Rows are cut into blocks as long as the window; a window is the
 * end of one block and the beginning of the next, so each row is compared three times whatever the period.
 */
export class Extreme implements Smoother {
  readonly #block: Float64Array
  readonly #ends: Float64Array
  #row = 0
  #begun = false
  #beginning = 0

  constructor(
    private readonly period: number,
    private readonly sign: 1 | -1,
  ) {
    this.#block = new Float64Array(period)
    this.#ends = new Float64Array(period)
  }

  next(value: number): number {
    const row = this.#row
    this.#block[row] = value
    this.#beginning = row === 0 ? value : this.#better(value, this.#beginning)
    if (row + 1 === this.period) {
      this.#close()
      return this.#beginning
    }
    this.#row++
    return this.#begun ? this.#better(this.#beginning, this.#ends[row + 1]) : Number.NaN
  }

  #close(): void {
    this.#row = 0
    this.#begun = true
    let end = this.#block[this.period - 1]
    this.#ends[this.period - 1] = end
    for (let row = this.period - 2; row >= 0; row--) {
      end = this.#better(this.#block[row], end)
      this.#ends[row] = end
    }
  }

  #better(value: number, best: number): number {
    return this.sign === 1 ? (value > best ? value : best) : value < best ? value : best
  }
}

/** The highest high and the lowest low of the last `period` rows. */
export class Range {
  readonly #highest: Extreme
  readonly #lowest: Extreme
  highest = Number.NaN
  lowest = Number.NaN

  constructor(period: number) {
    this.#highest = new Extreme(period, 1)
    this.#lowest = new Extreme(period, -1)
  }

  next(high: number, low: number): void {
    this.highest = this.#highest.next(high)
    this.lowest = this.#lowest.next(low)
  }
}

/**
 * Where the extreme of the last `period` values is: `row` counts from the first value. A value as good as the best takes its place; when
 * the best leaves the window, the first of the best that are left is taken, or with `latest` the last.
 */
export class Where {
  readonly #ring: Ring
  #rows = 0
  #best = 0
  row = -1

  constructor(
    private readonly period: number,
    private readonly sign: 1 | -1,
    private readonly latest: boolean,
  ) {
    this.#ring = new Ring(period)
  }

  /** Whether the window is full. */
  next(value: number): boolean {
    this.#ring.push(value)
    const row = this.#rows++
    const first = row - this.period + 1
    if (first < 0) return false
    if (this.row < first) this.#search(first)
    else if (value === this.#best || this.#beats(value, this.#best)) {
      this.row = row
      this.#best = value
    }
    return true
  }

  #search(first: number): void {
    this.row = first
    this.#best = this.#ring.oldest
    for (let row = 1; row < this.period; row++) {
      const value = this.#ring.back(this.period - 1 - row)
      if (this.#beats(value, this.#best) || (this.latest && value === this.#best)) {
        this.row = first + row
        this.#best = value
      }
    }
  }

  #beats(value: number, best: number): boolean {
    return this.sign === 1 ? value > best : value < best
  }
}
