import { type AddonAnswer, loadAddon } from './addon.js'
import { NativeError } from './errors.js'
import type { ParquetKernels } from './interface.js'
import { guardParquet } from './parquet-guard.js'

/**
 * The addon's Parquet kernels where it loads and `wanted` (the environment's NATIVE) is not `js`; else the reference's, whose library
 * is loaded only then. Errors are `NativeError`s.
 */
export async function openParquet(
  wanted: string | undefined = globalThis.process?.env.NATIVE,
  load: () => AddonAnswer = loadAddon,
): Promise<ParquetKernels> {
  const answer = wanted === 'js' ? undefined : load()
  const kernels =
    answer && 'parquet' in answer ? answer.parquet : (await import('./reference/parquet.js')).referenceParquet
  return guardParquet(kernels, NativeError.from)
}
