import { Ring, type Smoother } from './ring.js'

/** Ehlers' Hilbert transform of seven rows. */
class Transform {
  readonly #past = new Ring(7)

  next(value: number, adjustment: number): number {
    this.#past.push(value)
    const past = this.#past
    // The newest value last: it is what is waited for.
    return (0.5769 * past.back(2) - 0.5769 * past.back(4) - 0.0962 * past.oldest + 0.0962 * value) * adjustment
  }
}

const DEGREES = 180 / Math.PI

/** Ehlers' homodyne discriminator: the dominant cycle's length in rows, smoothed, and the phase. */
class Cycle {
  readonly #prices = new Ring(4)
  readonly #detrender = new Transform()
  readonly #quadrature = new Transform()
  readonly #inphaseAhead = new Transform()
  readonly #quadratureAhead = new Transform()
  readonly #detrended = new Ring(4)
  #seen = 0
  #plain = 0
  #weighted = 0
  #lastInphase = 0
  #lastQuadrature = 0
  #real = 0
  #imaginary = 0
  period = 0
  phase = 0

  /** The discriminator begins after `skip` rows. */
  constructor(private readonly skip: number) {}

  /** Whether it has begun. */
  next(price: number): boolean {
    const smooth = this.#smooth(price)
    if (this.#seen++ < this.skip) return false
    const adjustment = 0.075 * this.period + 0.54
    const detrended = this.#detrender.next(smooth, adjustment)
    const quadrature = this.#quadrature.next(detrended, adjustment)
    this.#detrended.push(detrended)
    const inphase = this.#detrended.oldest
    const ahead = this.#inphaseAhead.next(inphase, adjustment)
    const behind = this.#quadratureAhead.next(quadrature, adjustment)
    const q = 0.2 * (quadrature + ahead) + 0.8 * this.#lastQuadrature
    const i = 0.2 * (inphase - behind) + 0.8 * this.#lastInphase
    this.phase = inphase === 0 ? 0 : Math.atan(quadrature / inphase) * DEGREES
    this.#real = 0.2 * (i * this.#lastInphase + q * this.#lastQuadrature) + 0.8 * this.#real
    this.#imaginary = 0.2 * (i * this.#lastQuadrature - q * this.#lastInphase) + 0.8 * this.#imaginary
    this.#lastQuadrature = q
    this.#lastInphase = i
    this.#turn()
    return true
  }

  /** A weighted mean of four rows. */
  #smooth(price: number): number {
    const gone = this.#prices.oldest
    this.#prices.push(price)
    if (this.#seen < 3) {
      this.#plain += price
      this.#weighted += price * (this.#seen + 1)
      return 0
    }
    this.#plain += price
    this.#plain -= gone
    this.#weighted += price * 4
    const smooth = this.#weighted * 0.1
    this.#weighted -= this.#plain
    return smooth
  }

  #turn(): void {
    const last = this.period
    let period = last
    if (this.#imaginary !== 0 && this.#real !== 0) {
      period = 360 / (Math.atan(this.#imaginary / this.#real) * DEGREES)
    }
    if (period > 1.5 * last) period = 1.5 * last
    if (period < 0.67 * last) period = 0.67 * last
    if (period < 6) period = 6
    else if (period > 50) period = 50
    this.period = 0.2 * period + 0.8 * last
  }
}

/** Ehlers' MESA adaptive average; `next` answers it, and `following` is the one that follows it. */
export class Mama implements Smoother {
  readonly #cycle = new Cycle(12)
  #seen = 0
  #lastPhase = 0
  #value = 0
  following = Number.NaN
  #following = 0

  constructor(
    private readonly fast: number,
    private readonly slow: number,
  ) {}

  next(price: number): number {
    const begun = this.#cycle.next(price)
    this.#seen++
    if (!begun) return Number.NaN
    const turned = this.#lastPhase - this.#cycle.phase
    this.#lastPhase = this.#cycle.phase
    let share = this.fast
    if (turned > 1) share = Math.max(this.fast / turned, this.slow)
    this.#value = share * price + (1 - share) * this.#value
    share *= 0.5
    this.#following = share * this.#value + (1 - share) * this.#following
    if (this.#seen <= 32) return Number.NaN
    this.following = this.#following
    return this.#value
  }
}

/** Ehlers' instantaneous trendline: the mean of prices over the dominant cycle, weighted over four rows. */
export class Trendline implements Smoother {
  readonly #cycle = new Cycle(37)
  readonly #prices = new Ring(51)
  readonly #means = new Ring(4)
  #seen = 0
  #smoothed = 0

  next(price: number): number {
    this.#prices.push(price)
    const begun = this.#cycle.next(price)
    this.#seen++
    if (!begun) return Number.NaN
    this.#smoothed = 0.33 * this.#cycle.period + 0.67 * this.#smoothed
    const rows = Math.floor(this.#smoothed + 0.5)
    let sum = 0
    for (let i = 0; i < rows; i++) sum += this.#prices.back(i)
    const mean = rows > 0 ? sum / rows : sum
    this.#means.push(mean)
    const [one, two, three] = [this.#means.back(1), this.#means.back(2), this.#means.oldest]
    return this.#seen <= 63 ? Number.NaN : (4 * mean + 3 * one + 2 * two + three) / 10
  }
}
