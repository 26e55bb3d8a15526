import { RustybtError } from '../../kernel/errors.js'
import {
  type Factor,
  type Masked,
  makeFactor,
  type RegressionOutputs,
  rollingPair,
  rollingRegression,
} from '../factor.js'
import { ASSET_EXISTS } from '../filter.js'
import { singleAsset } from '../filters.js'
import { beta, checkLength, PEARSON, SPEARMAN } from '../pairs.js'
import type { AssetRef, Term } from '../term.js'
import { returns } from './returns.js'
import { reduced, type WindowOptions, windowedFactor } from './windowed.js'

/** The greatest fall from a peak within the window as a share of the trough, as Zipline has it (not of the peak). */
export function maxDrawdown(options: WindowOptions): Factor {
  return windowedFactor(
    {
      name: 'MaxDrawdown',
      takes: 1,
      kernels: [],
      reduce([{ data, rows }], columns, window) {
        const out = new Float64Array((rows - window + 1) * columns)
        for (let i = 0; i < out.length; i++) out[i] = drawdown(data, i, columns, window)
        return [out]
      },
    },
    options,
  )
}

/** Of the window that begins in a cell: the greatest absolute fall, the first of equals. */
function drawdown(data: Float64Array, cell: number, columns: number, window: number): number {
  let peak = Number.NaN
  let deepest = Number.NEGATIVE_INFINITY
  let answer = Number.NaN
  for (let k = 0, at = cell; k < window; k++, at += columns) {
    const value = data[at]
    if (Number.isNaN(value)) continue
    if (!(peak >= value)) peak = value
    if (peak - value > deepest) {
      deepest = peak - value
      answer = (peak - value) / value
    }
  }
  return answer
}

/** Standard deviation of daily returns over the window, for a year. */
export function annualizedVolatility({
  annualizationFactor = 252,
  ...options
}: WindowOptions & { readonly annualizationFactor?: number } = {}): Factor {
  return windowedFactor(
    {
      name: 'AnnualizedVolatility',
      inputs: [returns({ windowLength: 2 })],
      windowLength: 252,
      takes: 1,
      parameters: { annualizationFactor },
      kernels: ['matrixReduce'],
      reduce: ([values], columns, window) => [
        reduced('std', values, columns, window).map((spread) => spread * annualizationFactor ** 0.5),
      ],
    },
    options,
  )
}

export interface CorrelationOptions extends Masked {
  readonly baseFactor: Term
  readonly target: Term
  readonly correlationLength: number
}

export function rollingPearson({ baseFactor, target, correlationLength, mask }: CorrelationOptions): Factor {
  return rollingPair(PEARSON, baseFactor, target, correlationLength, { mask })
}

export function rollingSpearman({ baseFactor, target, correlationLength, mask }: CorrelationOptions): Factor {
  return rollingPair(SPEARMAN, baseFactor, target, correlationLength, { mask })
}

export interface RegressionOptions extends Masked {
  readonly dependent: Term
  readonly independent: Term
  readonly regressionLength: number
}

export function rollingLinearRegression({
  dependent,
  independent,
  regressionLength,
  mask,
}: RegressionOptions): RegressionOutputs {
  return rollingRegression(dependent, independent, regressionLength, { mask })
}

export interface OfReturnsOptions extends Masked {
  /** Every asset's returns are set against this one's. */
  readonly target: AssetRef
  readonly returnsLength: number
}

/** Returns of all assets and of the target, which must exist throughout. */
function returnsAnd(target: AssetRef, windowLength: number): { all: Factor; one: Factor } {
  const all = returns({ windowLength, mask: ASSET_EXISTS.or(singleAsset(target)) })
  return { all, one: all.slice(target) }
}

export function rollingPearsonOfReturns(options: OfReturnsOptions & { readonly correlationLength: number }): Factor {
  const { all, one } = returnsAnd(options.target, options.returnsLength)
  return rollingPair(PEARSON, all, one, options.correlationLength, options)
}

export function rollingSpearmanOfReturns(options: OfReturnsOptions & { readonly correlationLength: number }): Factor {
  const { all, one } = returnsAnd(options.target, options.returnsLength)
  return rollingPair(SPEARMAN, all, one, options.correlationLength, options)
}

export function rollingLinearRegressionOfReturns(
  options: OfReturnsOptions & { readonly regressionLength: number },
): RegressionOutputs {
  const { all, one } = returnsAnd(options.target, options.returnsLength)
  return rollingRegression(all, one, options.regressionLength, options, true)
}

export interface SimpleBetaOptions {
  readonly target: AssetRef
  readonly regressionLength: number
  /** The share of the window that may be missing, 0 to 1. */
  readonly allowedMissingPercentage?: number
}

/** Slope of an asset's daily returns on the target's. */
export function simpleBeta({ target, regressionLength, allowedMissingPercentage = 0.25 }: SimpleBetaOptions): Factor {
  checkLength('SimpleBeta: regressionLength', regressionLength, 3)
  if (!(allowedMissingPercentage >= 0 && allowedMissingPercentage <= 1))
    throw new RustybtError(
      'FACTOR_PARAMETER',
      `SimpleBeta: allowed_missing_percentage must be between 0 and 1, was ${allowedMissingPercentage}`,
    )
  const { all, one } = returnsAnd(target, 2)
  return makeFactor({
    computation: beta(Math.trunc(allowedMissingPercentage * regressionLength)),
    inputs: [all, one],
    windowLength: regressionLength,
    windowSafe: true,
    dtype: 'float64',
    missing: Number.NaN,
  })
}
