import { Ring } from './ring.js'

/** Chaikin's accumulation and distribution line. */
export class Accumulation {
  #total = 0

  next(high: number, low: number, close: number, volume: number): number {
    const range = high - low
    if (range > 0) this.#total += ((close - low - (high - close)) / range) * volume
    return this.#total
  }
}

/** Fast less slow average of the accumulation line; both begin with its first value. */
export class ChaikinOscillator {
  readonly #line = new Accumulation()
  readonly #fades: readonly [number, number]
  readonly #rows: number
  #seen = 0
  #fast = 0
  #slow = 0

  constructor(fast: number, slow: number) {
    this.#fades = [2 / (fast + 1), 2 / (slow + 1)]
    this.#rows = Math.max(fast, slow)
  }

  next(high: number, low: number, close: number, volume: number): number {
    const line = this.#line.next(high, low, close, volume)
    const [fast, slow] = this.#fades
    if (this.#seen === 0) {
      this.#fast = line
      this.#slow = line
    } else {
      this.#fast = fast * line + (1 - fast) * this.#fast
      this.#slow = slow * line + (1 - slow) * this.#slow
    }
    if (this.#seen < this.#rows) this.#seen++
    return this.#seen < this.#rows ? Number.NaN : this.#fast - this.#slow
  }
}

/** On balance volume: volume added where the close rose, taken off where it fell. */
export class Obv {
  #begun = false
  #last = 0
  #total = 0

  next(close: number, volume: number): number {
    if (!this.#begun) {
      this.#begun = true
      this.#total = volume
    } else this.#total += (close > this.#last ? volume : 0) - (close < this.#last ? volume : 0)
    this.#last = close
    return this.#total
  }
}

/** Money flow index: money that flowed in on rises, as a share of all. */
export class Mfi {
  readonly #ins: Ring
  readonly #outs: Ring
  #begun = false
  #last = 0
  #in = 0
  #out = 0
  #still = 0

  constructor(private readonly period: number) {
    this.#ins = new Ring(period)
    this.#outs = new Ring(period)
  }

  next(high: number, low: number, close: number, volume: number): number {
    const price = (high + low + close) / 3
    const last = this.#last
    this.#last = price
    if (!this.#begun) {
      this.#begun = true
      return Number.NaN
    }
    const change = price - last
    const size = Math.abs(price) + Math.abs(last)
    const flow = Math.abs(change) <= 1e-14 * size ? 0 : price * volume
    if (this.#ins.full) {
      this.#in -= this.#ins.oldest
      this.#out -= this.#outs.oldest
    }
    const [into, out] = change < 0 ? [0, flow] : [flow, 0]
    this.#ins.push(into)
    this.#outs.push(out)
    this.#in += into
    this.#out += out
    // A window in which nothing flowed is exactly empty, whatever rounding has left.
    this.#still = flow === 0 ? this.#still + 1 : 0
    if (this.#still >= this.period) {
      this.#in = 0
      this.#out = 0
    }
    if (!this.#ins.full) return Number.NaN
    const all = this.#in + this.#out
    if (all <= 0) return 0
    const within = this.#in < 0 ? 0 : this.#in > all ? all : this.#in
    return 100 * (within / all)
  }
}
