import { EPSILON, Ring, type Smoother } from './ring.js'

/** After so many windows sums are made anew, so that no rounding stays. */
const WINDOWS = 32

/** Variance of the last `period` values, of sums about a shift that is moved where it has become too distant. */
export class Variance implements Smoother {
  readonly #ring: Ring
  readonly #share: number
  #shift = 0
  #sum = 0
  #squares = 0
  /** Windows until the sums are due to be made anew: as soon as the first is full. */
  #left = 1

  constructor(private readonly period: number) {
    this.#ring = new Ring(period)
    this.#share = 1 / period
  }

  next(value: number): number {
    const gone = this.#ring.oldest - this.#shift
    this.#ring.push(value)
    if (!this.#ring.full) return Number.NaN
    const come = value - this.#shift
    const step = come - gone
    this.#sum += step
    this.#squares += step * (come + gone)
    const variance = this.#spread()
    const held =
      --this.#left > 0 && !(variance < 1e-6 * (this.#squares * this.#share)) && !(gone * gone > 1e6 * this.#squares)
    return held ? variance : this.#again()
  }

  #spread(): number {
    const mean = this.#sum * this.#share
    return this.#squares * this.#share - mean * mean
  }

  #again(): number {
    this.#left = WINDOWS * this.period
    let total = 0
    for (let row = this.period - 1; row >= 0; row--) total += this.#ring.back(row)
    this.#shift = total * this.#share
    this.#sum = 0
    this.#squares = 0
    for (let row = this.period - 1; row >= 0; row--) {
      const distance = this.#ring.back(row) - this.#shift
      this.#sum += distance
      this.#squares += distance * distance
    }
    const variance = this.#spread()
    return variance < 1e-12 * (this.#squares * this.#share) ? 0 : variance
  }
}

export class Deviation implements Smoother {
  readonly #variance: Variance

  constructor(period: number) {
    this.#variance = new Variance(period)
  }

  next(value: number): number {
    return Math.sqrt(this.#variance.next(value))
  }
}

/** Sums of pairs and of their products over the last `period` of them, about shifts that are moved where they have become too distant. */
class Pairs {
  readonly #xs: Ring
  readonly #ys: Ring
  #shiftX = 0
  #shiftY = 0
  #left = 1
  x = 0
  y = 0
  xx = 0
  xy = 0
  yy = 0
  goneX = 0
  goneY = 0

  constructor(private readonly period: number) {
    this.#xs = new Ring(period)
    this.#ys = new Ring(period)
  }

  /** Whether the window is full. */
  next(comeX: number, comeY: number): boolean {
    const [goneX, goneY] = [this.#xs.oldest - this.#shiftX, this.#ys.oldest - this.#shiftY]
    this.#xs.push(comeX)
    this.#ys.push(comeY)
    if (!this.#xs.full) return false
    const [x, y] = [comeX - this.#shiftX, comeY - this.#shiftY]
    const [stepX, stepY] = [x - goneX, y - goneY]
    this.x += stepX
    this.y += stepY
    this.xx += stepX * (x + goneX)
    this.xy += x * y - goneX * goneY
    this.yy += stepY * (y + goneY)
    this.goneX = goneX * goneX
    this.goneY = goneY * goneY
    return true
  }

  /** Whether the sums are due to be made anew. */
  due(): boolean {
    return --this.#left === 0
  }

  again(): void {
    this.#left = WINDOWS * this.period
    let totalX = 0
    let totalY = 0
    for (let row = this.period - 1; row >= 0; row--) {
      totalX += this.#xs.back(row)
      totalY += this.#ys.back(row)
    }
    this.#shiftX = totalX / this.period
    this.#shiftY = totalY / this.period
    this.x = 0
    this.y = 0
    this.xx = 0
    this.xy = 0
    this.yy = 0
    for (let row = this.period - 1; row >= 0; row--) {
      const [x, y] = [this.#xs.back(row) - this.#shiftX, this.#ys.back(row) - this.#shiftY]
      this.x += x
      this.y += y
      this.xx += x * x
      this.xy += x * y
      this.yy += y * y
    }
  }
}

/** Pearson's correlation of the last `period` pairs; 0 where one of them does not vary. */
export class Correlation {
  readonly #pairs: Pairs
  readonly #share: number

  constructor(period: number) {
    this.#pairs = new Pairs(period)
    this.#share = 1 / period
  }

  next(x: number, y: number): number {
    const pairs = this.#pairs
    if (!pairs.next(x, y)) return Number.NaN
    let squaresX = this.#squares(pairs.xx, pairs.x)
    let squaresY = this.#squares(pairs.yy, pairs.y)
    if (
      pairs.due() ||
      squaresX < 1e-6 * pairs.xx ||
      squaresY < 1e-6 * pairs.yy ||
      pairs.goneX > 1e6 * pairs.xx ||
      pairs.goneY > 1e6 * pairs.yy
    ) {
      pairs.again()
      squaresX = this.#squares(pairs.xx, pairs.x)
      squaresY = this.#squares(pairs.yy, pairs.y)
    }
    if (!(squaresX > EPSILON * pairs.xx && squaresY > EPSILON * pairs.yy)) return 0
    const correlation = (pairs.xy - pairs.x * pairs.y * this.#share) / Math.sqrt(squaresX * squaresY)
    return correlation > 1 ? 1 : correlation < -1 ? -1 : correlation
  }

  #squares(squares: number, sum: number): number {
    return squares - sum * sum * this.#share
  }
}

/** Slope of the changes of the second series on those of the first (TA-Lib's first is the market). */
export class Beta {
  readonly #pairs: Pairs
  #begun = false
  #lastX = 0
  #lastY = 0

  constructor(private readonly period: number) {
    this.#pairs = new Pairs(period)
  }

  next(x: number, y: number): number {
    const changeX = change(this.#lastX, x)
    const changeY = change(this.#lastY, y)
    this.#lastX = x
    this.#lastY = y
    if (!this.#begun) {
      this.#begun = true
      return Number.NaN
    }
    const pairs = this.#pairs
    if (!pairs.next(changeX, changeY)) return Number.NaN
    let divisor = this.#divisor()
    if (pairs.due() || divisor < 1e-6 * (this.period * pairs.xx) || pairs.goneX > 1e3 * pairs.xx) {
      pairs.again()
      divisor = this.#divisor()
    }
    return divisor > EPSILON * (this.period * pairs.xx) ? (this.period * pairs.xy - pairs.x * pairs.y) / divisor : 0
  }

  #divisor(): number {
    return this.period * this.#pairs.xx - this.#pairs.x * this.#pairs.x
  }
}

function change(from: number, to: number): number {
  return from > -EPSILON && from < EPSILON ? 0 : (to - from) / from
}

/** The straight line through the last `period` values, its rows counted from 0: `next` answers whether there is one. */
export class Line {
  readonly #ring: Ring
  readonly #rows: number
  readonly #divisor: number
  #sum = 0
  #weighted = 0
  #seen = 0
  #left = 0
  slope = 0
  intercept = 0

  constructor(readonly period: number) {
    this.#ring = new Ring(period)
    this.#rows = (period * (period - 1)) / 2
    const squares = (period * (period - 1) * (2 * period - 1)) / 6
    this.#divisor = this.#rows * this.#rows - period * squares
  }

  next(value: number): boolean {
    const { period } = this
    const gone = this.#ring.oldest
    this.#ring.push(value)
    if (this.#seen < period) {
      if (++this.#seen < period) return false
      this.#again()
    } else {
      this.#weighted = this.#weighted + this.#sum - period * gone
      this.#sum = this.#sum - gone + value
      if (--this.#left === 0 || Math.abs(gone) > 1e3 * Math.abs(this.#sum)) this.#again()
    }
    this.slope = (period * this.#weighted - this.#rows * this.#sum) / this.#divisor
    this.intercept = (this.#sum - this.slope * this.#rows) / period
    return true
  }

  /** `weighted` takes the newest value 0 times, the one before once, and so on. */
  #again(): void {
    this.#left = WINDOWS * this.period
    this.#sum = 0
    this.#weighted = 0
    for (let row = this.period - 1; row >= 0; row--) {
      const value = this.#ring.back(row)
      this.#sum += value
      this.#weighted += row * value
    }
  }
}
