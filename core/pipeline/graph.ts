import { RustybtError } from '../kernel/errors.js'
import type { SessionTable } from '../time/session.js'
import { BoundColumn } from './dataset.js'
import type { Domain } from './domain.js'
import { ASSET_EXISTS } from './filter.js'
import { ComputableTerm, type Term } from './term.js'

/** A term that another needs, with so many rows before the other's. */
export interface Dependency {
  readonly term: Term
  readonly rows: number
}

/** What a term needs, in the domain: its inputs, each with the rows of its window, then its mask. */
export function dependenciesOf(term: Term, domain: Domain): Dependency[] {
  if (term === ASSET_EXISTS) return []
  if (!(term instanceof ComputableTerm)) return [{ term: ASSET_EXISTS, rows: 0 }]
  const rows = Math.max(0, term.windowLength - 1)
  return [
    ...term.inputs.map((input) => ({ term: specialized(input, domain), rows })),
    { term: term.mask ?? ASSET_EXISTS, rows: 0 },
  ]
}

export function specialized(term: Term, domain: Domain): Term {
  return term instanceof BoundColumn ? term.specialize(domain) : term
}

/** The terms that some outputs need, each once, and how many rows before the first session each must have. */
export class TermGraph {
  /** Every term after all that it needs. */
  readonly order: readonly Term[]
  readonly #domain: Domain
  readonly #extraRows = new Map<Term, number>()
  readonly #minimum = new Map<Term, number>()

  constructor(
    readonly outputs: ReadonlyMap<string, ComputableTerm>,
    domain: Domain,
  ) {
    this.#domain = domain
    const order = new Set<Term>()
    for (const term of outputs.values()) this.#visit(term, order)
    this.#visit(ASSET_EXISTS, order)
    this.order = [...order]
  }

  /** Rows that the term must have before the first session asked for; known after `plan`. */
  extraRows(term: Term): number {
    return this.#extraRows.get(term) ?? 0
  }

  dependencies(term: Term): readonly Dependency[] {
    return dependenciesOf(term, this.#domain)
  }

  /** Works out the extra rows for outputs that begin on a row of the sessions. */
  plan(sessions: SessionTable, row: number): void {
    const most = this.#measure(sessions, row)
    if (row - most >= 0) return
    throw new RustybtError(
      'PIPELINE_LOOKBACK',
      `Insufficient data to compute Pipeline: ${sessions.date(row)} needs ${most} sessions before it, and the data start on ${sessions.date(0)}, ${row} before`,
      { hint: 'start later, or ask for shorter windows' },
    )
  }

  /** The first row whose windows lie in the data: prices are those of the session before. */
  firstRow(sessions: SessionTable): number {
    let row = 1
    while (row < sessions.length - 1 && row - this.#measure(sessions, row) < 1) row++
    return row
  }

  /** The most rows that any term needs before a row. */
  #measure(sessions: SessionTable, row: number): number {
    this.#extraRows.clear()
    this.#minimum.clear()
    for (const term of this.outputs.values()) this.#require(term, sessions, row, 0)
    this.#require(ASSET_EXISTS, sessions, row, 0)
    return this.extraRows(ASSET_EXISTS)
  }

  /** How often each term's values will be read: by each term that needs it, and once as an output. */
  references(): Map<Term, number> {
    const counts = new Map<Term, number>()
    const count = (term: Term) => counts.set(term, (counts.get(term) ?? 0) + 1)
    for (const term of this.order) for (const needed of this.dependencies(term)) count(needed.term)
    for (const term of this.outputs.values()) count(term)
    return counts
  }

  #visit(term: Term, order: Set<Term>): void {
    if (order.has(term)) return
    for (const needed of dependenciesOf(term, this.#domain)) this.#visit(needed.term, order)
    order.add(term)
  }

  #require(term: Term, sessions: SessionTable, row: number, minimum: number): void {
    if ((this.#minimum.get(term) ?? -1) >= minimum) return
    this.#minimum.set(term, minimum)
    const own = term instanceof ComputableTerm ? term.computation.extraRows : undefined
    const extra = own ? own(sessions, row, minimum) : minimum
    this.#extraRows.set(term, Math.max(extra, this.extraRows(term)))
    for (const needed of this.dependencies(term)) this.#require(needed.term, sessions, row, extra + needed.rows)
  }
}
