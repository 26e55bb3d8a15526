import type { BarField } from '../../data/reader.js'
import type { PipelineData } from '../attached.js'
import type { PipelineHooks } from '../hooks.js'
import type { PipelineLoader } from '../loader.js'
import type { Pipeline } from '../pipeline.js'
import { type RunPipelineOptions, runPipeline } from '../run-pipeline.js'
import { type EvaluationOptions, evaluateFactor, type FactorEvaluation } from './evaluation.js'
import { factorRows } from './factor-rows.js'
import { adjustedPrices } from './forward-returns.js'

export interface FactorResearch
  extends EvaluationOptions,
    Pick<RunPipelineOptions, 'start' | 'end' | 'calendar' | 'quirks'> {
  /** The pipeline's column that is judged. */
  readonly factor: string
  /** Its classifier by which assets are grouped. */
  readonly group?: string
  /** At what assets are bought and sold: a session's open is the first price after its pipeline is known. */
  readonly price?: BarField
  readonly chunksize?: number
  readonly loaders?: readonly PipelineLoader[]
  readonly hooks?: PipelineHooks
  /** How far judging has come, 0 to 1. */
  readonly tell?: (done: number) => void
}

/**
 * Computes a pipeline over some sessions and judges one of its factors by what followed at adjusted prices; an asset that is gone keeps its
 * last one. Throws `FACTOR_…`, `PIPELINE_…` and what its terms throw.
 */
export function researchFactor(pipeline: Pipeline, data: PipelineData, options: FactorResearch): FactorEvaluation {
  const { factor, group, price = 'open', tell } = options
  const table = runPipeline(pipeline, data, options)
  const rows = factorRows(table, table.terms, factor, group)
  const axis = Int32Array.from(rows.sessions, (session) => data.reader.sessions.indexOf(session))
  return evaluateFactor(rows, axis, (place) => adjustedPrices(data, rows.assets[place].sid, price), options, tell)
}
