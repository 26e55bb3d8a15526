import { RustybtError } from '../../kernel/errors.js'
import { equityPricing } from '../equity-pricing.js'
import type { Factor } from '../factor.js'
import { giveBack } from '../matrix.js'
import { products, reduced, type WindowOptions, weighted, windowedFactor } from './windowed.js'

/** Mean of the window's values that are there. */
export function simpleMovingAverage(options: WindowOptions): Factor {
  return windowedFactor(
    {
      name: 'SimpleMovingAverage',
      takes: 1,
      kernels: ['matrixReduce'],
      reduce: ([values], columns, window) => [reduced('mean', values, columns, window)],
    },
    options,
  )
}

/** Mean of the first input weighted by the second. */
export function weightedAverageValue(options: WindowOptions): Factor {
  return weightedAverage('WeightedAverageValue', options)
}

/** Volume weighted average price: the close, weighted by volume. */
export function vwap(options: WindowOptions): Factor {
  return weightedAverage('VWAP', { inputs: [equityPricing.close, equityPricing.volume], ...options })
}

function weightedAverage(name: string, options: WindowOptions): Factor {
  return windowedFactor(
    {
      name,
      takes: 2,
      kernels: ['matrixProducts', 'matrixReduce'],
      reduce([base, weight], columns, window) {
        const out = products(base, weight, columns, window)
        const weights = reduced('sum', weight, columns, window)
        for (let i = 0; i < out.length; i++) out[i] /= weights[i]
        giveBack(weights)
        return [out]
      },
    },
    options,
  )
}

/** Mean of close times volume, a session without a price counting as nothing. */
export function averageDollarVolume(options: WindowOptions): Factor {
  return windowedFactor(
    {
      name: 'AverageDollarVolume',
      inputs: [equityPricing.close, equityPricing.volume],
      takes: 2,
      kernels: ['matrixProducts'],
      reduce: ([close, volume], columns, window) => [products(close, volume, columns, window, window)],
    },
    options,
  )
}

/** Weights that rise by one each session; missing values count as nothing. */
export function linearWeightedMovingAverage(options: WindowOptions): Factor {
  return windowedFactor(
    {
      name: 'LinearWeightedMovingAverage',
      takes: 1,
      kernels: ['matrixWeighted'],
      reduce([values], columns, window) {
        const weights = Float64Array.from({ length: window }, (_, i) => i + 1)
        return [weighted('present', values, columns, weights, (window * (window + 1)) / 2)]
      },
    },
    options,
  )
}

export interface DecayOptions extends WindowOptions {
  /** By what each session's weight shrinks in the next, 0 to 1. */
  readonly decayRate: number
}

/** Mean with weights that shrink into the past; a missing value makes it missing. */
export function exponentialWeightedMovingAverage({ decayRate, ...options }: DecayOptions): Factor {
  checkDecay('ExponentialWeightedMovingAverage', decayRate)
  return windowedFactor(
    {
      name: 'ExponentialWeightedMovingAverage',
      takes: 1,
      parameters: { decayRate },
      kernels: ['matrixWeighted'],
      reduce: ([values], columns, window) => [exponentialMean(values, columns, window, decayRate)],
    },
    options,
  )
}

/** Standard deviation with the same weights, corrected for bias. */
export function exponentialWeightedMovingStdDev({ decayRate, ...options }: DecayOptions): Factor {
  checkDecay('ExponentialWeightedMovingStdDev', decayRate)
  return windowedFactor(
    {
      name: 'ExponentialWeightedMovingStdDev',
      takes: 1,
      parameters: { decayRate },
      kernels: ['matrixWeighted'],
      reduce([values], columns, window) {
        const weights = exponentialWeights(window, decayRate)
        const whole = total(weights)
        const out = weighted('spread', values, columns, weights, whole)
        const bias = whole ** 2 / (whole ** 2 - total(weights.map((weight) => weight ** 2)))
        for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i] * bias)
        return [out]
      },
    },
    options,
  )
}

type Decayed = typeof exponentialWeightedMovingAverage | typeof exponentialWeightedMovingStdDev

/** Decay by a span, at whose centre the weights balance: `fromSpan(exponentialWeightedMovingAverage, { span: 10, … })`. */
export function fromSpan(factor: Decayed, { span, ...options }: WindowOptions & { readonly span: number }): Factor {
  if (!(span > 1)) throw badDecay(`\`span\` must be a number above 1. ${span} was passed.`)
  return factor({ ...options, decayRate: 1 - 2 / (1 + span) })
}

/** Decay by the sessions after which a weight has halved. */
export function fromHalflife(
  factor: Decayed,
  { halflife, ...options }: WindowOptions & { readonly halflife: number },
): Factor {
  if (!(halflife > 0)) throw badDecay(`\`halflife\` must be a positive number. ${halflife} was passed.`)
  return factor({ ...options, decayRate: Math.exp(Math.log(0.5) / halflife) })
}

/** Decay by the weights' centre of mass, in sessions before the last. */
export function fromCenterOfMass(
  factor: Decayed,
  { centerOfMass, ...options }: WindowOptions & { readonly centerOfMass: number },
): Factor {
  return factor({ ...options, decayRate: 1 - 1 / (1 + centerOfMass) })
}

/** Mean of the `length` last values of each window, weights shrinking by the rate. */
export function exponentialMean(
  values: Parameters<typeof weighted>[1],
  columns: number,
  length: number,
  decayRate: number,
): Float64Array {
  const weights = exponentialWeights(length, decayRate)
  return weighted('total', values, columns, weights, total(weights))
}

/** Powers length + 1 to 2 of the rate. */
function exponentialWeights(length: number, decayRate: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => decayRate ** (length + 1 - i))
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function checkDecay(name: string, rate: number): void {
  if (!(typeof rate === 'number' && !Number.isNaN(rate)))
    throw badDecay(`${name} expected a keyword parameter 'decay_rate'.`)
}

function badDecay(message: string): RustybtError {
  return new RustybtError('DECAY_INVALID', message)
}
