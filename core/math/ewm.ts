import { RustybtError } from '../kernel/errors.js'

/** How fast the past fades: exactly one of the four. `adjust` (default true) divides by the weights so far. */
export interface Decay {
  readonly span?: number
  readonly alpha?: number
  readonly halflife?: number
  readonly com?: number
  readonly adjust?: boolean
  readonly minPeriods?: number
}

/** Exponentially weighted reductions of each column; a missing value keeps the last answer while its weight fades. */
export class ExponentiallyWeighted<S> {
  readonly alpha: number
  readonly adjust: boolean
  readonly minPeriods: number

  constructor(
    private readonly columns: readonly Float64Array[],
    decay: Decay,
    private readonly wrap: (columns: Float64Array[]) => S,
  ) {
    this.alpha = alphaOf(decay)
    this.adjust = decay.adjust ?? true
    this.minPeriods = Math.max(1, decay.minPeriods ?? 0)
  }

  mean(): S {
    return this.wrap(this.columns.map((values) => this.#mean(values)))
  }

  /** Bias corrected unless told otherwise. */
  var(bias = false): S {
    return this.wrap(this.columns.map((values) => this.#variance(values, bias)))
  }

  std(bias = false): S {
    return this.wrap(this.columns.map((values) => this.#variance(values, bias).map((v) => Math.sqrt(Math.max(v, 0)))))
  }

  #mean(values: Float64Array): Float64Array {
    const out = new Float64Array(values.length)
    const fresh = this.adjust ? 1 : this.alpha
    let average = Number.NaN
    let weight = 1
    let present = 0
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      const here = !Number.isNaN(value)
      if (here) present++
      if (!Number.isNaN(average)) {
        weight *= 1 - this.alpha
        if (here) {
          if (average !== value) average = (weight * average + fresh * value) / (weight + fresh)
          weight = this.adjust ? weight + fresh : 1
        }
      } else if (here) average = value
      out[i] = present >= this.minPeriods ? average : Number.NaN
    }
    return out
  }

  #variance(values: Float64Array, bias: boolean): Float64Array {
    const out = new Float64Array(values.length)
    const fade = 1 - this.alpha
    const fresh = this.adjust ? 1 : this.alpha
    let average = Number.NaN
    let spread = 0
    let weights = 1
    let squares = 1
    let weight = 1
    let present = 0
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      const here = !Number.isNaN(value)
      if (here) present++
      if (!Number.isNaN(average)) {
        weights *= fade
        squares *= fade * fade
        weight *= fade
        if (here) {
          const before = average
          if (average !== value) average = (weight * before + fresh * value) / (weight + fresh)
          spread =
            (weight * (spread + (before - average) ** 2) + fresh * (value - average) * (value - average)) /
            (weight + fresh)
          weights += fresh
          squares += fresh * fresh
          weight += fresh
          if (!this.adjust) {
            weights /= weight
            squares /= weight * weight
            weight = 1
          }
        }
      } else if (here) average = value
      const left = weights * weights - squares
      const correction = bias ? 1 : left > 0 ? (weights * weights) / left : Number.NaN
      out[i] = present >= this.minPeriods ? correction * spread : Number.NaN
    }
    return out
  }
}

function alphaOf({ span, alpha, halflife, com }: Decay): number {
  const given = [span, alpha, halflife, com].filter((value) => value !== undefined)
  if (given.length !== 1)
    throw new RustybtError('BAD_DECAY', `ewm: ${given.length} of span, alpha, halflife, com given, must be one`)
  const answer =
    com !== undefined
      ? 1 / (1 + com)
      : span !== undefined
        ? 2 / (span + 1)
        : halflife !== undefined
          ? 1 - Math.exp(-Math.LN2 / halflife)
          : alpha!
  if (!(answer > 0 && answer <= 1))
    throw new RustybtError('BAD_DECAY', `ewm: the share of the newest value is ${answer}, must lie in 0..1`, {
      hint: 'span from 1, com from 0, halflife above 0, alpha above 0 up to 1',
    })
  return answer
}
