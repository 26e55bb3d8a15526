import { averageLookback } from '../../indicators.js'
import { average, Ema } from './averages.js'
import { Range } from './extremes.js'
import { isZero, Ring, type Smoother } from './ring.js'

/** `change` of a value and the one `period` rows before. */
export class Lagged implements Smoother {
  readonly #ring: Ring

  constructor(
    period: number,
    private readonly change: (value: number, before: number) => number,
  ) {
    this.#ring = new Ring(period)
  }

  next(value: number): number {
    const before = this.#ring.full ? this.#ring.oldest : Number.NaN
    this.#ring.push(value)
    return Number.isNaN(before) ? Number.NaN : this.change(value, before)
  }
}

/** Wilder's means of gains and of losses. */
export class Gains {
  readonly #keep: number
  readonly #share: number
  #seen = 0
  #last = 0
  gain = 0
  loss = 0

  constructor(private readonly period: number) {
    this.#keep = (period - 1) / period
    this.#share = 1 / period
  }

  /** Whether there are enough rows. */
  next(value: number): boolean {
    const change = value - this.#last
    this.#last = value
    if (this.#seen++ === 0) return false
    const gain = change > 0 ? change : 0
    const loss = gain - change
    if (this.#seen > this.period + 1) {
      this.gain = this.gain * this.#keep + gain * this.#share
      this.loss = this.loss * this.#keep + loss * this.#share
      return true
    }
    this.gain += gain
    this.loss += loss
    if (this.#seen <= this.period) return false
    this.gain *= this.#share
    this.loss *= this.#share
    return true
  }
}

export class Rsi implements Smoother {
  readonly #gains: Gains

  constructor(period: number) {
    this.#gains = new Gains(period)
  }

  next(value: number): number {
    if (!this.#gains.next(value)) return Number.NaN
    const { gain, loss } = this.#gains
    return gain + loss > 0 ? 100 * (gain / (gain + loss)) : 50
  }
}

export class Cmo implements Smoother {
  readonly #gains: Gains

  constructor(period: number) {
    this.#gains = new Gains(period)
  }

  next(value: number): number {
    if (!this.#gains.next(value)) return Number.NaN
    const { gain, loss } = this.#gains
    return gain + loss > 0 ? 100 * ((gain - loss) / (gain + loss)) : 0
  }
}

/** Fast average less slow average, the shorter period being the fast one; with `percent`, as a share of the slow one. */
export class Oscillator implements Smoother {
  readonly #fast: Smoother
  readonly #slow: Smoother

  constructor(
    fast: number,
    slow: number,
    type: number,
    private readonly percent: boolean,
  ) {
    this.#fast = average(Math.min(fast, slow), type)
    this.#slow = average(Math.max(fast, slow), type)
  }

  next(value: number): number {
    const fast = this.#fast.next(value)
    const slow = this.#slow.next(value)
    if (!this.percent) return fast - slow
    return isZero(slow) ? 0 : ((fast - slow) / slow) * 100
  }
}

/** Fast average less slow average, both beginning at one row, and the average of that. */
export class Macd {
  #ahead: number
  #line = Number.NaN
  signal = Number.NaN

  private constructor(
    private readonly fast: Smoother,
    private readonly slow: Smoother,
    private readonly smoother: Smoother,
    ahead: number,
  ) {
    this.#ahead = ahead
  }

  static exponential(fast: number, slow: number, signal: number): Macd {
    const [short, long] = [Math.min(fast, slow), Math.max(fast, slow)]
    return new Macd(new Ema(short), new Ema(long), new Ema(signal), long - short)
  }

  static fixed(signal: number): Macd {
    return new Macd(new Ema(12, 0.15), new Ema(26, 0.075), new Ema(signal), 14)
  }

  /** Each average of a type of its own. */
  static of(fast: number, fastType: number, slow: number, slowType: number, signal: number, signalType: number): Macd {
    const swap = slow < fast
    const [short, shortType] = swap ? [slow, slowType] : [fast, fastType]
    const [long, longType] = swap ? [fast, fastType] : [slow, slowType]
    const ahead = averageLookback(long, longType) - averageLookback(short, shortType)
    return new Macd(average(short, shortType), average(long, longType), average(signal, signalType), ahead)
  }

  /** The line, once the signal is there. */
  next(value: number): number {
    // The average that needs fewer rows is fed later, so that both answer first at one row.
    const late = this.#ahead > 0 ? this.#ahead-- : this.#ahead < 0 ? this.#ahead++ : 0
    const fast = late > 0 ? Number.NaN : this.fast.next(value)
    const slow = late < 0 ? Number.NaN : this.slow.next(value)
    this.#line = fast - slow
    if (Number.isNaN(this.#line)) return Number.NaN
    this.signal = this.smoother.next(this.#line)
    return Number.isNaN(this.signal) ? Number.NaN : this.#line
  }
}

/** Commodity channel index: how far the typical price is from its mean, in mean distances. */
export class Cci {
  readonly #ring: Ring

  constructor(private readonly period: number) {
    this.#ring = new Ring(period)
  }

  next(high: number, low: number, close: number): number {
    const price = (high + low + close) / 3
    this.#ring.push(price)
    if (!this.#ring.full) return Number.NaN
    const { values } = this.#ring
    const mean = fourfold(values, (value) => value) / this.period
    const distance = fourfold(values, (value) => Math.abs(value - mean))
    const off = price - mean
    return isZero(off) || isZero(distance) ? 0 : off / (0.015 * (distance / this.period))
  }
}

/** A sum in four parts, every fourth value into the same one. */
function fourfold(values: Float64Array, of: (value: number) => number): number {
  const parts = [0, 0, 0, 0]
  for (let i = 0; i < values.length; i++) parts[i % 4] += of(values[i])
  return parts[0] + parts[1] + (parts[2] + parts[3])
}

/** Ultimate oscillator: buying pressure over true range in three periods, weighted 4, 2 and 1 from the shortest. */
export class Ultimate {
  readonly #periods: readonly number[]
  readonly #pressures: Ring
  readonly #ranges: Ring
  /** Running totals of each period. */
  readonly #pressure = [0, 0, 0]
  readonly #range = [0, 0, 0]
  #pairs = -1
  #last = 0

  constructor(...periods: number[]) {
    this.#periods = [...periods].sort((a, b) => a - b)
    this.#pressures = new Ring(this.#periods[2])
    this.#ranges = new Ring(this.#periods[2])
  }

  next(high: number, low: number, close: number): number {
    const last = this.#last
    this.#last = close
    if (++this.#pairs === 0) return Number.NaN
    const pressure = close - (last < low ? last : low)
    const range = trueRange(high, low, last)
    this.#pressures.push(pressure)
    this.#ranges.push(range)
    let answer = 0
    this.#periods.forEach((period, i) => {
      this.#pressure[i] += pressure
      this.#range[i] += range
      if (!isZero(this.#range[i])) answer += WEIGHTS[i] * (this.#pressure[i] / this.#range[i])
      if (this.#pairs < period) return
      this.#pressure[i] -= this.#pressures.back(period - 1)
      this.#range[i] -= this.#ranges.back(period - 1)
    })
    return this.#pressures.full ? 100 * (answer / 7) : Number.NaN
  }
}

const WEIGHTS = [4, 2, 1]

export function trueRange(high: number, low: number, last: number): number {
  let range = high - low
  const up = Math.abs(last - high)
  if (up > range) range = up
  const down = Math.abs(last - low)
  return down > range ? down : range
}

/** Williams' %R: how far the close is below the highest high, -100 at the lowest low. */
export class Willr {
  readonly #range: Range

  constructor(period: number) {
    this.#range = new Range(period)
  }

  next(high: number, low: number, close: number): number {
    this.#range.next(high, low)
    const { highest, lowest } = this.#range
    const scale = (highest - lowest) / -100
    return scale === 0 ? 0 : (highest - close) / scale
  }
}

/** The close's place between the lowest low (0) and the highest high (100) of `period` rows. */
export class FastK {
  readonly #range: Range

  constructor(period: number) {
    this.#range = new Range(period)
  }

  next(high: number, low: number, close: number): number {
    this.#range.next(high, low)
    const { highest, lowest } = this.#range
    const range = highest - lowest
    const flat = range <= 1e-14 * (Math.abs(highest) + Math.abs(lowest))
    return flat ? 0 : (close - lowest) / (range / 100)
  }
}
