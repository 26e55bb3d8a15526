import { RustybtError } from '../../kernel/errors.js'
import { matrixKernels, REDUCTION, WEIGHTING } from '../../math/matrix-kernels.js'
import type { Computation } from '../computation.js'
import { type Factor, makeFactor } from '../factor.js'
import type { Filter } from '../filter.js'
import { borrow, type Numbers } from '../matrix.js'
import { Term } from '../term.js'
import { throughWindows } from '../through-windows.js'

/** What factors over windows take. */
export interface WindowOptions {
  /** Where left out, the factor's own. */
  readonly inputs?: readonly Term[]
  /** Sessions; where left out, the factor's own. */
  readonly windowLength?: number
  /** Assets outside it have no value. */
  readonly mask?: Filter
}

/** Reduces matrices of equal shape: `rows - window + 1` rows of `columns` for each output. */
export type Reduce = (inputs: readonly Numbers[], columns: number, window: number) => readonly Float64Array[]

interface Kind {
  readonly name: string
  readonly inputs?: readonly Term[]
  readonly windowLength?: number
  /** How many inputs it takes; any where left out. */
  readonly takes?: number
  readonly least?: number
  readonly windowSafe?: boolean
  readonly outputs?: readonly string[]
  readonly parameters?: Readonly<Record<string, unknown>>
  /** The native kernels that it stands on; none where it runs in JavaScript. */
  readonly kernels: readonly string[]
  readonly reduce: Reduce
}

/** A factor over windows: `kind` says what it is, `options` what it is asked for. */
export function windowedFactor(kind: Kind, options: WindowOptions): Factor {
  const { name, parameters, kernels, reduce, outputs, windowSafe } = kind
  const inputs = checkInputs(name, options.inputs ?? kind.inputs, kind.takes)
  const windowLength = checkWindow(name, options.windowLength ?? kind.windowLength, kind.least)
  const computation: Computation = {
    name,
    parameters,
    kernels,
    compute(task) {
      const answers = throughWindows(task, (matrices, columns) => reduce(matrices, columns, windowLength))
      return outputs ? answers : answers[0]
    },
  }
  const { mask } = options
  return makeFactor({
    computation,
    inputs,
    windowLength,
    mask,
    outputs,
    windowSafe,
    dtype: 'float64',
    missing: Number.NaN,
  })
}

export function checkInputs(name: string, inputs: readonly Term[] | undefined, takes?: number): readonly Term[] {
  if (!inputs)
    throw new RustybtError('TERM_INPUTS_NOT_SPECIFIED', `${name} requires inputs, but no inputs list was passed.`, {
      hint: 'inputs: [equityPricing.close]',
    })
  const strange = inputs.find((input) => !(input instanceof Term))
  if (strange !== undefined)
    throw new RustybtError(
      'NON_PIPELINE_INPUTS',
      `${name}: inputs are columns, factors, filters or classifiers, not ${String(strange)}`,
    )
  if (takes !== undefined && inputs.length !== takes)
    throw new RustybtError(
      'TERM_INPUTS_COUNT',
      `${name} expects ${takes === 1 ? 'only one input' : `${takes} inputs`}, but received ${inputs.length} instead.`,
    )
  return inputs
}

export function checkWindow(name: string, length: number | undefined, least = 1): number {
  if (length === undefined)
    throw new RustybtError(
      'WINDOW_LENGTH_NOT_SPECIFIED',
      `${name} requires a window_length, but no window_length was passed.`,
    )
  if (Number.isInteger(length) && length >= least) return length
  if (least === 1)
    throw new RustybtError(
      'WINDOW_LENGTH_NOT_POSITIVE',
      `${name}: Expected a window_length greater than 0, got ${length}.`,
    )
  throw new RustybtError(
    'WINDOW_LENGTH_TOO_SHORT',
    `'${name}' expected a window length of at least ${least}, but was given ${length}.`,
    {
      hint: 'a change over one session has a window of 2',
    },
  )
}

/** A window's rows reduced, see `REDUCTION`. */
export function reduced(kind: keyof typeof REDUCTION, values: Numbers, columns: number, window: number): Float64Array {
  const out = borrow((values.rows - window + 1) * columns)
  matrixKernels.matrixReduce(REDUCTION[kind], wide(values, columns), columns, window, out)
  return out
}

/** A window's rows with a weight each, see `WEIGHTING`, divided by a number. */
export function weighted(
  kind: keyof typeof WEIGHTING,
  values: Numbers,
  columns: number,
  weights: Float64Array,
  divisor = 1,
): Float64Array {
  const out = borrow((values.rows - weights.length + 1) * columns)
  matrixKernels.matrixWeighted(WEIGHTING[kind], wide(values, columns), columns, weights, divisor, out)
  return out
}

/** Sums of a × b over each window, divided by a number. */
export function products(a: Numbers, b: Numbers, columns: number, window: number, divisor = 1): Float64Array {
  const out = borrow((a.rows - window + 1) * columns)
  matrixKernels.matrixProducts(wide(a, columns), wide(b, columns), columns, window, divisor, out)
  return out
}

function wide({ data, rows, columns: own }: Numbers, columns: number): Float64Array {
  if (own === columns) return data
  const out = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) out.fill(data[i], i * columns, (i + 1) * columns)
  return out
}

/** The cells of each window's row k, from the first window to the last. */
export function rowOfWindows({ data, rows }: Numbers, columns: number, window: number, k: number): Float64Array {
  return data.subarray(k * columns, (rows - window + 1 + k) * columns)
}
