import { RustybtError } from '../../core/kernel/errors.js'
import type { Classifier } from '../../core/pipeline/classifier.js'
import { customClassifier, customFactor, customFilter } from '../../core/pipeline/custom-terms.js'
import type { Factor } from '../../core/pipeline/factor.js'
import type { Filter } from '../../core/pipeline/filter.js'
import type { DType, Missing } from '../../core/pipeline/matrix.js'
import type { Term } from '../../core/pipeline/term.js'
import { Timestamp } from '../timestamp.js'

/** What `new MyFactor({ … })` takes, beside the class's own `params`. */
export interface CustomTermOptions {
  readonly inputs?: readonly Term[]
  readonly outputs?: readonly string[]
  readonly window_length?: number
  readonly mask?: Filter
  readonly dtype?: DType
  readonly missing_value?: Missing
  /** Values of the class's `params`, by name. */
  readonly [param: string]: unknown
}

interface Defaults {
  inputs?: readonly Term[]
  outputs?: readonly string[]
  window_length?: number
  mask?: Filter
  dtype?: DType
  missing_value?: Missing
  window_safe?: boolean
  /** Names of parameters, or names with their defaults. */
  params?: readonly string[] | Readonly<Record<string, unknown>>
}

interface Computes {
  /**
   * Called for each session with the sids of the mask's assets, a place for an answer of each, the inputs' windows (sessions × assets,
   * up to the session before) and, where there are any, the parameters. Write into `out`, or return the values.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the arguments are what the class's inputs, outputs and params say
  compute(today: Timestamp, assets: Int32Array, out: any, ...inputs: any[]): unknown
}

type CustomType<T> = Defaults & (new (options?: CustomTermOptions) => T & Computes)

const OPTIONS = ['inputs', 'outputs', 'window_length', 'mask', 'dtype', 'missing_value', 'window_safe']

/** The class's term with its defaults and the options; one class and the same options make one term. */
function create(
  type: Defaults & { readonly name: string; readonly prototype: unknown },
  options: CustomTermOptions,
  make: (made: never) => unknown,
): object {
  const params = paramsOf(type, options)
  const prototype = type.prototype as Computes
  if (typeof prototype.compute !== 'function')
    throw new RustybtError('CUSTOM_TERM_COMPUTE', `${type.name} must define a compute method`)
  const value = (name: keyof Defaults) => options[name] ?? type[name]
  const self = Object.assign(Object.create(prototype as object), { window_length: value('window_length'), ...params })
  const made = {
    name: type.name,
    identity: type,
    inputs: value('inputs'),
    outputs: value('outputs'),
    windowLength: value('window_length'),
    mask: value('mask'),
    params,
    compute: (today: string, ...rest: [Int32Array, unknown, ...unknown[]]) =>
      prototype.compute.call(self, new Timestamp(today), ...rest),
    ...(value('dtype') !== undefined && { dtype: value('dtype') }),
    ...(value('window_safe') !== undefined && { windowSafe: value('window_safe') }),
    ...((options.missing_value !== undefined || type.missing_value !== undefined) && {
      missing: value('missing_value'),
    }),
  }
  return make(made as never) as object
}

function paramsOf(type: Defaults & { readonly name: string }, options: CustomTermOptions): Record<string, unknown> {
  const { params = [] } = type
  const names = Array.isArray(params) ? (params as readonly string[]) : Object.keys(params)
  const defaults = Array.isArray(params) ? {} : (params as Readonly<Record<string, unknown>>)
  const strange = Object.keys(options).find((name) => !OPTIONS.includes(name) && !names.includes(name))
  if (strange !== undefined)
    throw new RustybtError('UNEXPECTED_ARGUMENT', `${type.name} received unexpected keyword arguments '${strange}'`, {
      hint: `it takes ${[...OPTIONS, ...names].join(', ')}`,
    })
  return Object.fromEntries(
    names.map((name) => {
      const value = options[name] ?? defaults[name]
      if (value === undefined)
        throw new RustybtError('CUSTOM_TERM_PARAMETER', `${type.name} expected a keyword parameter '${name}'.`)
      return [name, value]
    }),
  )
}

/** A class whose instances are what `make` makes. */
function customType<T>(make: (made: never) => unknown): CustomType<T> {
  function Custom(this: unknown, options: CustomTermOptions = {}): object {
    return create(new.target as unknown as Defaults & { name: string; prototype: unknown }, options, make)
  }
  return Custom as unknown as CustomType<T>
}

/**
 * A factor of one's own:
 *
 *     class Range extends CustomFactor {
 *       static override inputs = [EquityPricing.high, EquityPricing.low]
 *       static override window_length = 10
 *       override compute(today, assets, out, high, low) { … }
 *     }
 *     new Range({ mask: liquid })
 *
 * With `static outputs = ['a', 'b']` the factors are `.a` and `.b` of it, and `out` has an array under each name.
 */
export const CustomFactor = customType<Factor>(customFactor as never)
/** A filter of one's own: what `compute` writes counts as true or false. */
export const CustomFilter = customType<Filter>(customFilter as never)
/** A classifier of one's own, of whole numbers or (`static dtype = 'string'`) of strings. */
export const CustomClassifier = customType<Classifier>(customClassifier as never)
