import { trueRange } from './momentum.js'
import { Ring } from './ring.js'

/** Wilder's directional movement: sums of moves up, moves down and true ranges, which fade by a `period`-th each row. */
export class Directional {
  readonly #share: number
  #seen = 0
  #high = 0
  #low = 0
  #close = 0
  plus = 0
  minus = 0
  range = 0

  constructor(readonly period: number) {
    this.#share = 1 / period
  }

  /** How many rows there have been. */
  next(high: number, low: number, close: number): number {
    const up = high - this.#high
    const down = this.#low - low
    const range = trueRange(high, low, this.#close)
    this.#high = high
    this.#low = low
    this.#close = close
    if (this.#seen++ === 0) return 1
    if (this.#seen > this.period) {
      this.plus -= this.plus * this.#share
      this.minus -= this.minus * this.#share
      this.range -= this.range * this.#share
    }
    if (down > 0 && up < down) this.minus += down
    else if (up > 0 && up > down) this.plus += up
    this.range += range
    return this.#seen
  }

  plusIndex(): number {
    return this.range > 0 ? 100 * (this.plus / this.range) : 0
  }

  minusIndex(): number {
    return this.range > 0 ? 100 * (this.minus / this.range) : 0
  }

  /** How one-sided the movement is; NaN where there is none. */
  index(): number {
    const plus = this.plusIndex()
    const minus = this.minusIndex()
    return plus + minus > 0 ? 100 * (Math.abs(minus - plus) / (plus + minus)) : Number.NaN
  }
}

/** `of` what has been summed after `rows` rows. */
export class Movement {
  readonly #directional: Directional
  readonly #rows: number

  constructor(
    period: number,
    ratio: boolean,
    private readonly of: (directional: Directional) => number,
  ) {
    this.#directional = new Directional(period)
    this.#rows = period === 1 ? 2 : ratio ? period + 1 : period
  }

  next(high: number, low: number, close: number): number {
    return this.#directional.next(high, low, close) < this.#rows ? Number.NaN : this.of(this.#directional)
  }
}

/** The movement index; where there is no movement, the last one. */
export class Dx {
  readonly #directional: Directional
  #value = 0

  constructor(private readonly period: number) {
    this.#directional = new Directional(period)
  }

  next(high: number, low: number, close: number): number {
    if (this.#directional.next(high, low, close) <= this.period) return Number.NaN
    const index = this.#directional.index()
    if (!Number.isNaN(index)) this.#value = index
    return this.#value
  }
}

export class Adx {
  readonly #directional: Directional
  #value = 0

  constructor(private readonly period: number) {
    this.#directional = new Directional(period)
  }

  next(high: number, low: number, close: number): number {
    const { period } = this
    const seen = this.#directional.next(high, low, close)
    if (seen <= period) return Number.NaN
    const index = this.#directional.index()
    if (seen <= 2 * period) {
      if (!Number.isNaN(index)) this.#value += index
      if (seen < 2 * period) return Number.NaN
      this.#value /= period
    } else if (!Number.isNaN(index)) this.#value = (this.#value * (period - 1) + index) / period
    return this.#value
  }
}

/** The mean of the average index now and `period - 1` rows before. */
export class Adxr {
  readonly #adx: Adx
  readonly #ring: Ring

  constructor(period: number) {
    this.#adx = new Adx(period)
    this.#ring = new Ring(period)
  }

  next(high: number, low: number, close: number): number {
    const adx = this.#adx.next(high, low, close)
    if (Number.isNaN(adx)) return Number.NaN
    this.#ring.push(adx)
    return this.#ring.full ? (adx + this.#ring.oldest) / 2 : Number.NaN
  }
}

/** Average true range: Wilder's mean. */
export class Atr {
  readonly #fade: number
  readonly #fresh: number
  #seen = 0
  #last = 0
  #range = 0
  #before = 0
  #value = 0

  constructor(private readonly period: number) {
    this.#fade = (period - 1) / period
    this.#fresh = 1 - this.#fade
  }

  /** A mean is made of the one two rows before and of two ranges, so that it need not wait for the one before. */
  next(high: number, low: number, close: number): number {
    const range = trueRange(high, low, this.#last)
    this.#last = close
    const [last, before, value] = [this.#range, this.#before, this.#value]
    this.#range = range
    this.#before = value
    if (this.#seen > this.period + 1) {
      this.#value = this.#fade * this.#fade * before + (this.#fresh * this.#fade * last + this.#fresh * range)
      return this.#value
    }
    this.#seen++
    if (this.#seen === 1) return Number.NaN
    if (this.#seen === this.period + 2) {
      this.#value = this.#fade * value + this.#fresh * range
      return this.#value
    }
    this.#value = value + range
    if (this.#seen <= this.period) return Number.NaN
    this.#value /= this.period
    return this.#value
  }
}

/** Wilder's parabolic stop and reverse. */
export class Sar {
  readonly #step: number
  #seen = 0
  #high = 0
  #low = 0
  #long = true
  #extreme = 0
  #speed = 0
  #stop = 0

  constructor(
    acceleration: number,
    private readonly maximum: number,
  ) {
    this.#step = acceleration > maximum ? maximum : acceleration
    this.#speed = this.#step
  }

  next(high: number, low: number): number {
    let [lastHigh, lastLow] = [this.#high, this.#low]
    this.#high = high
    this.#low = low
    if (this.#seen++ === 0) return Number.NaN
    if (this.#seen === 2) {
      const down = lastLow - low
      this.#long = !(down > 0 && high - lastHigh < down)
      this.#extreme = this.#long ? high : -low
      this.#stop = this.#long ? lastLow : -lastHigh
      lastHigh = high
      lastLow = low
    }
    let answer = this.#stop
    const turned = (this.#long ? low : -high) <= this.#stop
    if (turned) this.#long = !this.#long
    const [top, bottom, before] = this.#long ? [high, low, lastLow] : [-low, -high, -lastHigh]
    if (turned) {
      answer = least(-this.#extreme, least(before, bottom))
      this.#speed = this.#step
      this.#extreme = top
    } else if (top > this.#extreme) {
      this.#extreme = top
      this.#speed = least(this.#speed + this.#step, this.maximum)
    }
    // Not within the ranges of this row and the one before.
    this.#stop = least(answer + this.#speed * (this.#extreme - answer), least(before, bottom))
    return this.#long ? answer : -answer
  }
}

const least = (value: number, other: number) => (value > other ? other : value)
