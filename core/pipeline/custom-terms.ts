import { RustybtError } from '../kernel/errors.js'
import { type Classifier, makeClassifier } from './classifier.js'
import { type Compute, customComputation } from './custom.js'
import { type Factor, makeFactor, type Outputs, outputsOf } from './factor.js'
import { checkInputs, checkWindow, type WindowOptions } from './factors/windowed.js'
import { type Filter, makeFilter } from './filter.js'
import { DEFAULT_MISSING, type DType, type Missing } from './matrix.js'
import type { TermSpec } from './term.js'

export interface CustomOptions extends WindowOptions {
  /** What messages and graphs call it; where left out, the function's name. */
  readonly name?: string
  /** Handed to `compute` as its last argument, where there are any. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly missing?: Missing
  /** Whether windows of its values mean something: not where they are in units that splits change. */
  readonly windowSafe?: boolean
  readonly compute: Compute
  /** Terms of one identity and the same making are one term; the function's own where left out. */
  readonly identity?: unknown
}

/** A factor by a function of one's own, called for each session; with `outputs`, a factor for each of them. */
export function customFactor(options: CustomOptions & { readonly dtype?: DType }): Factor
export function customFactor<Name extends string>(
  options: CustomOptions & { readonly dtype?: DType; readonly outputs: readonly Name[] },
): Outputs<Name>
export function customFactor(
  options: CustomOptions & { readonly dtype?: DType; readonly outputs?: readonly string[] },
): Factor | Outputs<string> {
  const { dtype = 'float64', outputs } = options
  if (outputs) checkOutputs(options.name ?? 'CustomFactor', outputs)
  const factor = makeFactor({ ...customSpec('CustomFactor', options, dtype), outputs })
  return outputs ? outputsOf(factor) : factor
}

/** A filter by a function of one's own: what it writes counts as true or false. */
export function customFilter(options: CustomOptions): Filter {
  return makeFilter(customSpec('CustomFilter', { windowSafe: true, ...options }, 'bool'))
}

/** A classifier by a function of one's own, of whole numbers (`missing` -1) or of strings. */
export function customClassifier(options: CustomOptions & { readonly dtype?: DType }): Classifier {
  const { dtype = 'int64' } = options
  return makeClassifier(
    customSpec('CustomClassifier', { ...(dtype === 'int64' && { missing: -1 }), ...options }, dtype),
  )
}

function customSpec(kind: string, options: CustomOptions, dtype: DType): TermSpec {
  const { params = {}, mask, windowSafe, compute, identity } = options
  const name = options.name ?? (compute.name === 'compute' || compute.name === '' ? kind : compute.name)
  const inputs = checkInputs(name, options.inputs)
  const windowLength = checkWindow(name, options.windowLength)
  const missing = options.missing === undefined ? DEFAULT_MISSING[dtype] : options.missing
  if (missing === undefined)
    throw new RustybtError('NO_DEFAULT_MISSING_VALUE', `${name}: a term of ${dtype} needs a missing value`)
  return {
    computation: customComputation(name, compute, params, identity),
    inputs,
    windowLength,
    mask,
    windowSafe,
    dtype,
    missing,
  }
}

function checkOutputs(name: string, outputs: readonly string[]): void {
  const refuse = (message: string): never => {
    throw new RustybtError('INVALID_OUTPUT_NAME', `${name}: ${message}`)
  }
  if (outputs.length === 0) refuse('outputs cannot be an empty list')
  for (const [k, output] of outputs.entries()) {
    if (!/^[a-zA-Z]\w*$/.test(output)) refuse(`'${output}' is no name for an output`)
    if (outputs.indexOf(output) < k) refuse(`there are two outputs named '${output}'`)
  }
}
