import { RustybtError } from '../kernel/errors.js'
import { type Domain, GENERIC, inferDomain } from './domain.js'
import { Filter } from './filter.js'
import { ComputableTerm, type Term } from './term.js'

export interface PipelineOptions {
  readonly columns?: Readonly<Record<string, ComputableTerm>>
  /** Rows are the assets for which it holds; where left out, those that exist. */
  readonly screen?: Filter
  readonly domain?: Domain
}

/** Columns to compute for each asset on each session, and which assets to show. */
export class Pipeline {
  readonly #columns = new Map<string, ComputableTerm>()
  readonly #domain: Domain
  #screen: Filter | undefined

  constructor({ columns = {}, screen, domain = GENERIC }: PipelineOptions = {}) {
    for (const [name, term] of Object.entries(columns)) this.#columns.set(name, checkColumn(name, term))
    this.#screen = screen && checkScreen(screen)
    this.#domain = domain
  }

  get columns(): ReadonlyMap<string, ComputableTerm> {
    return this.#columns
  }

  get screen(): Filter | undefined {
    return this.#screen
  }

  /** Adds a column. Throws `PIPELINE_COLUMN_EXISTS` where there is one of that name, unless it is to be overwritten. */
  add(term: ComputableTerm, name: string, { overwrite = false }: { readonly overwrite?: boolean } = {}): void {
    checkColumn(name, term)
    if (this.#columns.has(name) && !overwrite)
      throw new RustybtError('PIPELINE_COLUMN_EXISTS', `Column '${name}' already exists.`, {
        hint: 'choose another name, or overwrite it',
      })
    this.#columns.delete(name)
    this.#columns.set(name, term)
  }

  /** Takes a column out and answers its term. Throws `PIPELINE_COLUMN_UNKNOWN`. */
  remove(name: string): ComputableTerm {
    const term = this.#columns.get(name)
    if (!term)
      throw new RustybtError('PIPELINE_COLUMN_UNKNOWN', `there is no column '${name}'`, {
        hint: `there are ${[...this.#columns.keys()].join(', ') || 'none'}`,
      })
    this.#columns.delete(name)
    return term
  }

  /** Throws `PIPELINE_SCREEN_EXISTS` where there is one, unless it is to be overwritten. */
  setScreen(screen: Filter, { overwrite = false }: { readonly overwrite?: boolean } = {}): void {
    checkScreen(screen)
    if (this.#screen && !overwrite)
      throw new RustybtError('PIPELINE_SCREEN_EXISTS', 'the pipeline has a screen already', {
        hint: 'join several with screen.and(other), or overwrite it',
      })
    this.#screen = screen
  }

  /** What it is about: its terms' domain, else the one it was given, else `fallback`. Throws where they conflict. */
  domain(fallback: Domain): Domain {
    const terms = [...this.#columns.values(), ...(this.#screen ? [this.#screen] : [])]
    const inferred = inferDomain(terms)
    if (inferred === GENERIC) return this.#domain === GENERIC ? fallback : this.#domain
    if (this.#domain !== GENERIC && inferred !== this.#domain)
      throw new RustybtError(
        'AMBIGUOUS_DOMAIN',
        `Conflicting domains in Pipeline. Inferred ${inferred.name}, but ${this.#domain.name} was passed at construction.`,
      )
    return inferred
  }
}

function checkColumn(name: string, term: unknown): ComputableTerm {
  const refuse = (code: string, message: string, hint: string): never => {
    throw new RustybtError(code, message, { hint })
  }
  if (!(term instanceof ComputableTerm)) {
    const isColumn = (term as Term | undefined)?.kind === 'column'
    const outputs = typeof term === 'object' && term !== null ? Object.keys(term) : []
    const choose =
      outputs.length > 0
        ? `choose one of its outputs: ${outputs.join(', ')}`
        : 'a column is a factor, a filter or a classifier'
    const what = isColumn ? (term as Term).label : outputs.length > 0 ? 'several outputs' : String(term)
    return refuse(
      'PIPELINE_COLUMN_INVALID',
      `Column '${name}' contains an invalid pipeline term (${what})`,
      isColumn ? `did you mean ${what}.latest?` : choose,
    )
  }
  if (term.ndim === 1)
    refuse(
      'UNSUPPORTED_PIPELINE_OUTPUT',
      `Cannot add column '${name}' with term ${term.label}: it is one series for all assets`,
      'compare or combine it with a factor of all assets',
    )
  return term
}

function checkScreen(screen: unknown): Filter {
  if (screen instanceof Filter) return screen
  const what = screen instanceof ComputableTerm ? `the ${screen.kind} ${screen.label}` : String(screen)
  throw new RustybtError('SCREEN_NOT_FILTER', `a screen is a filter, and this is ${what}`, {
    hint: 'compare it: factor.gt(0), factor.top(100), classifier.eq(1)',
  })
}
