import type { Asset } from '../assets/asset.js'
import { RustybtError } from '../kernel/errors.js'
import { dayOf, rowAtOrAfterDay, type SessionTable } from '../time/session.js'
import { shiftAdjustments } from './adjustment.js'
import type { Task, TaskInput } from './computation.js'
import { BoundColumn } from './dataset.js'
import type { Domain } from './domain.js'
import { ASSET_EXISTS } from './filter.js'
import { TermGraph } from './graph.js'
import type { PipelineHooks } from './hooks.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from './loader.js'
import { type Flags, flags, giveBack, type Matrix, rowsFrom } from './matrix.js'
import type { Pipeline } from './pipeline.js'
import { PipelineResult } from './result.js'
import type { ComputableTerm, Term } from './term.js'

export interface PipelineSetup {
  readonly sessions: SessionTable
  readonly assets: readonly Asset[]
  /** Asked in order; the first that has a column loads it. */
  readonly loaders: readonly PipelineLoader[]
  /** What pipelines are about that do not say. */
  readonly domain: Domain
  readonly quirks: Task['quirks']
  /** Terms whose values are known before; asked once a chunk. */
  readonly workspace?: InitialWorkspace
}

/** What a workspace is asked: values on rows `first` up to `first + rows`, with so many more before them as a term must have. */
export interface WorkspaceRequest extends Pick<LoadRequest, 'sessions' | 'first' | 'rows' | 'assets'> {
  readonly terms: readonly Term[]
  extraRows(term: Term): number
}

/** Answers values of terms, `rows + extraRows(term)` × assets each; they and what they alone need are not computed. */
export type InitialWorkspace = (request: WorkspaceRequest) => ReadonlyMap<ComputableTerm, Matrix>

/** An asset's life on the axis: rows on which it exists for pipelines, both included. */
interface Life {
  readonly from: Int32Array
  readonly to: Int32Array
}

/** What a term has computed: its values, or the values of each of its outputs. */
type Computed = LoadedColumn | readonly Matrix[]

/** Computes pipelines over rows of one axis of sessions. */
export class PipelineEngine {
  readonly #setup: PipelineSetup
  readonly #universes = new Map<string, Universe>()

  constructor(setup: PipelineSetup) {
    this.#setup = setup
  }

  /** The pipeline's columns on the sessions from row `first` to `last`, both included. Throws `PIPELINE_…` and what terms throw. */
  run(pipeline: Pipeline, first: number, last: number, hooks: PipelineHooks = {}): PipelineResult {
    const { sessions } = this.#setup
    const domain = pipeline.domain(this.#setup.domain)
    const universe = this.#universe(domain)
    const outputs = new Map<string, ComputableTerm>([...pipeline.columns, [SCREEN, pipeline.screen ?? ASSET_EXISTS]])
    const graph = new TermGraph(outputs, domain)
    graph.plan(sessions, first)
    const done = hooks.computingChunk?.(graph.order, sessions.date(first), sessions.date(last), last - first + 1)
    const chunk = new Chunk(this.#setup, graph, domain, universe, first, last - first + 1, hooks)
    const columns = chunk.compute()
    done?.()
    const screen = columns.get(SCREEN) as Flags
    columns.delete(SCREEN)
    const { assets } = universe
    const result = new PipelineResult({ first, sessions, assets, columns, screen, existed: chunk.existed })
    chunk.release()
    return result
  }

  #universe(domain: Domain): Universe {
    const key = domain.country ?? ''
    let universe = this.#universes.get(key)
    if (universe === undefined) this.#universes.set(key, (universe = new Universe(this.#setup, domain)))
    return universe
  }
}

const SCREEN = '\0screen'

/** A domain's assets in the order of their sids. */
class Universe {
  readonly assets: readonly Asset[]
  readonly life: Life
  readonly #columns = new Map<number, number>()

  constructor({ assets, sessions }: PipelineSetup, { country, name }: Domain) {
    this.assets = assets
      .filter((asset) => asset.kind === 'equity' && (country === undefined || asset.country === country))
      .sort((a, b) => a.sid - b.sid)
    if (this.assets.length === 0)
      throw new RustybtError('PIPELINE_NO_ASSETS', `Failed to find any assets of the domain ${name}`, {
        hint: `the data have ${[...new Set(assets.map((asset) => asset.country))].join(', ') || 'no country'}; give the pipeline their domain`,
      })
    for (const [column, { sid }] of this.assets.entries()) this.#columns.set(sid, column)
    this.life = {
      from: Int32Array.from(this.assets, ({ startDate }) => rowAtOrAfterDay(sessions, dayOf(startDate) + 1)),
      to: Int32Array.from(this.assets, ({ endDate }) => rowAtOrAfterDay(sessions, dayOf(endDate) + 1) - 1),
    }
  }

  columnOf(sid: number): number {
    return this.#columns.get(sid) ?? -1
  }

  /** 1 for the assets that exist on each of the rows. */
  mask(first: number, rows: number): Flags {
    const columns = this.assets.length
    const { from, to } = this.life
    const out = flags(rows, columns)
    const { data } = out
    const changes: number[][] = Array.from({ length: rows }, () => [])
    for (let j = 0; j < columns; j++) {
      if (from[j] > to[j]) continue
      data[j] = from[j] <= first && first <= to[j] ? 1 : 0
      if (from[j] > first && from[j] < first + rows) changes[from[j] - first].push(j)
      if (to[j] >= first && to[j] + 1 < first + rows) changes[to[j] + 1 - first].push(j)
    }
    for (let row = 1; row < rows; row++) {
      data.copyWithin(row * columns, (row - 1) * columns, row * columns)
      for (const j of changes[row]) data[row * columns + j] = from[j] === first + row ? 1 : 0
    }
    return out
  }
}

/** One run over some sessions: terms are computed in order, and forgotten when their last reader is done. */
class Chunk {
  /** 1 for the assets that exist on any of the chunk's sessions, those of its windows included. */
  readonly existed: Uint8Array
  readonly #done = new Map<Term, Computed>()
  readonly #users = new Map<ArrayBufferLike, number>()
  readonly #mask: Flags

  constructor(
    private readonly setup: PipelineSetup,
    private readonly graph: TermGraph,
    private readonly domain: Domain,
    private readonly universe: Universe,
    private readonly first: number,
    private readonly rows: number,
    private readonly hooks: PipelineHooks,
  ) {
    const extra = graph.extraRows(ASSET_EXISTS)
    this.#mask = universe.mask(first - extra, rows + extra)
    this.existed = new Uint8Array(universe.assets.length)
    const { from, to } = universe.life
    for (let j = 0; j < this.existed.length; j++)
      this.existed[j] = from[j] <= to[j] && from[j] <= first + rows - 1 && to[j] >= first - extra ? 1 : 0
  }

  compute(): Map<string, Matrix> {
    const { graph, hooks } = this
    const references = graph.references()
    this.#keep(ASSET_EXISTS, { matrix: this.#mask })
    const needed = this.#neededBeside(this.#known())
    for (const term of graph.order) {
      if (this.#done.has(term) || !needed.has(term)) continue
      if (term instanceof BoundColumn) this.#load(term)
      else {
        const done = hooks.computingTerm?.(term)
        this.#keep(term, this.#computed(term as ComputableTerm))
        done?.()
        for (const { term: needed } of graph.dependencies(term)) {
          const left = references.get(needed)! - 1
          references.set(needed, left)
          if (left === 0) this.#forget(needed)
        }
      }
    }
    const entries = Array.from(graph.outputs, ([name, term]) => {
      const { matrix } = this.#done.get(term) as LoadedColumn
      return [name, rowsFrom(matrix, graph.extraRows(term))] as const
    })
    return new Map(entries)
  }

  /** Takes over what the workspace knows. */
  #known(): ReadonlySet<Term> {
    const { setup, graph, first, rows, universe } = this
    const { sessions } = setup
    const extraRows = (term: Term) => graph.extraRows(term)
    const request = { terms: graph.order, sessions, first, rows, assets: universe.assets, extraRows }
    const given = setup.workspace?.(request) ?? new Map<ComputableTerm, Matrix>()
    for (const [term, matrix] of given) {
      checkShape(`The workspace's ${term.label}`, matrix, rows + extraRows(term), universe.assets.length)
      this.#done.set(term, { matrix })
      this.#users.set(matrix.data.buffer, Number.POSITIVE_INFINITY)
    }
    return new Set(given.keys())
  }

  /** The terms that outputs need, but for those that are known and what they alone need. */
  #neededBeside(known: ReadonlySet<Term>): ReadonlySet<Term> {
    const needed = new Set<Term>()
    const visit = (term: Term): void => {
      if (needed.has(term) || known.has(term)) return
      needed.add(term)
      for (const dependency of this.graph.dependencies(term)) visit(dependency.term)
    }
    for (const term of this.graph.outputs.values()) visit(term)
    return needed
  }

  /** Gives back the memory of what is left; the matrices answered may not be read any more. */
  release(): void {
    for (const term of [...this.#done.keys()]) this.#forget(term)
  }

  #keep(term: Term, computed: Computed): void {
    this.#done.set(term, computed)
    for (const { data } of matricesOf(computed)) this.#users.set(data.buffer, (this.#users.get(data.buffer) ?? 0) + 1)
  }

  #forget(term: Term): void {
    const computed = this.#done.get(term)
    this.#done.delete(term)
    // Some terms are views of others, so memory is given back with the last that shows it.
    for (const { data } of computed ? matricesOf(computed) : []) {
      const left = (this.#users.get(data.buffer) ?? 0) - 1
      this.#users.set(data.buffer, left)
      if (left === 0) giveBack(data)
    }
  }

  /** Loads the column, and with it the others that the same loader has to load over the same rows. */
  #load(column: BoundColumn): void {
    const loader = this.#loaderOf(column)
    const extra = this.graph.extraRows(column)
    const columns = this.graph.order.filter(
      (term): term is BoundColumn =>
        term instanceof BoundColumn && this.graph.extraRows(term) === extra && this.#loaderOf(term) === loader,
    )
    const converted = columns.find(({ currency }) => currency !== undefined)
    if (converted && !loader.currencyAware)
      throw new RustybtError(
        'PIPELINE_CURRENCY',
        `Requested currency conversion is not supported for ${converted.qualname}`,
        {
          hint: 'give its loader exchange rates',
        },
      )
    const done = this.hooks.loadingTerms?.(columns)
    const { sessions } = this.setup
    const first = this.first - extra
    const rows = this.rows + extra
    const mask = rowsFrom(this.#mask, this.graph.extraRows(ASSET_EXISTS) - extra)
    const loaded = loader.load({
      columns,
      domain: this.domain,
      sessions,
      first,
      rows,
      assets: this.universe.assets,
      mask,
    })
    done?.()
    for (const each of columns) {
      const checked = checkLoaded(each, loaded.get(each), rows, this.universe.assets.length)
      this.#done.set(each, checked)
      // What a loader answers is its own, but for what it borrowed.
      this.#users.set(checked.matrix.data.buffer, checked.borrowed ? 1 : Number.POSITIVE_INFINITY)
    }
  }

  #loaderOf(column: BoundColumn): PipelineLoader {
    const loader = this.setup.loaders.find((each) => each.has(column))
    if (loader) return loader
    throw new RustybtError('PIPELINE_LOADER_MISSING', `No loader has the column ${column.unspecialize().qualname}`, {
      hint: 'give the run a PipelineLoader that has it',
    })
  }

  #computed(term: ComputableTerm): Computed {
    const { graph, universe, setup } = this
    const extra = graph.extraRows(term)
    const rows = this.rows + extra
    const columns = universe.assets.length
    const [maskNeeded] = graph.dependencies(term).slice(-1)
    const mask = rowsFrom(this.#matrixOf(maskNeeded.term) as Flags, graph.extraRows(maskNeeded.term) - extra)
    const inputs = graph
      .dependencies(term)
      .slice(0, -1)
      .flatMap((needed) => this.#inputsFrom(needed.term, extra + needed.rows, term.windowLength > 0))
    const answer = term.computation.compute({
      term,
      inputs,
      mask,
      rows,
      columns,
      first: this.first - extra,
      sessions: setup.sessions,
      assets: universe.assets,
      columnOf: (sid) => universe.columnOf(sid),
      quirks: setup.quirks,
      existed: this.existed,
    })
    return Array.isArray(answer) ? (answer as readonly Matrix[]) : { matrix: answer as Matrix }
  }

  /** A term's values from so many rows before the first session; as they looked later only in windows. */
  #inputsFrom(term: Term, rowsBefore: number, windowed: boolean): TaskInput[] {
    const offset = this.graph.extraRows(term) - rowsBefore
    const computed = this.#done.get(term)!
    if (isOutputs(computed)) return computed.map((matrix) => ({ matrix: rowsFrom(matrix, offset), adjustments: [] }))
    const adjustments = windowed ? shiftAdjustments(computed.adjustments ?? [], offset) : []
    return [{ matrix: rowsFrom(computed.matrix, offset), adjustments }]
  }

  #matrixOf(term: Term): Matrix {
    return (this.#done.get(term) as LoadedColumn).matrix
  }
}

const matricesOf = (computed: Computed): readonly Matrix[] => (isOutputs(computed) ? computed : [computed.matrix])

const isOutputs = (computed: Computed): computed is readonly Matrix[] => Array.isArray(computed)

function checkLoaded(
  column: BoundColumn,
  loaded: LoadedColumn | undefined,
  rows: number,
  columns: number,
): LoadedColumn {
  checkShape(`The loader of ${column.qualname}`, loaded?.matrix, rows, columns)
  return loaded!
}

/** Throws `PIPELINE_LOADER_ANSWER` where there are other than so many values. */
function checkShape(who: string, matrix: Matrix | undefined, rows: number, columns: number): void {
  if (matrix && matrix.rows === rows && matrix.columns === columns && matrix.data.length === rows * columns) return
  const was = matrix ? `${matrix.rows} × ${matrix.columns} (${matrix.data.length} values)` : 'nothing'
  throw new RustybtError('PIPELINE_LOADER_ANSWER', `${who} answered ${was} for ${rows} sessions × ${columns} assets`)
}
