import type { Classifier } from '../../core/pipeline/classifier.js'
import type { BoundColumn } from '../../core/pipeline/dataset.js'
import { type Factor, type Masked, peerCount } from '../../core/pipeline/factor.js'
import * as averages from '../../core/pipeline/factors/averages.js'
import * as events from '../../core/pipeline/factors/events.js'
import * as returns from '../../core/pipeline/factors/returns.js'
import * as statistical from '../../core/pipeline/factors/statistical.js'
import * as technical from '../../core/pipeline/factors/technical.js'
import { checkInputs, type WindowOptions } from '../../core/pipeline/factors/windowed.js'
import { named, WINDOW } from './names.js'

export { Factor } from '../../core/pipeline/factor.js'
export { CustomFactor } from './custom.js'

export const Returns = named('Returns', returns.returns, WINDOW)
export const DailyReturns = named('DailyReturns', returns.dailyReturns, WINDOW)
export const PercentChange = named('PercentChange', returns.percentChange, WINDOW)
export const RateOfChangePercentage = named('RateOfChangePercentage', returns.rateOfChangePercentage, WINDOW)

export const SimpleMovingAverage = named('SimpleMovingAverage', averages.simpleMovingAverage, WINDOW)
export const WeightedAverageValue = named('WeightedAverageValue', averages.weightedAverageValue, WINDOW)
export const VWAP = named('VWAP', averages.vwap, WINDOW)
export const AverageDollarVolume = named('AverageDollarVolume', averages.averageDollarVolume, WINDOW)
export const LinearWeightedMovingAverage = named(
  'LinearWeightedMovingAverage',
  averages.linearWeightedMovingAverage,
  WINDOW,
)
export const ExponentialWeightedMovingAverage = decayed(
  'ExponentialWeightedMovingAverage',
  averages.exponentialWeightedMovingAverage,
)
export const ExponentialWeightedMovingStdDev = decayed(
  'ExponentialWeightedMovingStdDev',
  averages.exponentialWeightedMovingStdDev,
)
export const EWMA = ExponentialWeightedMovingAverage
export const EWMSTD = ExponentialWeightedMovingStdDev

export const RSI = named('RSI', technical.rsi, WINDOW)
export const BollingerBands = named('BollingerBands', technical.bollingerBands, `${WINDOW} k`)
export const Aroon = named('Aroon', technical.aroon, WINDOW)
export const FastStochasticOscillator = named('FastStochasticOscillator', technical.fastStochasticOscillator, WINDOW)
export const IchimokuKinkoHyo = named(
  'IchimokuKinkoHyo',
  technical.ichimokuKinkoHyo,
  `${WINDOW} tenkan_sen_length kijun_sen_length chikou_span_length`,
)
export const TrueRange = named('TrueRange', technical.trueRange, WINDOW)
export const MovingAverageConvergenceDivergenceSignal = named(
  'MovingAverageConvergenceDivergenceSignal',
  technical.movingAverageConvergenceDivergenceSignal,
  'fast_period slow_period signal_period inputs mask',
)
export const MACDSignal = MovingAverageConvergenceDivergenceSignal

export const MaxDrawdown = named('MaxDrawdown', statistical.maxDrawdown, WINDOW)
export const AnnualizedVolatility = named(
  'AnnualizedVolatility',
  statistical.annualizedVolatility,
  `${WINDOW} annualization_factor`,
)
export const RollingPearson = named(
  'RollingPearson',
  statistical.rollingPearson,
  'base_factor target correlation_length mask',
)
export const RollingSpearman = named(
  'RollingSpearman',
  statistical.rollingSpearman,
  'base_factor target correlation_length mask',
)
export const RollingLinearRegression = named(
  'RollingLinearRegression',
  statistical.rollingLinearRegression,
  'dependent independent regression_length mask',
)
const OF_RETURNS = 'target returns_length mask'
export const RollingPearsonOfReturns = named(
  'RollingPearsonOfReturns',
  statistical.rollingPearsonOfReturns,
  `${OF_RETURNS} correlation_length`,
)
export const RollingSpearmanOfReturns = named(
  'RollingSpearmanOfReturns',
  statistical.rollingSpearmanOfReturns,
  `${OF_RETURNS} correlation_length`,
)
export const RollingLinearRegressionOfReturns = named(
  'RollingLinearRegressionOfReturns',
  statistical.rollingLinearRegressionOfReturns,
  `${OF_RETURNS} regression_length`,
)
export const SimpleBeta = named(
  'SimpleBeta',
  statistical.simpleBeta,
  'target regression_length allowed_missing_percentage',
)

export const BusinessDaysSincePreviousEvent = named(
  'BusinessDaysSincePreviousEvent',
  events.businessDaysSincePreviousEvent,
  'inputs mask',
)
export const BusinessDaysUntilNextEvent = named(
  'BusinessDaysUntilNextEvent',
  events.businessDaysUntilNextEvent,
  'inputs mask',
)

/** How many assets share an asset's group: `PeerCount({ inputs: [classifier] })`. */
export const PeerCount = named('PeerCount', onePeerCount, 'inputs mask')

function onePeerCount({ inputs, mask }: Masked & { readonly inputs: readonly [Classifier] }): Factor {
  return peerCount(checkInputs('PeerCount', inputs, 1)[0] as Classifier, { mask })
}

/** `Clip({ inputs: [factor], min_bound: -1, max_bound: 1 })`. */
export const Clip = named('Clip', clipped, 'inputs min_bound max_bound')

function clipped(options: {
  readonly inputs: readonly [Factor]
  readonly minBound: number
  readonly maxBound: number
}): Factor {
  return (checkInputs('Clip', options.inputs, 1)[0] as Factor).clip(options.minBound, options.maxBound)
}

/** A column's last values: what `column.latest` is. */
export function Latest(options: { readonly inputs: readonly [BoundColumn<'float64' | 'datetime'>] }): Factor {
  return (checkInputs('Latest', options.inputs, 1)[0] as BoundColumn<'float64'>).latest
}

type Decay = typeof averages.exponentialWeightedMovingAverage

/** With the ways of saying how fast the weights shrink: `EWMA.from_span({ inputs: [close], window_length: 30, span: 15 })`. */
function decayed(name: string, factor: Decay) {
  const by =
    <O extends WindowOptions>(make: (factor: Decay, options: O) => Factor) =>
    (options: O): Factor =>
      make(factor, options)
  return Object.assign(named(name, factor, `${WINDOW} decay_rate`), {
    from_span: named(`${name}.from_span`, by(averages.fromSpan), `${WINDOW} span`),
    from_halflife: named(`${name}.from_halflife`, by(averages.fromHalflife), `${WINDOW} halflife`),
    from_center_of_mass: named(
      `${name}.from_center_of_mass`,
      by(averages.fromCenterOfMass),
      `${WINDOW} center_of_mass`,
    ),
  })
}
