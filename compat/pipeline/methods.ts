import { Classifier } from '../../core/pipeline/classifier.js'
import { Factor, type Masked, peerCount } from '../../core/pipeline/factor.js'
import { Filter } from '../../core/pipeline/filter.js'
import type { ComputableTerm, Term } from '../../core/pipeline/term.js'
import { type Arguments, namedArguments } from '../arguments.js'

/*
 * Zipline's names for the methods of terms that core calls otherwise, and its way of giving arguments: by position, the last of them or
 * all in one object of the same names. Core's own names and forms stay, and are those that the types of methods with one name in both say.
 */

interface Bounds extends Masked {
  readonly min_percentile: number
  readonly max_percentile: number
}
interface Regression extends Masked {
  readonly target: Term
  readonly regression_length: number
}
type OnlyMask = Arguments<Masked, readonly [mask?: Filter]>
declare module '../../core/pipeline/factor.js' {
  interface Factor {
    percentile_between(
      ...args:
        | Arguments<Bounds, readonly [min_percentile: number, max_percentile: number, mask?: Filter]>
        | readonly [min_percentile: number, max_percentile: number, named: Masked]
    ): Filter
    linear_regression(
      ...args:
        | Arguments<Regression, readonly [target: Term, regression_length: number, mask?: Filter]>
        | readonly [target: Term, regression_length: number, named: Masked]
    ): RegressionOutputs
    notnull_count(...args: OnlyMask): Factor
  }
}
declare module '../../core/pipeline/filter.js' {
  interface Filter {
    if_else<T extends ComputableTerm>(
      ...args: readonly [if_true: T, if_false: T] | readonly [{ readonly if_true: T; readonly if_false: T }]
    ): T
  }
}
declare module '../../core/pipeline/classifier.js' {
  interface Classifier {
    has_substring(substring: string): Filter
    element_of(choices: Iterable<number | string>): Filter
    peer_count(...args: OnlyMask): Factor
  }
}

/** Name in Zipline, the arguments that core takes by position, those that it takes by name; its name in core where it has another. */
type Method = readonly [name: string, positions: string, options: string, core?: string]

const FACTOR: readonly Method[] = [
  ['demean', '', 'mask groupby'],
  ['zscore', '', 'mask groupby'],
  ['winsorize', 'min_percentile max_percentile', 'mask groupby'],
  ['rank', '', 'method ascending mask groupby'],
  ['top', 'N', 'mask groupby'],
  ['bottom', 'N', 'mask groupby'],
  ['percentile_between', 'min_percentile max_percentile', 'mask', 'percentileBetween'],
  ['quantiles', 'bins', 'mask'],
  ['quartiles', '', 'mask'],
  ['quintiles', '', 'mask'],
  ['deciles', '', 'mask'],
  ['clip', 'min_bound max_bound', 'mask'],
  ['pearsonr', 'target correlation_length', 'mask'],
  ['spearmanr', 'target correlation_length', 'mask'],
  ['linear_regression', 'target regression_length', 'mask', 'linearRegression'],
  ['mean', '', 'mask'],
  ['stddev', '', 'mask'],
  ['max', '', 'mask'],
  ['min', '', 'mask'],
  ['median', '', 'mask'],
  ['sum', '', 'mask'],
  ['notnull_count', '', 'mask', 'notnullCount'],
]

function add(type: { readonly prototype: object }, [name, positions, options, core = name]: Method): void {
  const original = Reflect.get(type.prototype, core) as (...args: unknown[]) => unknown
  const [first, last] = [positions, options].map((names) => names.split(' ').filter(Boolean))
  Object.defineProperty(type.prototype, name, {
    configurable: true,
    writable: true,
    value(...given: unknown[]): unknown {
      const found = namedArguments<Record<string, unknown>>(`${name}()`, given, [...first, ...last])
      const chosen = Object.fromEntries(last.flatMap((option) => (option in found ? [[option, found[option]]] : [])))
      return original.call(this, ...first.map((position) => found[position]), chosen)
    },
  })
}

for (const method of FACTOR) add(Factor, method)
add(Filter, ['if_else', 'if_true if_false', '', 'ifElse'])
add(Classifier, ['has_substring', 'substring', '', 'hasSubstring'])
add(Classifier, ['element_of', 'choices', '', 'elementOf'])
Object.defineProperty(Classifier.prototype, 'peer_count', {
  configurable: true,
  value(this: Classifier, ...given: unknown[]): Factor {
    return peerCount(this, namedArguments<Masked>('peer_count()', given, ['mask']))
  },
})
