import { EwmState } from '../../native/reference/ewm.js'
import { RustybtError } from '../kernel/errors.js'
import { answerArray } from './memory.js'
import { EWM, seriesKernels } from './series-kernels.js'

/** How the past fades, in pandas' terms: exactly one of the first four. */
export interface Decay {
  readonly span?: number
  readonly alpha?: number
  readonly halflife?: number
  readonly com?: number
  /** Divides by the weights so far (default true), so that the first values do not weigh more than later ones. */
  readonly adjust?: boolean
  /** A missing value takes no time (default false): weights fade from value to value, not from row to row. */
  readonly ignoreNa?: boolean
  readonly minPeriods?: number
}

/** Exponentially weighted reductions of each column; a missing value keeps the last answer while its weight fades. */
export class ExponentiallyWeighted<S> {
  readonly #decay: Checked

  constructor(
    private readonly columns: readonly Float64Array[],
    decay: Decay,
    private readonly wrap: (columns: Float64Array[]) => S,
  ) {
    this.#decay = checked(decay)
  }

  mean(): S {
    return this.#each(EWM.mean, false)
  }

  /** Bias corrected unless told otherwise. */
  var(bias = false): S {
    return this.#each(EWM.variance, bias)
  }

  std(bias = false): S {
    return this.#each(EWM.deviation, bias)
  }

  #each(kind: number, bias: boolean): S {
    const { com, adjust, ignoreNa, minPeriods } = this.#decay
    return this.wrap(
      this.columns.map((values) => {
        const out = answerArray(values.length)
        seriesKernels.ewm(kind, values, com, adjust, ignoreNa, minPeriods, bias, out)
        return out
      }),
    )
  }
}

/**
 * The same fed a value at a time: `next` answers what the whole series has in that row, to the last bit. Throws `BAD_DECAY`.
 *
 *     const mean = ewmStream('mean', { span: 20 })
 *     const now = mean.next(price)
 */
export function ewmStream(
  statistic: 'mean' | 'var' | 'std',
  decay: Decay,
  bias = false,
): { next(value: number): number } {
  const { com, adjust, ignoreNa, minPeriods } = checked(decay)
  const kind = { mean: EWM.mean, var: EWM.variance, std: EWM.deviation }[statistic]
  const state = new EwmState(com, adjust, ignoreNa, kind !== EWM.mean)
  return {
    next(value) {
      state.next(value)
      return state.answer(kind, minPeriods, bias)
    },
  }
}

interface Checked {
  readonly com: number
  readonly adjust: boolean
  readonly ignoreNa: boolean
  readonly minPeriods: number
}

function checked({ span, alpha, halflife, com, adjust = true, ignoreNa = false, minPeriods = 0 }: Decay): Checked {
  const given = [span, alpha, halflife, com].filter((value) => value !== undefined)
  if (given.length !== 1)
    throw new RustybtError('BAD_DECAY', `ewm: ${given.length} of span, alpha, halflife, com given, must be one`)
  const center =
    com ?? (span !== undefined ? (span - 1) / 2 : halflife !== undefined ? ofHalflife(halflife) : ofAlpha(alpha!))
  if (!(center >= 0 && center < Number.POSITIVE_INFINITY))
    throw new RustybtError('BAD_DECAY', `ewm: the share of the newest value is ${1 / (1 + center)}, must lie in 0..1`, {
      hint: 'span from 1, com from 0, halflife above 0, alpha above 0 up to 1',
    })
  if (!Number.isInteger(minPeriods) || minPeriods < 0)
    throw new RustybtError('BAD_DECAY', `ewm: minPeriods is ${minPeriods}, must be a whole number from 0`)
  return { com: center, adjust, ignoreNa, minPeriods }
}

const ofAlpha = (alpha: number) => (1 - alpha) / alpha

// In pandas' order, which decides about the last digit.
const ofHalflife = (halflife: number) => (halflife > 0 ? 1 / (1 - Math.exp(Math.log(0.5) / halflife)) - 1 : Number.NaN)
