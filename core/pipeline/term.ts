import { RustybtError } from '../kernel/errors.js'
import type { Computation } from './computation.js'
import { type Domain, GENERIC, inferDomain } from './domain.js'
import { identityOf, intern } from './identity.js'
import type { DType, Missing } from './matrix.js'

/** An asset as terms name it. */
export interface AssetRef {
  readonly sid: number
  readonly symbol: string
}

export type TermKind = 'column' | 'factor' | 'filter' | 'classifier'

export interface TermTraits {
  readonly dtype: DType
  readonly missing: Missing
  readonly domain: Domain
  /** Whether windows of its values mean something: raw prices in arithmetic do not, as splits change their unit. */
  readonly windowSafe: boolean
  /** 2: a value for each asset; 1: one for all of them. */
  readonly ndim: 1 | 2
}

/** A node of the graph that a pipeline computes. Terms are interned: the same term made twice is the same object. */
export abstract class Term implements TermTraits {
  abstract readonly kind: TermKind
  /** What messages and graphs call it. */
  abstract readonly label: string
  readonly dtype: DType
  readonly missing: Missing
  readonly domain: Domain
  readonly windowSafe: boolean
  readonly ndim: 1 | 2

  constructor(traits: TermTraits) {
    this.dtype = traits.dtype
    this.missing = traits.missing
    this.domain = traits.domain
    this.windowSafe = traits.windowSafe
    this.ndim = traits.ndim
  }

  toString(): string {
    return this.label
  }
}

/** A term's making: what it computes, from what, over how many sessions, for which assets. */
export interface TermSpec extends Partial<TermTraits> {
  readonly computation: Computation
  readonly inputs?: readonly Term[]
  /** Sessions in each input's window; 0 for a computation on the session's own values. */
  readonly windowLength?: number
  /** Assets outside it get the missing value; where left out, those that exist. */
  readonly mask?: ComputableTerm
  readonly outputs?: readonly string[]
  readonly dtype: DType
  readonly missing: Missing
}

export abstract class ComputableTerm extends Term {
  abstract override readonly kind: Exclude<TermKind, 'column'>
  readonly computation: Computation
  readonly inputs: readonly Term[]
  readonly windowLength: number
  /** Undefined for the root mask alone, or where the root mask is meant. */
  readonly mask: ComputableTerm | undefined
  readonly outputs: readonly string[] | undefined

  constructor(spec: TermSpec) {
    const inputs = spec.inputs ?? []
    super({
      dtype: spec.dtype,
      missing: spec.missing,
      windowSafe: spec.windowSafe ?? false,
      ndim: spec.ndim ?? 2,
      domain: spec.domain ?? inferDomain(inputs),
    })
    this.computation = spec.computation
    this.inputs = inputs
    this.windowLength = spec.windowLength ?? 0
    this.mask = spec.mask
    this.outputs = spec.outputs
    if (this.windowLength > 1) for (const input of inputs) this.#requireSafe(input)
  }

  get label(): string {
    const { name } = this.computation
    const inputs = this.inputs.map((input) => (input.kind === 'column' ? input.label : `${nameOf(input)}(…)`))
    return `${name}([${inputs.join(', ')}], ${this.windowLength})`
  }

  /** The same values under a name of its own, for graphs and messages. */
  alias(name: string): this {
    return this.sibling(aliased(name, this.computation.name), { inputs: [this], windowLength: 0, mask: this.mask })
  }

  /** A term of this one's kind and dtype. */
  protected sibling(computation: Computation, spec: Partial<TermSpec>): this {
    const { dtype, missing, windowSafe, ndim } = this
    const type = this.constructor as new (made: TermSpec) => this
    return made(type, { dtype, missing, windowSafe, ndim, ...spec, computation })
  }

  #requireSafe(input: Term): void {
    if (input.windowSafe) return
    throw new RustybtError(
      'NON_WINDOW_SAFE_INPUT',
      `Can't compute windowed expression ${this.label} with windowed input ${input.label}`,
      { hint: 'its values are in units that splits change; use a ratio such as returns, a rank or a z-score' },
    )
  }
}

const nameOf = (term: Term): string => (term instanceof ComputableTerm ? term.computation.name : term.label)

function aliased(name: string, of: string): Computation {
  return { name, parameters: { alias: name, of }, kernels: [], compute: ({ inputs }) => inputs[0].matrix }
}

/** The one term of this class that is made so. */
export function made<T extends ComputableTerm>(type: new (spec: TermSpec) => T, spec: TermSpec): T {
  const { computation, inputs = [], windowLength = 0, mask, outputs, dtype, missing, windowSafe, ndim, domain } = spec
  if (!(Number.isInteger(windowLength) && windowLength >= 0))
    throw new RustybtError('WINDOW_LENGTH_INVALID', `${computation.name}: a window of ${windowLength} sessions`, {
      hint: 'ask for a whole number of sessions, 1 or more',
    })
  const parts = [type, computation.name, computation.identity, computation.parameters, inputs, windowLength, mask]
  const key = identityOf([...parts, outputs, dtype, missing, windowSafe ?? false, ndim ?? 2, domain ?? GENERIC])
  return intern(key, () => new type(spec))
}
