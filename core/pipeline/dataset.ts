import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import { type Classifier, makeClassifier } from './classifier.js'
import { type Domain, GENERIC } from './domain.js'
import { type Factor, makeFactor } from './factor.js'
import { type Filter, makeFilter } from './filter.js'
import { identityOf, intern } from './identity.js'
import { LATEST } from './latest.js'
import { DEFAULT_MISSING, type DType, type Missing } from './matrix.js'
import { Term, type TermSpec } from './term.js'

/** One column of a data set, before it belongs to one. */
export interface Column<D extends DType = DType> {
  readonly dtype: D
  readonly missing: Missing
  readonly doc?: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** Whether its numbers are amounts of the asset's currency. */
  readonly currencyAware: boolean
}

export interface ColumnOptions {
  /** What stands for no value; needed for whole numbers, which have no NaN. */
  readonly missing?: Missing
  readonly doc?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly currencyAware?: boolean
}

export function column<D extends DType>(dtype: D, options: ColumnOptions = {}): Column<D> {
  const { missing = DEFAULT_MISSING[dtype], doc, metadata = {}, currencyAware = false } = options
  if (missing === undefined)
    throw new RustybtError('NO_DEFAULT_MISSING_VALUE', `a column of ${dtype} needs a missing value`, {
      hint: `column('${dtype}', { missing: -1 })`,
    })
  if (currencyAware && dtype !== 'float64')
    throw new RustybtError('COLUMN_CURRENCY', `a currency aware column must have float64, not ${dtype}`)
  return { dtype, missing, doc, metadata, currencyAware }
}

/** What a column's latest values are. */
export type LatestOf<D extends DType> = D extends 'bool' ? Filter : D extends 'int64' | 'string' ? Classifier : Factor

/** A column of a data set: what a loader loads. */
export class BoundColumn<D extends DType = DType> extends Term {
  readonly kind = 'column'
  readonly dataset: DataSetInfo
  readonly name: string
  readonly doc: string | undefined
  readonly metadata: Readonly<Record<string, unknown>>
  readonly currencyAware: boolean
  /** The currency into which its amounts are turned, where it is not the asset's own. */
  readonly currency: string | undefined

  constructor(
    dataset: DataSetInfo,
    name: string,
    private readonly definition: Column<D>,
    currency?: string,
  ) {
    const { dtype, missing, doc, metadata, currencyAware } = definition
    super({ dtype, missing, domain: dataset.domain, windowSafe: true, ndim: dataset.ndim })
    this.dataset = dataset
    this.name = name
    this.doc = doc
    this.metadata = metadata
    this.currencyAware = currencyAware
    this.currency = currency
  }

  get label(): string {
    return this.qualname
  }

  get qualname(): string {
    return `${this.dataset.qualname}.${this.name}${this.currency === undefined ? '' : `.fx('${this.currency}')`}`
  }

  /** Its last value known before each session. */
  get latest(): LatestOf<D> {
    const { dtype, missing } = this as Term
    const spec: TermSpec = { computation: LATEST, inputs: [this], windowLength: 1, dtype, missing, ndim: this.ndim }
    const make = dtype === 'bool' ? makeFilter : dtype === 'int64' || dtype === 'string' ? makeClassifier : makeFactor
    return make(spec) as LatestOf<D>
  }

  /** The same column in another currency. Throws `COLUMN_CURRENCY` where it is no amount of money. */
  fx(currency: string): BoundColumn<D> {
    if (!this.currencyAware)
      throw new RustybtError(
        'COLUMN_CURRENCY',
        `The .fx() method cannot be called on ${this.qualname} because it does not produce currency-denominated data.`,
      )
    return boundColumn(this.dataset, this.name, this.definition, currency)
  }

  specialize(domain: Domain): BoundColumn<D> {
    return domain === this.domain
      ? this
      : boundColumn(this.dataset.specialize(domain), this.name, this.definition, this.currency)
  }

  unspecialize(): BoundColumn<D> {
    return this.specialize(GENERIC)
  }
}

function boundColumn<D extends DType>(
  set: DataSetInfo,
  name: string,
  definition: Column<D>,
  currency?: string,
): BoundColumn<D> {
  return intern(identityOf([set, name, currency ?? null]), () => new BoundColumn(set, name, definition, currency))
}

type Columns = Readonly<Record<string, Column>>

/** What a data set says of itself; its columns are its own properties. */
export interface DataSetInfo {
  readonly qualname: string
  readonly domain: Domain
  readonly ndim: 1 | 2
  /** Of a slice: which family it is of, and where it lies. */
  readonly family?: string
  readonly coordinates?: Readonly<Record<string, unknown>>
  readonly columns: readonly BoundColumn[]
  /** A column by its name. Throws `COLUMN_UNKNOWN`. */
  getColumn(name: string): BoundColumn
  specialize(domain: Domain): DataSetInfo
}

export type DataSet<C extends Columns> = Omit<DataSetInfo, 'specialize'> & {
  readonly [N in keyof C]: BoundColumn<C[N]['dtype']>
} & {
  specialize(domain: Domain): DataSet<C>
}

interface DataSetOptions {
  readonly domain?: Domain
  readonly family?: string
  readonly coordinates?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
}

const RESERVED = ['qualname', 'domain', 'ndim', 'family', 'coordinates', 'columns', 'getColumn', 'specialize']

/** A data set of these columns: `dataSet('Fundamentals', { pe: column('float64') })`. */
export function dataSet<C extends Columns>(name: string, columns: C, options: DataSetOptions = {}): DataSet<C> {
  const taken = Object.keys(columns).find((key) => RESERVED.includes(key))
  if (taken !== undefined) throw new RustybtError('COLUMN_NAME', `${name}: a column cannot be called '${taken}'`)
  const specializations = new Map<Domain, DataSet<C>>()
  const specialize = (domain: Domain): DataSet<C> => {
    let set = specializations.get(domain)
    if (set === undefined) specializations.set(domain, (set = create(domain)))
    return set
  }
  const create = (domain: Domain): DataSet<C> => {
    const own = Object.assign(Object.create(null), {
      ...options,
      qualname: domain === GENERIC || domain === options.domain ? name : `${name}<${domain.country ?? domain.name}>`,
      domain,
      ndim: 2,
      specialize,
      getColumn: (wanted: string) => {
        if (Object.hasOwn(columns, wanted)) return own[wanted]
        throw unknownColumn(name, wanted, Object.keys(columns))
      },
    })
    for (const key of Object.keys(columns))
      Object.defineProperty(own, key, { enumerable: true, get: () => boundColumn(shown, key, columns[key]) })
    Object.defineProperty(own, 'columns', { get: () => Object.keys(columns).map((key) => own[key]) })
    // A column that is not there says so, instead of being undefined.
    const shown: DataSet<C> = new Proxy(own, {
      get: (target, key) => {
        if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') return target[key]
        throw unknownColumn(name, key, Object.keys(columns))
      },
    })
    return shown
  }
  return specialize(options.domain ?? GENERIC)
}

function unknownColumn(set: string, wanted: string, known: readonly string[]): RustybtError {
  const meant = nearest(wanted, known)
  return new RustybtError('COLUMN_UNKNOWN', `${set} has no column '${wanted}'`, {
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}there are ${known.join(', ')}`,
  })
}

/** Data sets alike that differ in coordinates: `family.slice({ currency: 'EUR' }).rate`. */
export interface DataSetFamily<C extends Columns> {
  readonly name: string
  readonly extraDims: Readonly<Record<string, readonly unknown[]>>
  /** The data set at a value of every dimension. Throws `DATA_SET_COORDINATES`. */
  slice(coordinates: Readonly<Record<string, unknown>>): DataSet<C>
}

export function dataSetFamily<C extends Columns>(
  name: string,
  extraDims: Readonly<Record<string, readonly unknown[]>>,
  columns: C,
  options: { readonly domain?: Domain } = {},
): DataSetFamily<C> {
  const dims = Object.keys(extraDims)
  const refuse = (message: string): never => {
    throw new RustybtError('DATA_SET_COORDINATES', message, { hint: `its dimensions are ${dims.join(', ')}` })
  }
  if (dims.length === 0) refuse(`${name} must be defined with at least one extra dimension`)
  const slices = new Map<string, DataSet<C>>()
  const family: DataSetFamily<C> = {
    name,
    extraDims,
    slice(coordinates) {
      const extra = Object.keys(coordinates).find((key) => !dims.includes(key))
      if (extra !== undefined) refuse(`${name} does not have the dimension ${extra}`)
      for (const dim of dims) {
        if (!(dim in coordinates)) refuse(`no coordinate provided to ${name} for the dimension ${dim}`)
        if (!extraDims[dim].includes(coordinates[dim]))
          refuse(`${String(coordinates[dim])} is not a value along the ${dim} dimension of ${name}`)
      }
      const ordered = Object.fromEntries(dims.map((dim) => [dim, coordinates[dim]]))
      const text = dims.map((dim) => `${dim}=${JSON.stringify(coordinates[dim])}`).join(', ')
      let set = slices.get(text)
      if (set === undefined) {
        const label = `${name}.slice(${text})`
        slices.set(text, (set = dataSet(label, columns, { ...options, family: name, coordinates: ordered })))
      }
      return set
    },
  }
  return new Proxy(family, {
    get: (target, key) => {
      if (typeof key === 'string' && Object.hasOwn(columns, key))
        return refuse(`to read ${name}.${key}, select a slice first: ${name}.slice(…).${key}`)
      return target[key as keyof typeof family]
    },
  })
}
