import { RustybtError } from '../core/kernel/errors.js'
import { nearest } from '../core/kernel/nearest.js'
import { computeIndicator, INDICATORS, type Indicator, type IndicatorName } from '../core/math/indicators.js'
import { PandasSeries } from './pandas-series.js'

type Names = typeof INDICATORS
/** `fastkPeriod` is `fastk_period` in Python. */
type Snake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${Snake<Tail>}`
    : `_${Lowercase<Head>}${Snake<Tail>}`
  : S
type Keywords<N extends IndicatorName> = { readonly [P in keyof Names[N]['parameters'] & string as Snake<P>]?: number }
type Each<I, T> = { -readonly [K in keyof I]: T }

// biome-ignore lint/suspicious/noExplicitAny: labels stand in both directions, so no narrower type takes every series
type AnySeries = PandasSeries<any>
/** What TA-Lib takes: an array, or a series, which is answered by one with the same labels. */
type Real = AnySeries | ArrayLike<number>
type Values<N extends IndicatorName> = N extends 'maxindex' | 'minindex' | 'minmaxindex' ? Int32Array : Float64Array
type Out<N extends IndicatorName, R> = R extends AnySeries ? R : Values<N>
type Answer<N extends IndicatorName, R> = Names[N]['outputs'] extends readonly [string]
  ? Out<N, R>
  : Each<Names[N]['outputs'], Out<N, R>>

type Talib = {
  readonly [N in IndicatorName as Uppercase<Snake<N>>]: <R extends Real>(
    ...args: [...Each<Names[N]['inputs'], R>, ...parameters: (number | undefined | Keywords<N>)[]]
  ) => Answer<N, R>
}

/** TA-Lib's numbers of moving averages. */
export const MA_Type = { SMA: 0, EMA: 1, WMA: 2, DEMA: 3, TEMA: 4, TRIMA: 5, KAMA: 6, MAMA: 7, T3: 8 } as const

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/**
 * TA-Lib's functions: parameters by position, or in one trailing object under Python's names: `talib.SMA(close, 20)`,
 * `talib.SMA(close, { timeperiod: 20 })`. Several answers are an array. As in TA-Lib, row numbers are integers, 0 where there is none yet.
 * Errors: `UNKNOWN_PARAMETER`, `BAD_PARAMETER`, `BAD_LENGTH`, `BAD_SERIES`.
 */
export const talib = Object.fromEntries(
  Object.keys(INDICATORS).map((name) => [snake(name).toUpperCase(), talibFunction(name as IndicatorName)]),
) as unknown as Talib

function talibFunction(name: IndicatorName) {
  const form: Indicator = INDICATORS[name]
  return (...args: unknown[]) => {
    const inputs = form.inputs.map((input, at) => seriesOf(name, input, args[at]))
    const parameters = parametersOf(name, form, args.slice(form.inputs.length))
    const labelled = args.slice(0, form.inputs.length).find((input) => input instanceof PandasSeries)
    const answers = computeIndicator(name, inputs, parameters).map((values) =>
      labelled
        ? new PandasSeries(values, (labelled as AnySeries).index)
        : form.counts
          ? Int32Array.from(values)
          : values,
    )
    return answers.length === 1 ? answers[0] : answers
  }
}

function seriesOf(name: string, input: string, given: unknown): Float64Array {
  if (given instanceof PandasSeries) return given.values
  if (given instanceof Float64Array) return given
  if (given && typeof given === 'object' && 'length' in given) return Float64Array.from(given as ArrayLike<number>)
  throw new RustybtError('BAD_SERIES', `${name.toUpperCase()}: ${input} is ${given}, must be an array or a series`)
}

function parametersOf(name: string, form: Indicator, given: readonly unknown[]): (number | undefined)[] {
  const known = Object.keys(form.parameters).map(snake)
  const last = given.at(-1)
  const keywords = (typeof last === 'object' && last !== null ? last : {}) as Record<string, number>
  const positional = (keywords === last ? given.slice(0, -1) : given) as (number | undefined)[]
  const called = snake(name).toUpperCase()
  if (positional.length > known.length) {
    throw new RustybtError('UNKNOWN_PARAMETER', `${called}: ${positional.length} parameters, takes ${known.length}`)
  }
  for (const keyword of Object.keys(keywords)) {
    const at = known.indexOf(keyword)
    if (at < 0) {
      const meant = nearest(keyword, known)
      throw new RustybtError('UNKNOWN_PARAMETER', `${called}: no parameter '${keyword}'; known: ${known.join(', ')}`, {
        hint: meant ? `Did you mean '${meant}'?` : undefined,
      })
    }
    if (at < positional.length) throw new RustybtError('UNKNOWN_PARAMETER', `${called}: '${keyword}' is given twice`)
  }
  return known.map((parameter, at) => positional[at] ?? keywords[parameter])
}
