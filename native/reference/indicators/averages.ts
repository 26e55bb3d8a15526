import { Mama } from './hilbert.js'
import { isZero, Ring, type Smoother, Sum } from './ring.js'

export class Identity implements Smoother {
  next(value: number): number {
    return value
  }
}

export class Sma implements Smoother {
  readonly #sum: Sum

  constructor(private readonly period: number) {
    this.#sum = new Sum(period)
  }

  next(value: number): number {
    return this.#sum.next(value) / this.period
  }
}

/**
 * Begins with the mean of the first `period` values; `share` is the newest value's. What is kept is how far the average is from the newest
 * value: of a distance there are two operations from row to row, of the average three, and both wait for them.
 */
export class Ema implements Smoother {
  readonly #keep: number
  #seen = 0
  #last = 0
  #distance = 0

  constructor(
    private readonly period: number,
    share = 2 / (period + 1),
  ) {
    this.#keep = 1 - share
  }

  next(value: number): number {
    if (this.#seen === this.period) {
      this.#distance = (this.#distance - (value - this.#last)) * this.#keep
      this.#last = value
      return value + this.#distance
    }
    // Until it is there, the sum.
    this.#distance += value
    if (++this.#seen < this.period) return Number.NaN
    const mean = this.#distance / this.period
    this.#distance = mean - value
    this.#last = value
    return mean
  }
}

/** The same in units of its share: a sum of all values, in which each fades from row to row. */
class Faded implements Smoother {
  readonly #share: number
  readonly #keep: number
  #seen = 0
  #value = 0

  constructor(private readonly period: number) {
    this.#share = 2 / (period + 1)
    this.#keep = 1 - this.#share
  }

  next(value: number): number {
    if (this.#seen === this.period) {
      this.#value = value + this.#keep * this.#value
      return this.#value
    }
    this.#value += value
    if (++this.#seen < this.period) return Number.NaN
    this.#value /= this.period * this.#share
    return this.#value
  }
}

/** Smoothers one after the other, each fed by the one before. */
class Chain {
  readonly values: Float64Array
  #filled = false

  constructor(private readonly links: readonly Smoother[]) {
    this.values = new Float64Array(links.length)
  }

  /** Whether all of them have answered. */
  next(value: number): boolean {
    let fed = value
    for (let i = 0; i < this.links.length; i++) {
      fed = this.links[i].next(fed)
      if (Number.isNaN(fed) && !this.#filled) return false
      this.values[i] = fed
    }
    this.#filled = true
    return true
  }
}

const emas = (period: number, count: number) => new Chain(Array.from({ length: count }, () => new Ema(period)))

export class Dema implements Smoother {
  readonly #chain: Chain

  constructor(period: number) {
    this.#chain = emas(period, 2)
  }

  next(value: number): number {
    if (!this.#chain.next(value)) return Number.NaN
    const [once, twice] = this.#chain.values
    return 2 * once - twice
  }
}

export class Tema implements Smoother {
  readonly #chain: Chain

  constructor(period: number) {
    this.#chain = emas(period, 3)
  }

  next(value: number): number {
    if (!this.#chain.next(value)) return Number.NaN
    const [once, twice, thrice] = this.#chain.values
    return 3 * once - 3 * twice + thrice
  }
}

/** Tillson's: three times the generalized double average. */
export class T3 implements Smoother {
  readonly #chain: Chain
  readonly #weights: readonly [number, number, number, number]

  constructor(period: number, volume: number) {
    this.#chain = new Chain(Array.from({ length: 6 }, () => new Faded(period)))
    const square = volume * volume
    const first = -(square * volume)
    const share = 2 / (period + 1)
    const third = share * share * share
    this.#weights = [
      first * (third * third),
      3 * (square - first) * (third * share * share),
      (-6 * square - 3 * (volume - first)) * (third * share),
      (1 + 3 * volume - first + 3 * square) * third,
    ]
  }

  next(value: number): number {
    if (!this.#chain.next(value)) return Number.NaN
    const [a, b, c, d] = this.#weights
    const [, , e3, e4, e5, e6] = this.#chain.values
    return a * e6 + b * e5 + c * e4 + d * e3
  }
}

/** The one-row change of a triple average, in percent. */
export class Trix implements Smoother {
  readonly #chain: Chain
  #before = Number.NaN

  constructor(period: number) {
    this.#chain = emas(period, 3)
  }

  next(value: number): number {
    if (!this.#chain.next(value)) return Number.NaN
    const before = this.#before
    this.#before = this.#chain.values[2]
    if (Number.isNaN(before)) return Number.NaN
    return before === 0 ? 0 : (this.#before / before - 1) * 100
  }
}

/** Weights 1 to `period`, the newest most. The two totals are made anew from the window now and then, so that no rounding stays. */
export class Wma implements Smoother {
  readonly #ring: Ring
  readonly #divisor: number
  #plain = 0
  #weighted = 0
  #seen = 0
  #left = 0

  constructor(private readonly period: number) {
    this.#ring = new Ring(period)
    this.#divisor = (period * (period + 1)) / 2
  }

  next(value: number): number {
    const gone = this.#ring.oldest
    this.#ring.push(value)
    if (this.#seen < this.period) {
      this.#plain += value
      this.#weighted += value * ++this.#seen
      if (this.#seen < this.period) return Number.NaN
      this.#left = 8 * this.period
    } else {
      this.#weighted -= this.#plain
      this.#plain += value
      this.#plain -= gone
      this.#weighted += value * this.period
      if (--this.#left === 0) this.#again()
    }
    return this.#weighted / this.#divisor
  }

  #again(): void {
    this.#left = 8 * this.period
    this.#plain = 0
    this.#weighted = 0
    for (let weight = 1; weight <= this.period; weight++) {
      const value = this.#ring.back(this.period - weight)
      this.#plain += value
      this.#weighted += value * weight
    }
  }
}

/** A mean of means: weights that rise to the middle of the window and fall again. */
export class Trima implements Smoother {
  readonly #inner: Sum
  readonly #outer: Sum
  readonly #factor: number
  /** Rows until there is an inner sum. */
  #left: number

  constructor(period: number) {
    const inner = (period + 1) >> 1
    const outer = (period >> 1) + 1
    this.#inner = new Sum(inner)
    this.#outer = new Sum(outer)
    this.#factor = 1 / (inner * outer)
    this.#left = inner
  }

  next(value: number): number {
    const inner = this.#inner.next(value)
    if (this.#left > 0) this.#left--
    return this.#left > 0 ? Number.NaN : this.#outer.next(inner) * this.#factor
  }
}

const SLOWEST = 2 / 31
const FASTEST = 2 / 3

/** Kaufman's: the faster, the straighter the way of the last `period` rows. */
export class Kama implements Smoother {
  readonly #ring: Ring
  #way = 0
  #gone = 0
  #last = 0
  /** How far the average is from the newest value, as in `Ema`. */
  #distance = 0
  #seen = 0

  constructor(private readonly period: number) {
    this.#ring = new Ring(period + 1)
  }

  next(value: number): number {
    this.#ring.push(value)
    const last = this.#last
    this.#last = value
    if (this.#seen <= this.period) {
      if (this.#seen > 0) this.#way += Math.abs(last - value)
      if (this.#seen++ < this.period) return Number.NaN
    } else {
      this.#way -= Math.abs(this.#gone - this.#ring.oldest)
      this.#way += Math.abs(value - last)
    }
    this.#gone = this.#ring.oldest
    const direct = value - this.#gone
    const straight = this.#way <= direct || isZero(this.#way) ? 1 : Math.abs(direct / this.#way)
    const share = straight * (FASTEST - SLOWEST) + SLOWEST
    this.#distance = (this.#distance - (value - last)) * (1 - share * share)
    return value + this.#distance
  }
}

/** The moving average of a TA-Lib number (`MA_TYPE`); of one row, the row itself. */
export function average(period: number, type: number): Smoother {
  if (period === 1) return new Identity()
  switch (type) {
    case 0:
      return new Sma(period)
    case 1:
      return new Ema(period)
    case 2:
      return new Wma(period)
    case 3:
      return new Dema(period)
    case 4:
      return new Tema(period)
    case 5:
      return new Trima(period)
    case 6:
      return new Kama(period)
    case 7:
      return new Mama(0.5, 0.05)
    default:
      return new T3(period, 0.7)
  }
}
