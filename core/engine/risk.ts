/**
 * Zipline's risk columns (empyrical's formulas, risk-free rate 0), updated with each session at constant cost. Means and squared
 * deviations by Welford's recurrences; NaN where a figure is not defined or not finite.
 */
export class RollingRisk {
  #n = 0
  #mean = 0
  #m2 = 0
  #downside = 0
  #benchmarkMean = 0
  #benchmarkM2 = 0
  #comoment = 0
  #wealth = 100
  #peak = 100
  #drawdown = 0
  #benchmarkWealth = 1

  /** `perYear`: sessions in a year. */
  constructor(private readonly perYear: number) {}

  add(r: number, benchmark: number): void {
    const n = ++this.#n
    const delta = r - this.#mean
    this.#mean += delta / n
    this.#m2 += delta * (r - this.#mean)
    const benchmarkDelta = benchmark - this.#benchmarkMean
    this.#benchmarkMean += benchmarkDelta / n
    this.#benchmarkM2 += benchmarkDelta * (benchmark - this.#benchmarkMean)
    this.#comoment += benchmarkDelta * (r - this.#mean)
    if (r < 0) this.#downside += r * r
    this.#wealth *= 1 + r
    if (this.#wealth > this.#peak) this.#peak = this.#wealth
    this.#drawdown = Math.min(this.#drawdown, (this.#wealth - this.#peak) / this.#peak)
    this.#benchmarkWealth *= 1 + benchmark
  }

  get volatility(): number {
    return this.#n < 2 ? Number.NaN : Math.sqrt(this.#m2 / (this.#n - 1)) * Math.sqrt(this.perYear)
  }

  get benchmarkVolatility(): number {
    return this.#n < 2 ? Number.NaN : Math.sqrt(this.#benchmarkM2 / (this.#n - 1)) * Math.sqrt(this.perYear)
  }

  get sharpe(): number {
    return this.#n < 2
      ? Number.NaN
      : finite((this.#mean / Math.sqrt(this.#m2 / (this.#n - 1))) * Math.sqrt(this.perYear))
  }

  get sortino(): number {
    if (this.#n < 2) return Number.NaN
    return finite((this.#mean * this.perYear) / (Math.sqrt(this.#downside / this.#n) * Math.sqrt(this.perYear)))
  }

  /** At most 0: the deepest fall from a peak so far, as a fraction of the peak. */
  get maxDrawdown(): number {
    return this.#drawdown
  }

  get benchmarkReturn(): number {
    return this.#benchmarkWealth - 1
  }

  get beta(): number {
    return this.#n < 2 || this.#benchmarkM2 / this.#n < 1e-30
      ? Number.NaN
      : this.#comoment / this.#n / (this.#benchmarkM2 / this.#n)
  }

  get alpha(): number {
    return finite((1 + this.#mean - this.beta * this.#benchmarkMean) ** this.perYear - 1)
  }
}

const finite = (x: number) => (Number.isFinite(x) ? x : Number.NaN)
