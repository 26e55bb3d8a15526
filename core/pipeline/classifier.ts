import { RustybtError } from '../kernel/errors.js'
import type { Computation } from './computation.js'
import { downsampled, type Frequency } from './downsample.js'
import { comparison } from './expression.js'
import { type Filter, makeFilter, sliceOf } from './filter.js'
import { filled, flags, type Matrix, type Missing, missingCells, type Texts, texts } from './matrix.js'
import { type AssetRef, ComputableTerm, made, type TermSpec } from './term.js'

/** A whole number or a string for each asset on each session: what groups them. */
export class Classifier extends ComputableTerm {
  readonly kind = 'classifier'

  /** Where it is this value. The missing value equals nothing: ask `isnull`. */
  eq(value: number | string): Filter {
    this.#checkComparable(value, 'eq')
    return typeof value === 'number'
      ? this.#compared('==', value)
      : this.#where('eq', value, (label) => label === value)
  }

  /** Where it is another value than this; not where it is missing. */
  ne(value: number | string): Filter {
    if ((typeof value === 'number') !== (this.dtype === 'int64')) throw this.#incomparable(value)
    if (typeof value === 'number') return this.#compared('!=', value).and(this.#compared('!=', this.missing as number))
    return this.#where('ne', value, (label) => label !== value)
  }

  startswith(prefix: string): Filter {
    return this.#whereText('startswith', prefix, (label) => label.startsWith(prefix))
  }

  endswith(suffix: string): Filter {
    return this.#whereText('endswith', suffix, (label) => label.endsWith(suffix))
  }

  hasSubstring(substring: string): Filter {
    return this.#whereText('hasSubstring', substring, (label) => label.includes(substring))
  }

  /** Where the pattern matches from the string's beginning on, as Python's `re.match`. */
  matches(pattern: string | RegExp): Filter {
    const { source, flags: given } = typeof pattern === 'string' ? { source: pattern, flags: '' } : pattern
    const anchored = new RegExp(source, `${given.replace(/[gy]/g, '')}y`)
    return this.#whereText('matches', `/${source}/${given}`, (label) => {
      anchored.lastIndex = 0
      return anchored.test(label)
    })
  }

  /** Where it is one of these values. */
  elementOf(choices: Iterable<number | string>): Filter {
    const all = [...choices]
    if (all.some((choice) => choice === this.missing)) throw this.#missingCompared(this.missing, 'elementOf')
    const type = this.dtype === 'int64' ? 'number' : 'string'
    const strange = all.find((choice) => typeof choice !== type)
    if (strange !== undefined)
      throw new RustybtError(
        'CLASSIFIER_CHOICES',
        `${this.label}: elementOf takes ${type}s, was given ${String(strange)}`,
      )
    const chosen = new Set<unknown>(all)
    if (type === 'string') return this.#where('elementOf', all.sort(), (label) => chosen.has(label))
    return makeFilter({
      mask: this.mask,
      inputs: [this],
      computation: {
        name: 'ElementOf',
        parameters: { choices: all.sort() },
        kernels: [],
        compute({ inputs: [{ matrix }], mask, rows, columns }) {
          const out = flags(rows, columns)
          for (let i = 0; i < out.data.length; i++) out.data[i] = chosen.has(matrix.data[i]) ? mask.data[i] : 0
          return out
        },
      },
    })
  }

  /** Other labels for the same groups; only of strings. `null` is the missing value. */
  relabel(relabeler: (label: string) => string | null): Classifier {
    this.#requireText('relabel')
    const { dtype, missing, mask } = this
    return makeClassifier({ computation: relabeled(relabeler), inputs: [this], dtype, missing, mask })
  }

  isnull(): Filter {
    return nullFilter(this)
  }

  notnull(): Filter {
    return notNullFilter(this)
  }

  /** The missing values replaced by a value or by another classifier's. */
  fillna(value: number | string | Classifier): Classifier {
    const filling = value instanceof Classifier ? value : makeClassifier(constantOf(value, this))
    return notNullFilter(this).ifElse<Classifier>(this, filling)
  }

  downsample(frequency: Frequency): Classifier {
    return makeClassifier(downsampled(this, frequency))
  }

  slice(asset: AssetRef): Classifier {
    return makeClassifier(sliceOf(this, asset))
  }

  #compared(op: '==' | '!=', value: number): Filter {
    return makeFilter({ computation: comparison(op, { constant: Math.trunc(value) }), inputs: [this] })
  }

  /** A predicate on labels; never true of the missing one. */
  #where(name: string, argument: unknown, predicate: (label: string | null) => boolean): Filter {
    return makeFilter({
      mask: this.mask,
      inputs: [this],
      computation: {
        name: `${name}(${JSON.stringify(argument)})`,
        kernels: [],
        compute({ inputs: [{ matrix }], mask, rows, columns }) {
          const { labels = [] } = matrix
          const holds = Uint8Array.from(labels, (label, code) => (code > 0 && predicate(label) ? 1 : 0))
          const out = flags(rows, columns)
          for (let i = 0; i < out.data.length; i++) out.data[i] = holds[matrix.data[i]] & mask.data[i]
          return out
        },
      },
    })
  }

  #whereText(name: string, argument: string, predicate: (label: string) => boolean): Filter {
    this.#requireText(name)
    return this.#where(name, argument, (label) => label !== null && predicate(label))
  }

  #requireText(name: string): void {
    if (this.dtype === 'string') return
    throw new RustybtError(
      'CLASSIFIER_NOT_TEXT',
      `${name} is for classifiers of strings, and ${this.label} has ${this.dtype}`,
    )
  }

  #checkComparable(value: number | string, method: string): void {
    if (value === this.missing) throw this.#missingCompared(value, method)
    if ((typeof value === 'number') !== (this.dtype === 'int64')) throw this.#incomparable(value)
  }

  #missingCompared(value: Missing, method: string): RustybtError {
    const message = `${this.label}: ${method} compares with the missing value (${JSON.stringify(value)}), which equals nothing`
    return new RustybtError('CLASSIFIER_MISSING_COMPARED', message, { hint: 'use isnull() to find missing values' })
  }

  #incomparable(value: unknown): RustybtError {
    const message = `Can't compare classifier of dtype ${this.dtype} to value ${JSON.stringify(value)} of type ${typeof value}`
    return new RustybtError('INVALID_CLASSIFIER_COMPARISON', message)
  }
}

export function makeClassifier(spec: TermSpec): Classifier {
  if (spec.dtype !== 'int64' && spec.dtype !== 'string')
    throw new RustybtError(
      'UNSUPPORTED_DATA_TYPE',
      `${spec.computation.name}: a classifier has int64 or string, not ${spec.dtype}`,
      {
        hint: spec.dtype === 'bool' ? 'did you mean a filter?' : 'did you mean a factor?',
      },
    )
  return made(Classifier, spec)
}

const isNull: Computation = {
  name: 'NullFilter',
  kernels: [],
  compute: ({ inputs: [{ matrix }], term }) => nullFlags(matrix, term.inputs[0].missing, 1),
}
const isNotNull: Computation = {
  name: 'NotNullFilter',
  kernels: [],
  compute: ({ inputs: [{ matrix }], term }) => nullFlags(matrix, term.inputs[0].missing, 0),
}

function nullFlags(matrix: Matrix, missing: Missing, wanted: 0 | 1): Matrix {
  const data = missingCells(matrix, missing)
  if (wanted === 0) for (let i = 0; i < data.length; i++) data[i] ^= 1
  return { rows: matrix.rows, columns: matrix.columns, data }
}

export const nullFilter = (term: ComputableTerm): Filter => makeFilter({ computation: isNull, inputs: [term] })
export const notNullFilter = (term: ComputableTerm): Filter => makeFilter({ computation: isNotNull, inputs: [term] })

/** One value for every asset on every session, of another term's dtype. */
export function constantOf(value: number | string | boolean, { dtype, missing, label }: ComputableTerm): TermSpec {
  const wanted = dtype === 'string' ? 'string' : dtype === 'bool' ? 'boolean' : 'number'
  if (typeof value !== wanted)
    throw new RustybtError(
      'FILL_VALUE',
      `${JSON.stringify(value)} is not a valid fill value for ${label} with dtype ${dtype}`,
    )
  return {
    computation: {
      name: 'Constant',
      parameters: { value },
      kernels: [],
      compute: ({ rows, columns }) =>
        dtype === 'string'
          ? texts(rows, columns, new Array(rows * columns).fill(value), missing as string | null)
          : filled(rows, columns, dtype, value),
    },
    dtype,
    missing,
  }
}

/** Every asset of the mask in one group, 0. */
export function everything(mask?: Filter): Classifier {
  return makeClassifier({ computation: EVERYTHING, dtype: 'int64', missing: -1, mask })
}

const EVERYTHING: Computation = {
  name: 'Everything',
  kernels: [],
  compute({ mask, rows, columns }) {
    return { rows, columns, data: Float64Array.from(mask.data, (flag) => (flag ? 0 : -1)) }
  },
}

function relabeled(relabeler: (label: string) => string | null): Computation {
  return {
    name: 'Relabel',
    identity: relabeler,
    kernels: [],
    compute({ inputs: [{ matrix }], mask, rows, columns, term }) {
      const { labels, data } = matrix as Texts
      const missing = term.missing as string | null
      const renamed = labels.map((label, code) => (code === 0 ? missing : relabeler(label!)))
      const strange = renamed.find((label) => label !== null && typeof label !== 'string')
      if (strange !== undefined)
        throw new RustybtError(
          'RELABEL_NOT_TEXT',
          `${term.label}: the function answered ${String(strange)}, not a string`,
        )
      const values = Array.from(data, (code, i) => (mask.data[i] ? (renamed[code] ?? missing) : missing))
      return texts(rows, columns, values, missing)
    },
  }
}
