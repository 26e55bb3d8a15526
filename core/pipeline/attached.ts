import type { Asset } from '../assets/asset.js'
import type { Adjustments } from '../data/adjustments.js'
import type { BarReader } from '../data/reader.js'
import { RustybtError } from '../kernel/errors.js'
import { nearest } from '../kernel/nearest.js'
import { domainOfCalendar } from './domain.js'
import { PipelineEngine, type PipelineSetup } from './engine.js'
import type { PipelineHooks } from './hooks.js'
import type { PipelineLoader } from './loader.js'
import { BarLoader } from './loaders/bars.js'
import type { Pipeline } from './pipeline.js'
import type { PipelineResult, SessionRows } from './result.js'

export interface AttachOptions {
  /** How many sessions beyond the current one to compute at once; a list gives the first chunks' sizes, its last is kept. */
  readonly chunks?: number | Iterable<number>
  /** Computed before `beforeTradingStart`; else when first asked for. */
  readonly eager?: boolean
  readonly hooks?: PipelineHooks
}

/** The first chunk is small, so that results come soon. */
const CHUNKS = [5, 126]

interface Attached {
  readonly pipeline: Pipeline
  readonly eager: boolean
  readonly hooks: PipelineHooks | undefined
  readonly sizes: Generator<number>
  result?: PipelineResult
}

export interface PipelineData {
  readonly finder: { readonly all: readonly Asset[] }
  readonly reader: BarReader
  readonly adjustments: Adjustments
}

/** What pipelines over a data set need: its bars, after the loaders given. */
export function pipelineSetup(
  { finder, reader, adjustments }: PipelineData,
  calendar: string,
  quirks: PipelineSetup['quirks'],
  loaders: readonly PipelineLoader[] = [],
): PipelineSetup {
  return {
    sessions: reader.sessions,
    assets: finder.all,
    loaders: [...loaders, new BarLoader({ reader, adjustments })],
    domain: domainOfCalendar(calendar),
    quirks,
  }
}

/** The pipelines of a run by name, computed some sessions ahead. */
export class AttachedPipelines {
  readonly #setup: PipelineSetup
  readonly #last: number
  readonly #attached = new Map<string, Attached>()
  #engine: PipelineEngine | undefined

  /** `last` is the row of the run's last session; `isLive`: bars come while it goes on, so nothing is computed ahead. */
  constructor(
    setup: PipelineSetup,
    last: number,
    private readonly isLive = false,
  ) {
    this.#setup = setup
    this.#last = last
  }

  /** Throws `DUPLICATE_PIPELINE_NAME`. */
  attach(pipeline: Pipeline, name: string, { chunks = CHUNKS, eager = true, hooks }: AttachOptions = {}): void {
    if (this.#attached.has(name))
      throw new RustybtError(
        'DUPLICATE_PIPELINE_NAME',
        `Attempted to attach pipeline named '${name}', but the name already exists for another pipeline.`,
        {
          hint: 'choose another name',
        },
      )
    this.#attached.set(name, { pipeline, eager, hooks, sizes: sizesOf(chunks) })
  }

  /** The rows of the session in a row of the axis. Throws `NO_SUCH_PIPELINE`. */
  output(name: string, row: number): SessionRows {
    const attached = this.#attached.get(name)
    if (!attached) throw unknown(name, [...this.#attached.keys()])
    return this.#resultAt(attached, row).at(row)
  }

  computeEager(row: number): void {
    if (this.#attached.size === 0) return
    for (const attached of this.#attached.values()) if (attached.eager) this.#resultAt(attached, row)
  }

  #resultAt(attached: Attached, row: number): PipelineResult {
    if (attached.result?.has(row)) return attached.result
    // What was computed before is let go first, so that two chunks are never held.
    attached.result = undefined
    this.#engine ??= new PipelineEngine(this.#setup)
    const ahead = this.isLive ? 0 : (attached.sizes.next().value as number)
    const last = Math.min(row + ahead, this.#last)
    const { pipeline, hooks } = attached
    const done = hooks?.runningPipeline?.(pipeline, this.#setup.sessions.date(row), this.#setup.sessions.date(last))
    attached.result = this.#engine.run(pipeline, row, Math.max(row, last), hooks)
    done?.()
    return attached.result
  }
}

function* sizesOf(chunks: number | Iterable<number>): Generator<number> {
  let size = 0
  for (size of typeof chunks === 'number' ? [chunks] : chunks) {
    if (!(Number.isInteger(size) && size >= 0))
      throw new RustybtError('PIPELINE_CHUNKS', `chunks are whole numbers of sessions, and one is ${size}`)
    yield size
  }
  while (true) yield size
}

function unknown(name: string, known: readonly string[]): RustybtError {
  const meant = nearest(name, known)
  return new RustybtError(
    'NO_SUCH_PIPELINE',
    `No pipeline named '${name}' exists. Valid pipeline names are ${known.join(', ') || 'none'}.`,
    {
      hint: meant === undefined ? 'attach it in initialize' : `did you mean '${meant}'?`,
    },
  )
}
