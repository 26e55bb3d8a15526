import { RustybtError } from '../../kernel/errors.js'
import { equityPricing } from '../equity-pricing.js'
import { type Factor, type Outputs, outputsOf } from '../factor.js'
import { checkLength } from '../pairs.js'
import { exponentialMean } from './averages.js'
import { reduced, rowOfWindows, type WindowOptions, windowedFactor } from './windowed.js'

const { high, low, close } = equityPricing

/** Relative strength by plain means of the rises and falls between the window's values (not Wilder's). */
export function rsi(options: WindowOptions = {}): Factor {
  return windowedFactor(
    {
      name: 'RSI',
      inputs: [close],
      windowLength: 15,
      takes: 1,
      windowSafe: true,
      kernels: ['matrixReduce'],
      reduce: ([values], columns, window) => [reduced('strength', values, columns, window)],
    },
    options,
  )
}

/** The window's mean, and k standard deviations below and above. */
export function bollingerBands({
  k,
  ...options
}: WindowOptions & { readonly k: number }): Outputs<'lower' | 'middle' | 'upper'> {
  if (!(typeof k === 'number' && !Number.isNaN(k)))
    throw new RustybtError('FACTOR_PARAMETER', "BollingerBands expected a keyword parameter 'k'.")
  return outputsOf(
    windowedFactor(
      {
        name: 'BollingerBands',
        inputs: [close],
        takes: 1,
        parameters: { k },
        outputs: ['lower', 'middle', 'upper'],
        kernels: ['matrixReduce'],
        reduce([values], columns, window) {
          const middle = reduced('mean', values, columns, window)
          const spread = reduced('std', values, columns, window)
          return [middle.map((mean, i) => mean - k * spread[i]), middle, middle.map((mean, i) => mean + k * spread[i])]
        },
      },
      options,
    ),
  )
}

/** How far into the window its lowest low and its highest high lie, 0 to 100. */
export function aroon(options: WindowOptions): Outputs<'down' | 'up'> {
  return outputsOf(
    windowedFactor(
      {
        name: 'Aroon',
        inputs: [low, high],
        takes: 2,
        outputs: ['down', 'up'],
        kernels: ['matrixReduce'],
        reduce([lows, highs], columns, window) {
          const share = (place: number) => (100 * place) / (window - 1)
          return [
            reduced('argmin', lows, columns, window).map(share),
            reduced('argmax', highs, columns, window).map(share),
          ]
        },
      },
      options,
    ),
  )
}

/** Where the last close lies between the window's lowest low and highest high, 0 to 100. */
export function fastStochasticOscillator(options: WindowOptions = {}): Factor {
  return windowedFactor(
    {
      name: 'FastStochasticOscillator',
      inputs: [close, low, high],
      windowLength: 14,
      takes: 3,
      windowSafe: true,
      kernels: ['matrixReduce'],
      reduce([closes, lows, highs], columns, window) {
        const least = reduced('min', lows, columns, window)
        const most = reduced('max', highs, columns, window)
        const last = rowOfWindows(closes, columns, window, window - 1)
        return [least.map((bottom, i) => ((last[i] - bottom) / (most[i] - bottom)) * 100)]
      },
    },
    options,
  )
}

export interface IchimokuOptions extends WindowOptions {
  readonly tenkanSenLength?: number
  readonly kijunSenLength?: number
  readonly chikouSpanLength?: number
}
const ICHIMOKU = ['tenkan_sen', 'kijun_sen', 'senkou_span_a', 'senkou_span_b', 'chikou_span'] as const

/** Middles of highs and lows over three lengths, and a past close. */
export function ichimokuKinkoHyo({
  tenkanSenLength = 9,
  kijunSenLength = 26,
  chikouSpanLength = 26,
  ...options
}: IchimokuOptions = {}): Outputs<(typeof ICHIMOKU)[number]> {
  const parameters = { tenkanSenLength, kijunSenLength, chikouSpanLength }
  const window = options.windowLength ?? 52
  for (const [name, length] of Object.entries(parameters))
    if (!(length >= 1 && length <= window))
      throw new RustybtError(
        'FACTOR_PARAMETER',
        `IchimokuKinkoHyo: ${name} must be <= the window_length: ${length} > ${window}`,
      )
  return outputsOf(
    windowedFactor(
      {
        name: 'IchimokuKinkoHyo',
        inputs: [high, low, close],
        windowLength: 52,
        takes: 3,
        parameters,
        outputs: ICHIMOKU,
        kernels: ['matrixReduce'],
        reduce([highs, lows, closes], columns, length) {
          const middle = (part: number) => {
            const skipped = (length - part) * columns
            const top = reduced('highest', highs, columns, part).subarray(skipped)
            const bottom = reduced('lowest', lows, columns, part).subarray(skipped)
            return top.map((value, i) => (value + bottom[i]) / 2)
          }
          const tenkan = middle(tenkanSenLength)
          const kijun = middle(kijunSenLength)
          const spanA = tenkan.map((value, i) => (value + kijun[i]) / 2)
          return [tenkan, kijun, spanA, middle(length), rowOfWindows(closes, columns, length, chikouSpanLength).slice()]
        },
      },
      options,
    ),
  )
}

/** The greatest of the day's range and its distances from the close before. */
export function trueRange(options: WindowOptions = {}): Factor {
  return windowedFactor(
    {
      name: 'TrueRange',
      inputs: [high, low, close],
      windowLength: 2,
      takes: 3,
      kernels: [],
      reduce([highs, lows, closes], columns, window) {
        const top = rowOfWindows(highs, columns, window, 1)
        const bottom = rowOfWindows(lows, columns, window, 1)
        const before = rowOfWindows(closes, columns, window, 0)
        return [
          top.map((value, i) => {
            return greatest(value - bottom[i], Math.abs(value - before[i]), Math.abs(bottom[i] - before[i]))
          }),
        ]
      },
    },
    options,
  )
}

/** The greatest of those that are there. */
function greatest(...values: readonly number[]): number {
  let best = Number.NaN
  for (const value of values) if (!(value <= best) && !Number.isNaN(value)) best = value
  return best
}

export interface MacdOptions {
  readonly fastPeriod?: number
  readonly slowPeriod?: number
  readonly signalPeriod?: number
  readonly inputs?: WindowOptions['inputs']
  readonly mask?: WindowOptions['mask']
}

/** Mean of the differences of a fast and a slow exponential mean, each over a finite window. */
export function movingAverageConvergenceDivergenceSignal({
  fastPeriod = 12,
  slowPeriod = 26,
  signalPeriod = 9,
  ...options
}: MacdOptions = {}): Factor {
  for (const [name, period] of Object.entries({ fastPeriod, slowPeriod, signalPeriod }))
    checkLength(`MACDSignal: ${name}`, period, 1)
  if (slowPeriod <= fastPeriod)
    throw new RustybtError(
      'FACTOR_PARAMETER',
      `'slow_period' must be greater than 'fast_period', but they are ${slowPeriod} and ${fastPeriod}`,
    )
  const decay = (length: number) => 1 - 2 / (1 + length)
  return windowedFactor(
    {
      name: 'MovingAverageConvergenceDivergenceSignal',
      inputs: [close],
      takes: 1,
      parameters: { fastPeriod, slowPeriod, signalPeriod },
      kernels: ['matrixWeighted'],
      reduce([values], columns) {
        const slow = exponentialMean(values, columns, slowPeriod, decay(slowPeriod))
        const fast = exponentialMean(values, columns, fastPeriod, decay(fastPeriod))
        const later = fast.subarray((slowPeriod - fastPeriod) * columns)
        const data = slow.map((mean, i) => later[i] - mean)
        const macd = { rows: data.length / columns, columns, data }
        return [exponentialMean(macd, columns, signalPeriod, decay(signalPeriod))]
      },
    },
    { ...options, windowLength: slowPeriod + signalPeriod - 1 },
  )
}
