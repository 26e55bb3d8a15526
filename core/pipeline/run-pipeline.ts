import { QUIRKS } from '../data/quirks.js'
import type { TableColumn, TableColumns } from '../data/table-file.js'
import { RustybtError } from '../kernel/errors.js'
import { DAY } from '../time/instant.js'
import { dayOf, type SessionTable } from '../time/session.js'
import { type PipelineData, pipelineSetup } from './attached.js'
import { domainOfCalendar } from './domain.js'
import { PipelineEngine, type PipelineSetup } from './engine.js'
import { TermGraph } from './graph.js'
import type { PipelineHooks } from './hooks.js'
import type { PipelineLoader } from './loader.js'
import type { Pipeline } from './pipeline.js'
import type { PipelineResult, SessionRows } from './result.js'
import type { ComputableTerm } from './term.js'

export interface RunPipelineOptions {
  /** ISO dates, both included; each a session of the data. */
  readonly start: string
  readonly end: string
  /** Name of the calendar that the data are on: its country's assets are computed where the pipeline names no domain. */
  readonly calendar: string
  /** Sessions computed at once; all of them where left out. */
  readonly chunksize?: number
  readonly loaders?: readonly PipelineLoader[]
  readonly quirks?: PipelineSetup['quirks']
  readonly hooks?: PipelineHooks
  /** Terms whose values are known before. */
  readonly workspace?: PipelineSetup['workspace']
}

/** A pipeline over a data set, outside of any backtest. Throws `PIPELINE_…` and what its terms throw. */
export function runPipeline(pipeline: Pipeline, data: PipelineData, options: RunPipelineOptions): PipelineTable {
  const { start, end, calendar, loaders, hooks, quirks = QUIRKS.zipline } = options
  const { sessions } = data.reader
  const [first, last] = [start, end].map((date) => rowOf(date, sessions))
  if (last < first) throw new RustybtError('DATES_REVERSED', `the pipeline starts on ${start}, after its end on ${end}`)
  const chunksize = options.chunksize ?? last - first + 1
  if (!(Number.isInteger(chunksize) && chunksize >= 1))
    throw new RustybtError('PIPELINE_CHUNKS', `chunks are whole numbers of sessions from 1, and this is ${chunksize}`)
  const engine = new PipelineEngine({ ...pipelineSetup(data, calendar, quirks, loaders), workspace: options.workspace })
  const done = hooks?.runningPipeline?.(pipeline, start, end)
  const parts: PipelineResult[] = []
  for (let row = first; row <= last; row += chunksize)
    parts.push(engine.run(pipeline, row, Math.min(row + chunksize - 1, last), hooks))
  done?.()
  return new PipelineTable(parts, sessions, new Map(pipeline.columns))
}

/** The first session of the data for which a pipeline's windows are whole (ISO date). */
export function firstSession(pipeline: Pipeline, sessions: SessionTable, calendar: string): string {
  const { columns, screen } = pipeline
  const outputs = new Map([...columns, ...(screen ? [['', screen] as const] : [])])
  return sessions.date(new TermGraph(outputs, pipeline.domain(domainOfCalendar(calendar))).firstRow(sessions))
}

function rowOf(date: string, sessions: SessionTable): number {
  const row = sessions.indexOf(date)
  if (row >= 0) return row
  throw new RustybtError('PIPELINE_NO_SESSION', `${date} is no session of the data`, {
    hint: `they are from ${sessions.date(0)} to ${sessions.date(sessions.length - 1)}; choose trading days`,
  })
}

/** What a pipeline answered over some sessions. */
export class PipelineTable {
  constructor(
    readonly parts: readonly PipelineResult[],
    private readonly sessions: SessionTable,
    /** The pipeline's columns by name, in order. */
    readonly terms: ReadonlyMap<string, ComputableTerm>,
  ) {}

  /** The rows of one session (ISO date); undefined where it was not computed. */
  at(session: string): SessionRows | undefined {
    const row = this.sessions.indexOf(session)
    return this.parts.find((part) => part.has(row))?.at(row)
  }

  /** Every session's rows in order. */
  *rows(): Generator<SessionRows> {
    for (const part of this.parts) yield* part.rows()
  }

  /**
   * One long table, a row for each asset on each session: `session`, `sid`, `symbol`, then the pipeline's columns. Throws
   * `PIPELINE_COLUMN_EXISTS` where one of these has such a name.
   */
  toColumns(): TableColumns {
    const length = this.parts.reduce((sum, part) => sum + part.size, 0)
    const session = new Float64Array(length)
    const sid = new Int32Array(length)
    const symbol = new Array<string>(length)
    const columns = Array.from(this.terms, ([name, term]) => longColumn(name, term, length))
    let at = 0
    for (const rows of this.rows()) {
      session.fill(dayOf(rows.session) * DAY, at, at + rows.places.length)
      for (const [i, place] of rows.places.entries()) {
        sid[at + i] = rows.universe[place].sid
        symbol[at + i] = rows.universe[place].symbol
      }
      for (const [k, { column }] of columns.entries()) {
        const texts = rows.labels.get(rows.columns[k])
        if (column.kind !== 'text') column.values.set(rows.values[k], at)
        else for (const [i, code] of rows.values[k].entries()) column.values[at + i] = texts![code]
      }
      at += rows.places.length
    }
    const own = new Map<string, TableColumn>([
      ['session', { kind: 'date', values: session }],
      ['sid', { kind: 'whole', values: sid }],
      ['symbol', { kind: 'text', values: symbol }],
    ])
    for (const { name, column } of columns) {
      if (own.has(name))
        throw new RustybtError('PIPELINE_COLUMN_EXISTS', `a table of results has a column '${name}' of its own`, {
          hint: 'give the column of the pipeline another name',
        })
      own.set(name, column)
    }
    return own
  }
}

/** A column to be filled with a term's values. */
type Filling =
  | { readonly kind: 'number' | 'date' | 'whole'; readonly values: Float64Array }
  | { readonly kind: 'flag'; readonly values: Uint8Array }
  | { readonly kind: 'text'; readonly values: (string | null)[] }

const KINDS = { float64: 'number', datetime: 'date', int64: 'whole' } as const

function longColumn(name: string, { dtype }: ComputableTerm, length: number): { name: string; column: Filling } {
  if (dtype === 'string') return { name, column: { kind: 'text', values: new Array<string | null>(length).fill(null) } }
  if (dtype === 'bool') return { name, column: { kind: 'flag', values: new Uint8Array(length) } }
  return { name, column: { kind: KINDS[dtype], values: new Float64Array(length) } }
}
