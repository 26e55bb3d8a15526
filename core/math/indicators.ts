import { INDICATOR_NAMES, INDICATORS, type Indicator, type IndicatorName } from '../../native/indicators.js'
import { createIndicator } from '../../native/reference/indicators/create.js'
import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import { answerArray } from './memory.js'
import { seriesKernels } from './series-kernels.js'

export { INDICATORS, type Indicator, type IndicatorName } from '../../native/indicators.js'

type Form<N extends IndicatorName> = (typeof INDICATORS)[N]

/** An indicator's parameters by name; those left out have TA-Lib's defaults. */
export type IndicatorOptions<N extends IndicatorName> = { readonly [P in keyof Form<N>['parameters']]?: number }

type Each<I, T> = { -readonly [K in keyof I]: T }
type Inputs<N extends IndicatorName, T> = Each<Form<N>['inputs'], T> extends infer A extends unknown[] ? A : never
/** One answer is itself, several are a record by name. */
type Answer<N extends IndicatorName, T> = Form<N>['outputs'] extends readonly [string]
  ? T
  : { readonly [K in Form<N>['outputs'][number]]: T }

/** An indicator fed a row at a time; its answers are those of the whole series, to the last bit. */
export interface IndicatorStream<N extends IndicatorName> {
  /** What the row answers: NaN (each) until there are rows enough, counted from the first without a missing input. */
  next(...row: Inputs<N, number>): Answer<N, number>
}

/** `indicators.sma(close, { timeperiod: 20 })`. */
export interface IndicatorFunction<N extends IndicatorName> {
  /** The whole series at once: new arrays as long as the inputs, NaN where there is no answer yet. */
  (...args: [...Inputs<N, Float64Array>, options?: IndicatorOptions<N>]): Answer<N, Float64Array>
  /**
   * The same into memory of the caller's, for which V8 need not look for garbage: as many parts as there are answers, each as long as the
   * inputs. What comes back are views of `out`.
   */
  into(out: Float64Array, ...args: [...Inputs<N, Float64Array>, options?: IndicatorOptions<N>]): Answer<N, Float64Array>
  /** The same a row at a time. */
  stream(options?: IndicatorOptions<N>): IndicatorStream<N>
  /** How many rows without an answer the series begins with. */
  lookback(options?: IndicatorOptions<N>): number
}

/**
 * Technical indicators, named as in TA-Lib (in camel case), with its defaults, seeds and conventions; `docs/indicators.md` has the table.
 * Errors: `UNKNOWN_PARAMETER`, `BAD_PARAMETER`, `BAD_LENGTH`.
 */
export const indicators = Object.fromEntries(INDICATOR_NAMES.map((name) => [name, make(name)])) as unknown as {
  readonly [N in IndicatorName]: IndicatorFunction<N>
}

const NOTHING = new Float64Array(0)

/** One series an answer, of series in order. `parameters` in order too; those left out or undefined have their defaults. */
export function computeIndicator(
  name: IndicatorName,
  inputs: readonly Float64Array[],
  parameters: readonly (number | undefined)[],
  out: Float64Array = answerArray(inputs[0].length * INDICATORS[name].outputs.length),
): Float64Array[] {
  const form: Indicator = INDICATORS[name]
  const checked = checkedParameters(name, form, parameters)
  const rows = inputs[0].length
  form.inputs.forEach((input, at) => {
    if (inputs[at].length !== rows) {
      throw new RustybtError('BAD_LENGTH', `${name}: ${input} has ${inputs[at].length} rows, ${form.inputs[0]} ${rows}`)
    }
  })
  if (out.length !== rows * form.outputs.length) {
    throw new RustybtError('BAD_LENGTH', `${name}: room for ${out.length} values, needs ${rows * form.outputs.length}`)
  }
  const [a, b, c, d] = inputs
  const kind = INDICATOR_NAMES.indexOf(name)
  seriesKernels.indicator(kind, a, b ?? NOTHING, c ?? NOTHING, d ?? NOTHING, Float64Array.from(checked), out)
  return form.outputs.map((_, part) => out.subarray(part * rows, (part + 1) * rows))
}

function make(name: IndicatorName): IndicatorFunction<IndicatorName> {
  const form: Indicator = INDICATORS[name]
  const count = form.inputs.length
  const run = (args: readonly unknown[], out?: Float64Array) => {
    const inputs = args.slice(0, count) as Float64Array[]
    inputs.forEach((input, at) => {
      if (!(input instanceof Float64Array)) {
        throw new RustybtError('BAD_SERIES', `${name}: ${form.inputs[at]} is no Float64Array`, {
          hint: 'Float64Array.from(numbers) makes one; `talib` of rustybt/compat takes arrays and series too.',
        })
      }
    })
    return named(form, computeIndicator(name, inputs, inOrder(name, form, args[count] as Given), out))
  }
  const whole = (...args: unknown[]) => run(args)
  const into = (out: Float64Array, ...args: unknown[]) => run(args, out)
  const lookback = (options?: Given) => form.lookback(...checkedParameters(name, form, inOrder(name, form, options)))
  const stream = (options?: Given) => streamOf(name, form, checkedParameters(name, form, inOrder(name, form, options)))
  return Object.assign(whole, { into, lookback, stream }) as unknown as IndicatorFunction<IndicatorName>
}

type Given = Readonly<Record<string, number | undefined>> | undefined

function streamOf(name: IndicatorName, form: Indicator, parameters: readonly number[]) {
  const state = createIndicator(name, parameters)
  let begun = false
  let skipped = 0
  return {
    next(...row: number[]) {
      if (!begun && row.some(Number.isNaN)) {
        skipped++
        return answer(form, () => Number.NaN)
      }
      begun = true
      state.next(row[0], row[1], row[2], row[3])
      return answer(form, (at) => (form.counts ? state.out[at] + skipped : state.out[at]))
    },
  }
}

function answer<T>({ outputs }: Indicator, of: (at: number) => T): T | Record<string, T> {
  return outputs.length === 1 ? of(0) : Object.fromEntries(outputs.map((name, at) => [name, of(at)]))
}

const named = (form: Indicator, series: readonly Float64Array[]) => answer(form, (at) => series[at])

/** Options by name in the order of the parameters. */
function inOrder(name: string, { parameters }: Indicator, options: Given = {}): (number | undefined)[] {
  const known = Object.keys(parameters)
  for (const given of Object.keys(options)) {
    if (!(given in parameters)) {
      const meant = nearest(given, known)
      throw new RustybtError(
        'UNKNOWN_PARAMETER',
        `${name}: no parameter '${given}'; known: ${known.join(', ') || 'none'}`,
        {
          hint: meant ? `Did you mean '${meant}'?` : 'docs/indicators.md lists them.',
        },
      )
    }
  }
  return known.map((parameter) => options[parameter])
}

function checkedParameters(
  name: string,
  { parameters }: Indicator,
  given: readonly (number | undefined)[],
): readonly number[] {
  return Object.entries(parameters).map(([parameter, { value, least, most, whole }], at) => {
    const asked = given[at] ?? value
    if (typeof asked === 'number' && asked >= least && asked <= most && (!whole || Number.isInteger(asked)))
      return asked
    throw new RustybtError(
      'BAD_PARAMETER',
      `${name}: ${parameter} is ${asked}, must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
    )
  })
}
