import { NativeError } from '../errors.js'
import { EWM } from '../interface.js'
import { isSize, requireApart } from './arrays.js'

/** An exponentially weighted mean and variance, fed a value at a time, in pandas' order of operations; NaN and infinities are missing. */
export class EwmState {
  /** Values seen that were not missing. */
  private present = 0
  private mean = Number.NaN
  readonly #fade: number
  readonly #fresh: number
  #weight = 1
  #spread = 0
  #weights = 1
  #squares = 1

  /** `spread` tells whether a variance will be asked for. */
  constructor(
    private readonly com: number,
    private readonly adjust: boolean,
    private readonly ignoreMissing: boolean,
    private readonly spread: boolean,
  ) {
    const alpha = 1 / (1 + com)
    this.#fade = 1 - alpha
    this.#fresh = adjust ? 1 : alpha
  }

  next(value: number): void {
    const here = Number.isFinite(value)
    if (here) this.present++
    if (Number.isNaN(this.mean)) {
      if (here) this.mean = value
      return
    }
    if (!here && this.ignoreMissing) return
    this.#weight *= this.#fade
    this.#weights *= this.#fade
    this.#squares *= this.#fade * this.#fade
    if (here) this.#take(value)
  }

  #take(value: number): void {
    const before = this.mean
    // pandas' mean alone gives what a gap has faded to the new value where the two weigh the same.
    const fresh = !this.spread && !this.adjust && this.com === 1 ? 1 - this.#weight : this.#fresh
    const whole = this.#weight + fresh
    // A flat series keeps its value to the last digit.
    if (before !== value) this.mean = (this.#weight * before + fresh * value) / whole
    const moved = before - this.mean
    const off = value - this.mean
    this.#spread = (this.#weight * (this.#spread + moved * moved) + fresh * (off * off)) / whole
    this.#weights += fresh
    this.#squares += fresh * fresh
    if (!this.adjust) {
      this.#weights /= whole
      this.#squares /= whole * whole
    }
    this.#weight = this.adjust ? whole : 1
  }

  /** What `kind` (`EWM`) is by now. */
  answer(kind: number, minPeriods: number, biased: boolean): number {
    if (this.present < Math.max(1, minPeriods)) return Number.NaN
    if (kind === EWM.mean) return this.mean
    return kind === EWM.variance ? this.#variance(biased) : Math.sqrt(this.#variance(biased))
  }

  #variance(biased: boolean): number {
    if (biased) return this.#spread
    const all = this.#weights * this.#weights
    const left = all - this.#squares
    return left > 0 ? (all / left) * this.#spread : Number.NaN
  }
}

/** As `SeriesKernels.ewm`. */
export function ewm(
  kind: number,
  values: Float64Array,
  com: number,
  adjust: boolean,
  ignoreMissing: boolean,
  minPeriods: number,
  biased: boolean,
  out: Float64Array,
): void {
  requireApart(values, out)
  if (values.length !== out.length) throw new NativeError('ARRAY_LENGTH')
  const known = kind === EWM.mean || kind === EWM.variance || kind === EWM.deviation
  if (!known || !(com >= 0 && com < Number.POSITIVE_INFINITY) || !isSize(minPeriods)) throw new NativeError('EWM_DECAY')
  const state = new EwmState(com, adjust, ignoreMissing, kind !== EWM.mean)
  for (let row = 0; row < values.length; row++) {
    state.next(values[row])
    out[row] = state.answer(kind, minPeriods, biased)
  }
}
