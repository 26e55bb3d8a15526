import { QUIRKS } from '../data/quirks.js'
import { RustybtError } from '../kernel/errors.js'
import type { SessionTable } from '../time/session.js'
import { type PipelineData, pipelineSetup } from './attached.js'
import { PipelineEngine, type PipelineSetup } from './engine.js'
import type { PipelineHooks } from './hooks.js'
import type { PipelineLoader } from './loader.js'
import type { Pipeline } from './pipeline.js'
import { assetsOf, type PipelineResult, type SessionRows } from './result.js'

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
  const engine = new PipelineEngine(pipelineSetup(data, calendar, quirks, loaders))
  const done = hooks?.runningPipeline?.(pipeline, start, end)
  const parts: PipelineResult[] = []
  for (let row = first; row <= last; row += chunksize)
    parts.push(engine.run(pipeline, row, Math.min(row + chunksize - 1, last), hooks))
  done?.()
  return new PipelineTable(parts, sessions)
}

function rowOf(date: string, sessions: SessionTable): number {
  const row = sessions.indexOf(date)
  if (row >= 0) return row
  throw new RustybtError('PIPELINE_NO_SESSION', `${date} is no session of the data`, {
    hint: `they are from ${sessions.date(0)} to ${sessions.date(sessions.length - 1)}; choose trading days`,
  })
}

/** Columns as long as the table, by name: the session and the asset of each row, then the pipeline's. */
export interface LongColumns {
  readonly session: string[]
  readonly sid: Int32Array
  readonly symbol: string[]
  readonly [column: string]: ArrayLike<number | string | boolean | null>
}

/** What a pipeline answered over some sessions. */
export class PipelineTable {
  constructor(
    readonly parts: readonly PipelineResult[],
    private readonly sessions: SessionTable,
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

  /** One long table, a row for each asset on each session: what arquero's `table()` and other frames take. Filters are 0 and 1. */
  toColumns(): LongColumns {
    const session: string[] = []
    const sids: number[] = []
    const symbol: string[] = []
    const names = [...(this.parts[0]?.columns ?? [])]
    const columns = new Map(names.map((name) => [name, [] as (number | string | null)[]]))
    for (const rows of this.rows()) {
      const { session: date, values, labels } = rows
      for (const asset of assetsOf(rows)) {
        session.push(date)
        sids.push(asset.sid)
        symbol.push(asset.symbol)
      }
      for (const [k, name] of rows.columns.entries()) {
        const texts = labels.get(name)
        const column = columns.get(name)!
        for (const value of values[k]) column.push(texts ? texts[value] : value)
      }
    }
    const rest = names.map((name) => {
      const values = columns.get(name)!
      return [name, values.some((value) => typeof value !== 'number') ? values : Float64Array.from(values as number[])]
    })
    return { session, sid: Int32Array.from(sids), symbol, ...Object.fromEntries(rest) }
  }
}
