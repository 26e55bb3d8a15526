import { RustybtError } from '../kernel/errors.js'
import { Classifier, constantOf, makeClassifier, notNullFilter, nullFilter } from './classifier.js'
import type { Computation } from './computation.js'
import { clip, DEMEAN, PEER_COUNT, type RankMethod, rank, winsorize, ZSCORE } from './cross-section.js'
import { downsampled, type Frequency } from './downsample.js'
import {
  type Arithmetic,
  arithmetic,
  type Comparison,
  comparison,
  type FunctionName,
  functionOf,
} from './expression.js'
import { checkBounds, checkPair, requireFloat } from './factor-checks.js'
import { type Filter, makeFilter, sliceOf } from './filter.js'
import { checkLength, PEARSON, REGRESSION, REGRESSION_OUTPUTS, SPEARMAN } from './pairs.js'
import { MAXIMUM, percentileBetween, quantiles, top } from './selection.js'
import { type Summary, summary } from './summary.js'
import { type AssetRef, ComputableTerm, made, type Term, type TermSpec } from './term.js'

export interface Masked {
  readonly mask?: Filter
}
export interface Grouped extends Masked {
  /** Each group on its own. */
  readonly groupby?: Classifier
}
export interface RankOptions extends Grouped {
  /** What equals share; `ordinal`, where left out, keeps them in the order of their sids. */
  readonly method?: RankMethod
  readonly ascending?: boolean
}

/** The factors that one computation answers, by name. */
export type Outputs<Name extends string> = Readonly<Record<Name, Factor>>
export type RegressionOutputs = Outputs<(typeof REGRESSION_OUTPUTS)[number]>

/** A number (or a date) for each asset on each session. */
export class Factor extends ComputableTerm {
  readonly kind = 'factor'

  add(other: Factor | number): Factor {
    return calculated('+', this, other)
  }
  sub(other: Factor | number): Factor {
    return calculated('-', this, other)
  }
  mul(other: Factor | number): Factor {
    return calculated('*', this, other)
  }
  div(other: Factor | number): Factor {
    return calculated('/', this, other)
  }
  /** The remainder, with the sign of the divisor. */
  mod(other: Factor | number): Factor {
    return calculated('%', this, other)
  }
  pow(other: Factor | number): Factor {
    return calculated('**', this, other)
  }
  /** The number less this factor. */
  rsub(number: number): Factor {
    return calculated('-', this, number, true)
  }
  /** The number divided by this factor. */
  rdiv(number: number): Factor {
    return calculated('/', this, number, true)
  }
  rmod(number: number): Factor {
    return calculated('%', this, number, true)
  }
  /** The number to the power of this factor. */
  rpow(number: number): Factor {
    return calculated('**', this, number, true)
  }
  neg(): Factor {
    return calculated('*', this, -1)
  }

  lt(other: Factor | number): Filter {
    return compared('<', this, other)
  }
  le(other: Factor | number): Filter {
    return compared('<=', this, other)
  }
  eq(other: Factor | number): Filter {
    return compared('==', this, other)
  }
  ne(other: Factor | number): Filter {
    return compared('!=', this, other)
  }
  ge(other: Factor | number): Filter {
    return compared('>=', this, other)
  }
  gt(other: Factor | number): Filter {
    return compared('>', this, other)
  }

  /** Values less the mean of the session's assets, or of their group. */
  demean(options: Grouped = {}): Factor {
    return transformed(this, DEMEAN, options, this.windowSafe)
  }

  /** Distances from the session's (or the group's) mean in standard deviations, no degree of freedom taken off. */
  zscore(options: Grouped = {}): Factor {
    return transformed(this, ZSCORE, options, true)
  }

  /** Values below one share of the session (or group) and above another, 0 to 1, brought in to the next that stays. */
  winsorize(minPercentile: number, maxPercentile: number, options: Grouped = {}): Factor {
    checkBounds(minPercentile, maxPercentile, 1)
    return transformed(this, winsorize(minPercentile, maxPercentile), options, this.windowSafe)
  }

  /** Places from 1 in the session (or the group). */
  rank({ method = 'ordinal', ascending = true, mask, groupby }: RankOptions = {}): Factor {
    if (!['average', 'min', 'max', 'dense', 'ordinal'].includes(method))
      throw new RustybtError('UNKNOWN_RANK_METHOD', `Unknown ranking method: '${method}'`, {
        hint: 'there are average, min, max, dense and ordinal',
      })
    const inputs = groupby ? [this, groupby] : [this]
    const effective = groupby ? joinedMask(this, mask) : mask
    const computation = rank(method, ascending)
    return makeFactor({ computation, inputs, mask: effective, dtype: 'float64', missing: Number.NaN, windowSafe: true })
  }

  /** The N greatest of the session, or of each group. */
  top(N: number, { mask, groupby }: Grouped = {}): Filter {
    checkLength('top: N', N, 1)
    const computation = N === 1 ? MAXIMUM : top(N, true)
    return selected(this, computation, N === 1 || !groupby ? mask : joinedMask(this, mask), groupby)
  }

  /** The N least of the session, or of each group. */
  bottom(N: number, { mask, groupby }: Grouped = {}): Filter {
    checkLength('bottom: N', N, 1)
    return selected(this, top(N, false), groupby ? joinedMask(this, mask) : mask, groupby)
  }

  /** Values from one percentile of the session to another, 0 to 100, both included. */
  percentileBetween(minPercentile: number, maxPercentile: number, { mask }: Masked = {}): Filter {
    checkBounds(minPercentile, maxPercentile, 100)
    return makeFilter({ computation: percentileBetween(minPercentile, maxPercentile), inputs: [this], mask })
  }

  /** Bins of equal size by value, numbered from 0. */
  quantiles(bins: number, { mask }: Masked = {}): Classifier {
    checkLength('quantiles: bins', bins, 1)
    const own = mask ?? (this.mask as Filter | undefined)
    return makeClassifier({ computation: quantiles(bins), inputs: [this], mask: own, dtype: 'int64', missing: -1 })
  }
  quartiles(options: Masked = {}): Classifier {
    return this.quantiles(4, options)
  }
  quintiles(options: Masked = {}): Classifier {
    return this.quantiles(5, options)
  }
  deciles(options: Masked = {}): Classifier {
    return this.quantiles(10, options)
  }

  isnan(): Filter {
    requireFloat(this, 'isnan', 'use isnull() to find missing values')
    return this.ne(this)
  }
  notnan(): Filter {
    return this.isnan().not()
  }
  isfinite(): Filter {
    requireFloat(this, 'isfinite', 'use notnull() to find values that are there')
    return this.gt(Number.NEGATIVE_INFINITY).and(this.lt(Number.POSITIVE_INFINITY))
  }
  isnull(): Filter {
    return this.dtype === 'float64' ? this.isnan() : nullFilter(this)
  }
  notnull(): Filter {
    return notNullFilter(this)
  }

  /** Missing values replaced by a number or by another factor's. */
  fillna(value: number | Factor): Factor {
    const filling = value instanceof Factor ? value : makeFactor(constantOf(value, this))
    return notNullFilter(this).ifElse<Factor>(this, filling)
  }

  /** Values held between two bounds. */
  clip(minBound: number, maxBound: number): Factor {
    return makeFactor({
      computation: clip(minBound, maxBound),
      inputs: [this],
      windowLength: 1,
      dtype: 'float64',
      missing: Number.NaN,
    })
  }

  /** Correlation with the target's values, or with one series for all, over so many sessions. */
  pearsonr(target: Term, correlationLength: number, options: Masked = {}): Factor {
    return rollingPair(PEARSON, this, target, correlationLength, options)
  }

  /** Correlation of ranks. */
  spearmanr(target: Term, correlationLength: number, options: Masked = {}): Factor {
    return rollingPair(SPEARMAN, this, target, correlationLength, options)
  }

  /** Least squares of this factor on the target. */
  linearRegression(target: Term, regressionLength: number, options: Masked = {}): RegressionOutputs {
    return rollingRegression(this, target, regressionLength, options)
  }

  /** Its values on the first session of each year, quarter, month or week, kept until the next. */
  downsample(frequency: Frequency): Factor {
    return makeFactor(downsampled(this, frequency))
  }

  /** One asset's values: a series for all. */
  slice(asset: AssetRef): Factor {
    return makeFactor(sliceOf(this, asset))
  }

  mean(options: Masked = {}): Factor {
    return summarized(this, 'mean', options)
  }
  stddev(options: Masked = {}): Factor {
    return summarized(this, 'stddev', options)
  }
  max(options: Masked = {}): Factor {
    return summarized(this, 'max', options)
  }
  min(options: Masked = {}): Factor {
    return summarized(this, 'min', options)
  }
  median(options: Masked = {}): Factor {
    return summarized(this, 'median', options)
  }
  sum(options: Masked = {}): Factor {
    return summarized(this, 'sum', options)
  }
  /** How many assets have a value. */
  notnullCount(options: Masked = {}): Factor {
    return summarized(this, 'notnullCount', options)
  }

  sin(): Factor {
    return applied(this, 'sin')
  }
  cos(): Factor {
    return applied(this, 'cos')
  }
  tan(): Factor {
    return applied(this, 'tan')
  }
  arcsin(): Factor {
    return applied(this, 'arcsin')
  }
  arccos(): Factor {
    return applied(this, 'arccos')
  }
  arctan(): Factor {
    return applied(this, 'arctan')
  }
  sinh(): Factor {
    return applied(this, 'sinh')
  }
  cosh(): Factor {
    return applied(this, 'cosh')
  }
  tanh(): Factor {
    return applied(this, 'tanh')
  }
  arcsinh(): Factor {
    return applied(this, 'arcsinh')
  }
  arccosh(): Factor {
    return applied(this, 'arccosh')
  }
  arctanh(): Factor {
    return applied(this, 'arctanh')
  }
  log(): Factor {
    return applied(this, 'log')
  }
  log10(): Factor {
    return applied(this, 'log10')
  }
  log1p(): Factor {
    return applied(this, 'log1p')
  }
  exp(): Factor {
    return applied(this, 'exp')
  }
  expm1(): Factor {
    return applied(this, 'expm1')
  }
  sqrt(): Factor {
    return applied(this, 'sqrt')
  }
  abs(): Factor {
    return applied(this, 'abs')
  }
}

export function makeFactor(spec: TermSpec): Factor {
  if (spec.dtype === 'bool' || spec.dtype === 'string')
    throw new RustybtError(
      'UNSUPPORTED_DATA_TYPE',
      `${spec.computation.name}: a factor has numbers or dates, not ${spec.dtype}`,
      {
        hint: spec.dtype === 'bool' ? 'did you mean a filter?' : 'did you mean a classifier?',
      },
    )
  return made(Factor, spec)
}

/** A term's outputs as factors of their own. */
export function outputsOf<Name extends string>(term: Factor): Outputs<Name> {
  const { dtype, missing, windowSafe, mask, computation } = term
  const fields = (term.outputs ?? []).map((name, place) => {
    const field: Computation = {
      name: `${computation.name}.${name}`,
      parameters: { place },
      compute: ({ inputs }) => inputs[place].matrix,
    }
    return [name, makeFactor({ computation: field, inputs: [term], dtype, missing, windowSafe, mask })]
  })
  return Object.freeze(Object.fromEntries(fields)) as Outputs<Name>
}

/** How many assets share an asset's group. */
export function peerCount(classifier: Classifier, { mask }: Masked = {}): Factor {
  return makeFactor({
    computation: PEER_COUNT,
    inputs: [classifier],
    windowLength: 1,
    mask,
    dtype: 'float64',
    missing: Number.NaN,
  })
}

export function rollingPair(
  computation: Computation,
  base: Term,
  target: Term,
  length: number,
  { mask }: Masked = {},
): Factor {
  checkLength(`${computation.name}: correlationLength`, length, 2)
  checkPair(computation.name, base, target)
  const inputs = [base, target]
  return makeFactor({
    computation,
    inputs,
    windowLength: length,
    mask,
    windowSafe: true,
    dtype: 'float64',
    missing: Number.NaN,
  })
}

export function rollingRegression(
  dependent: Term,
  independent: Term,
  length: number,
  { mask }: Masked = {},
  windowSafe = false,
): RegressionOutputs {
  checkLength('RollingLinearRegression: regressionLength', length, 2)
  checkPair('RollingLinearRegression', dependent, independent)
  return outputsOf(
    makeFactor({
      computation: REGRESSION,
      inputs: [dependent, independent],
      windowLength: length,
      outputs: REGRESSION_OUTPUTS,
      mask,
      windowSafe,
      dtype: 'float64',
      missing: Number.NaN,
    }),
  )
}

function calculated(op: Arithmetic, left: Factor, right: Factor | number, reflected = false): Factor {
  const computation = arithmetic(op, typeof right === 'number' ? { constant: right, constantFirst: reflected } : {})
  checkOperand(op, left, right)
  for (const term of typeof right === 'number' ? [left] : [left, right])
    if (term.dtype !== 'float64')
      throw new RustybtError(
        'BAD_BINARY_OPERATOR',
        `Don't know how to compute ${left.label} ${op} ${shown(right)}: arithmetic is for factors of dtype float64, and ${term.label} has ${term.dtype}`,
      )
  return expression(computation, left, right)
}

function compared(op: Comparison, left: Factor, right: Factor | number): Filter {
  checkOperand(op, left, right)
  if (typeof right !== 'number' && left.dtype !== right.dtype)
    throw new RustybtError(
      'BAD_BINARY_OPERATOR',
      `Don't know how to compute ${left.label} ${op} ${right.label}: comparisons are for factors of equal dtypes, not ${left.dtype} and ${right.dtype}`,
    )
  const inputs = typeof right === 'number' || right === left ? [left] : [left, right]
  return makeFilter({ computation: comparison(op, typeof right === 'number' ? { constant: right } : {}), inputs })
}

function checkOperand(op: string, left: Factor, right: unknown): void {
  if (typeof right === 'number' || right instanceof Factor) return
  const isColumn = typeof right === 'object' && right !== null && (right as Term).kind === 'column'
  throw new RustybtError('BAD_BINARY_OPERATOR', `Can't compute ${left.label} ${op} ${shown(right)}`, {
    hint: isColumn ? `did you mean ${shown(right)}.latest?` : 'the other side is a factor or a number',
  })
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? String(value) : String((value as Term)?.label ?? value)

function expression(computation: Computation, left: Factor, right: Factor | number): Factor {
  const inputs = typeof right === 'number' || right === left ? [left] : [left, right]
  const windowSafe = inputs.every((input) => input.windowSafe)
  return makeFactor({ computation, inputs, windowSafe, dtype: 'float64', missing: Number.NaN })
}

function applied(factor: Factor, name: FunctionName): Factor {
  requireFloat(factor, name, 'functions are for factors of dtype float64')
  return expression(functionOf(name), factor, factor)
}

function transformed(
  factor: Factor,
  computation: Computation,
  { mask, groupby }: Grouped,
  windowSafe: boolean,
): Factor {
  requireFloat(factor, computation.name.toLowerCase(), 'it is for factors of dtype float64')
  const { dtype, missing } = factor
  const inputs = groupby ? [factor, groupby] : [factor]
  return makeFactor({ computation, inputs, mask: joinedMask(factor, mask), dtype, missing, windowSafe })
}

function selected(
  factor: Factor,
  computation: Computation,
  mask: Filter | undefined,
  groupby: Classifier | undefined,
): Filter {
  return makeFilter({ computation, inputs: groupby ? [factor, groupby] : [factor], mask })
}

/** The given mask within the factor's own. */
function joinedMask(factor: Factor, mask: Filter | undefined): Filter | undefined {
  const own = factor.mask as Filter | undefined
  if (!mask || !own || mask === own) return mask ?? own
  return mask.and(own)
}

function summarized(factor: Factor, name: Summary, { mask }: Masked): Factor {
  requireFloat(factor, name, 'summaries are for factors of dtype float64')
  const { windowSafe } = factor
  return makeFactor({
    computation: summary(name),
    inputs: [factor],
    mask,
    windowSafe,
    ndim: 1,
    dtype: 'float64',
    missing: Number.NaN,
  })
}

// What filters alone can do says so when a factor or a classifier is asked, in plain JavaScript too.
for (const type of [Factor, Classifier])
  for (const name of ['and', 'or', 'not', 'ifElse'])
    Object.defineProperty(type.prototype, name, {
      configurable: true,
      writable: true,
      value(this: ComputableTerm): never {
        throw new RustybtError('NOT_A_FILTER', `${this.label} is a ${this.kind}: ${name} is for filters`, {
          hint: `compare it first: ${this.kind}.${this.kind === 'factor' ? 'gt(0)' : 'eq(1)'}.${name}(…)`,
        })
      },
    })
