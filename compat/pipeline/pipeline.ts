import type { RunContext } from '../../core/engine/strategy.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { graphDot, graphSvg } from '../../core/pipeline/picture.js'
import { Pipeline as CorePipeline, type PipelineOptions } from '../../core/pipeline/pipeline.js'
import { namedArguments } from '../arguments.js'
import { callable } from '../callable.js'
import { currentRun } from '../current.js'
import { outputOf, type PipelineOutput } from './output.js'
import './methods.js'

/** What `Pipeline(…)` makes. */
export class ZiplinePipeline extends CorePipeline {
  set_screen(...args: Parameters<CorePipeline['setScreen']>): void {
    this.setScreen(...args)
  }

  /** The terms and what they are computed from, as text: a picture, or Graphviz's language. Dashed terms run without a native kernel. */
  show_graph(format: 'svg' | 'dot' | { readonly format?: 'svg' | 'dot' } = 'svg'): string {
    const chosen = typeof format === 'string' ? format : (format.format ?? 'svg')
    if (chosen === 'svg') return graphSvg(this)
    if (chosen === 'dot') return graphDot(this)
    throw new RustybtError('GRAPH_FORMAT', `a graph is shown as svg or dot, not '${String(chosen)}'`)
  }
}

interface PipelineMaker {
  (options?: PipelineOptions): ZiplinePipeline
  new (options?: PipelineOptions): ZiplinePipeline
}

/** `Pipeline({ columns: { m: Returns({ window_length: 126 }) }, screen })`; `new` may stand before it. */
export type Pipeline = ZiplinePipeline
export const Pipeline: PipelineMaker = callable(ZiplinePipeline)
export type { PipelineOptions }

export interface AttachPipelineOptions {
  /** Sessions computed at once: a number, or the sizes of the first chunks (5, then 126 where left out). */
  readonly chunks?: number | Iterable<number>
  /** Computed before `before_trading_start`; else when first asked for. */
  readonly eager?: boolean
}

/** Has a pipeline computed for every session of the run, and answers it. Only in `initialize`. */
export function attach_pipeline<P extends CorePipeline>(
  pipeline: P,
  name: string,
  ...rest:
    | readonly [chunks?: AttachPipelineOptions['chunks'], eager?: boolean]
    | readonly [options?: AttachPipelineOptions]
): P {
  const run = currentRun('attach_pipeline')
  if (run.phase !== 'initialize')
    throw new RustybtError(
      'ATTACH_PIPELINE_AFTER_INITIALIZE',
      'Attempted to attach a pipeline after initialize(). attach_pipeline() can only be called during initialize.',
    )
  const options = namedArguments<AttachPipelineOptions>('attach_pipeline()', rest, ['chunks', 'eager'], ['chunks'])
  run.pipelines.attach(pipeline, name, options)
  return pipeline
}

/** The pipeline's rows for the current session, by asset. Not in `initialize`. */
export function pipeline_output(name: string): PipelineOutput {
  const run = currentRun('pipeline_output')
  if (run.phase === 'initialize')
    throw new RustybtError(
      'PIPELINE_OUTPUT_DURING_INITIALIZE',
      'Attempted to call pipeline_output() during initialize. pipeline_output() can only be called once initialize has completed.',
    )
  return latestOutput(run, name)
}

interface Kept {
  session: string
  readonly outputs: Map<string, PipelineOutput>
}
const kept = new WeakMap<RunContext, Kept>()

/** A session's frame is made once, however often it is asked for. */
function latestOutput(run: RunContext, name: string): PipelineOutput {
  let own = kept.get(run)
  if (own?.session !== run.session) kept.set(run, (own = { session: run.session, outputs: new Map() }))
  let output = own.outputs.get(name)
  if (output === undefined) {
    output = outputOf(run.pipelines.output(name, run.data.sessions.indexOf(run.session)))
    own.outputs.set(name, output)
  }
  return output
}
