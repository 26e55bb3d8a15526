import { RustybtError } from '../../kernel/errors.js'
import { Classifier } from '../../pipeline/classifier.js'
import { Factor } from '../../pipeline/factor.js'
import { Filter } from '../../pipeline/filter.js'
import type { PipelineLoader } from '../../pipeline/loader.js'
import { Pipeline } from '../../pipeline/pipeline.js'
import type { ComputableTerm } from '../../pipeline/term.js'
import { importAlgorithm, readAlgorithm } from '../strategy/strategy-file.js'

/** What a file of factors exports. */
export interface FactorFile {
  readonly name: string
  readonly pipeline: Pipeline
  /** Where columns beside the bars come from. */
  readonly loaders: readonly PipelineLoader[]
}

/**
 * A file exports a pipeline (`pipeline`, or what makes one: `makePipeline`), or factors and classifiers by name and the filter `screen`.
 * Throws UsageError where there is no such file, `FACTOR_FILE` where it exports neither.
 */
export async function readFactorFile(file: string, cwd: string): Promise<FactorFile> {
  const source = readAlgorithm({ file }, cwd)
  const exports = await importAlgorithm(source)
  const { loaders = [] } = exports as { loaders?: readonly PipelineLoader[] }
  const made = exports.pipeline ?? maker(exports)?.()
  const pipeline = made instanceof Pipeline ? made : pipelineOf(exports, source.name)
  return { name: source.name, pipeline, loaders }
}

function maker(exports: Readonly<Record<string, unknown>>): (() => unknown) | undefined {
  const [, found] =
    Object.entries(exports).find(([name, value]) => /^make_?pipeline$/i.test(name) && typeof value === 'function') ?? []
  return found as (() => unknown) | undefined
}

function pipelineOf(exports: Readonly<Record<string, unknown>>, file: string): Pipeline {
  const entries = Object.entries(exports)
  const columns = entries.filter(
    (entry): entry is [string, ComputableTerm] => entry[1] instanceof Factor || entry[1] instanceof Classifier,
  )
  if (columns.some(([, { kind }]) => kind === 'factor')) {
    const { screen } = exports
    return new Pipeline({ columns: Object.fromEntries(columns), ...(screen instanceof Filter && { screen }) })
  }
  const what = entries.length === 0 ? 'exports nothing' : `exports ${entries.map(([name]) => name).join(', ')}`
  throw new RustybtError('FACTOR_FILE', `${file} ${what}, and no factor or pipeline`, {
    hint: 'export const momentum = Returns({ window_length: 126 }), or export const pipeline = Pipeline({ columns })',
  })
}

/** The column that is meant: the one named, else the only factor. Throws `FACTOR_COLUMN`. */
export function chosenFactor({ columns }: Pipeline, name: string | undefined): string {
  if (name !== undefined) return name
  const factors = [...columns].flatMap(([column, { kind }]) => (kind === 'factor' ? [column] : []))
  if (factors.length === 1) return factors[0]
  throw new RustybtError(
    'FACTOR_COLUMN',
    factors.length === 0
      ? 'the pipeline has no factor among its columns'
      : `the pipeline has ${factors.length} factors`,
    { hint: factors.length === 0 ? 'add one' : `choose one: --column ${factors[0]} (there are ${factors.join(', ')})` },
  )
}
