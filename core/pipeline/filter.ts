import { RustybtError } from '../kernel/errors.js'
import type { Computation } from './computation.js'
import { downsampled, type Frequency } from './downsample.js'
import { type Flags, flags, type Matrix, numbers, texts } from './matrix.js'
import { type AssetRef, ComputableTerm, made, type Term, type TermSpec } from './term.js'

/** True or false for each asset on each session. */
export class Filter extends ComputableTerm {
  readonly kind = 'filter'
  declare readonly dtype: 'bool'

  /** Where both hold. */
  and(other: Filter): Filter {
    return joined('and', this, other)
  }

  /** Where either holds. */
  or(other: Filter): Filter {
    return joined('or', this, other)
  }

  /** Where it does not hold, of the assets that exist. */
  not(): Filter {
    return makeFilter({ computation: NOT, inputs: [this] })
  }

  /** `ifTrue` where it holds, else `ifFalse`: both factors, both classifiers or both filters, of one dtype and missing value. */
  ifElse<T extends ComputableTerm>(ifTrue: T, ifFalse: T): T {
    checkBranches(ifTrue, ifFalse)
    const { dtype, missing, ndim } = ifTrue
    const windowSafe = this.windowSafe && ifTrue.windowSafe && ifFalse.windowSafe
    const type = ifTrue.constructor as new (spec: TermSpec) => T
    return made(type, { computation: IF_ELSE, inputs: [this, ifTrue, ifFalse], dtype, missing, ndim, windowSafe })
  }

  /** Its values on the first session of each year, quarter, month or week, kept until the next. */
  downsample(frequency: Frequency): Filter {
    return makeFilter(downsampled(this, frequency))
  }

  /** One asset's values. */
  slice(asset: AssetRef): Filter {
    return makeFilter(sliceOf(this, asset))
  }
}

export type FilterSpec = Omit<TermSpec, 'dtype' | 'missing'> & Partial<Pick<TermSpec, 'dtype' | 'missing'>>

export function makeFilter(spec: FilterSpec): Filter {
  return made(Filter, { windowSafe: true, ...spec, dtype: 'bool', missing: spec.missing ?? false })
}

/** The assets that exist: listed before the session, and not after their last one. Every term's mask where it has no other. */
export const ASSET_EXISTS: Filter = makeFilter({
  computation: {
    name: 'AssetExists',
    compute: ({ mask }) => mask,
  },
})

/** What a term is of one asset; `inputs` of windows where the values of all are one series. */
export function sliceOf(term: ComputableTerm, asset: AssetRef): TermSpec {
  const { dtype, missing, windowSafe, mask } = term
  return { computation: slice(asset), inputs: [term], dtype, missing, windowSafe, mask, ndim: 1 }
}

function joined(op: 'and' | 'or', left: Filter, right: Filter): Filter {
  if (!(right instanceof Filter)) throw badOperand(op, left, right)
  return makeFilter({ computation: op === 'and' ? AND : OR, inputs: [left, right] })
}

function badOperand(op: string, left: Term, right: unknown): RustybtError {
  const what = right instanceof ComputableTerm ? `a ${right.kind} (${right.label})` : String(right)
  return new RustybtError('BAD_BINARY_OPERATOR', `Can't compute ${left.label} ${op} ${what}: ${op} joins filters`, {
    hint: 'compare it first: factor.gt(0), classifier.eq(1)',
  })
}

function checkBranches(ifTrue: ComputableTerm, ifFalse: ComputableTerm): void {
  const kinds = [ifTrue, ifFalse].map((term) => (term instanceof ComputableTerm ? term.kind : String(term)))
  const fault = (what: string, a: unknown, b: unknown) =>
    new RustybtError('IF_ELSE_MISMATCH', `ifElse chooses between terms alike: ${what} are ${a} and ${b}`)
  if (kinds[0] !== kinds[1]) throw fault('the kinds', kinds[0], kinds[1])
  if (ifTrue.dtype !== ifFalse.dtype) throw fault('the dtypes', ifTrue.dtype, ifFalse.dtype)
  if (!Object.is(ifTrue.missing, ifFalse.missing)) throw fault('the missing values', ifTrue.missing, ifFalse.missing)
}

/** Filters joined cell by cell; one-dimensional ones count for every asset. */
function combine(name: string, f: (a: number, b: number) => number): Computation {
  return {
    name,
    kernels: [],
    compute({ inputs, mask, rows, columns }) {
      const [a, b = a] = inputs.map(({ matrix }) => wide(matrix as Flags, columns))
      const out = flags(rows, columns)
      for (let i = 0; i < out.data.length; i++) out.data[i] = f(a.data[i], b.data[i]) & mask.data[i]
      return out
    },
  }
}

const AND = combine('Expression x & y', (a, b) => a & b)
const OR = combine('Expression x | y', (a, b) => a | b)
const NOT = combine('Expression ~x', (a) => a ^ 1)

/** A column repeated for every asset. */
function wide<M extends Matrix>(matrix: M, columns: number): M {
  if (matrix.columns === columns) return matrix
  const data = new (matrix.data.constructor as Float64ArrayConstructor)(matrix.rows * columns)
  for (let i = 0; i < matrix.rows; i++) data.fill(matrix.data[i], i * columns, (i + 1) * columns)
  return { ...matrix, columns, data }
}

const IF_ELSE: Computation = {
  name: 'IfElse',
  kernels: [],
  compute({ inputs, rows, columns, term }) {
    const [condition, a, b] = inputs.map(({ matrix }) => wide(matrix, columns))
    if (a.labels && b.labels) {
      const [left, right] = [a.labels, b.labels]
      const values = Array.from(condition.data, (flag, i) => (flag ? left[a.data[i]] : right[b.data[i]]))
      return texts(rows, columns, values, term.missing as string | null)
    }
    const out = term.dtype === 'bool' ? flags(rows, columns) : numbers(rows, columns)
    for (let i = 0; i < out.data.length; i++) out.data[i] = condition.data[i] ? a.data[i] : b.data[i]
    return out
  },
}

function slice(asset: AssetRef): Computation {
  return {
    name: `Slice[${asset.symbol}]`,
    parameters: { sid: asset.sid },
    kernels: [],
    compute({ inputs: [{ matrix }], rows, columnOf, sessions, first }) {
      const column = columnOf(asset.sid)
      if (column < 0) throw assetMissing(asset, sessions.date(first), sessions.date(first + rows - 1))
      const data = new (matrix.data.constructor as Float64ArrayConstructor)(rows)
      for (let i = 0; i < rows; i++) data[i] = matrix.data[i * matrix.columns + column]
      return { ...matrix, columns: 1, data }
    },
  }
}

export function assetMissing(asset: AssetRef, start: string, end: string): RustybtError {
  return new RustybtError(
    'NON_EXISTENT_ASSET_IN_TIME_FRAME',
    `The target asset '${asset.symbol}' (sid ${asset.sid}) does not exist for the entire timeframe between ${start} and ${end}`,
    { hint: 'choose a target that is listed before the first window begins' },
  )
}
