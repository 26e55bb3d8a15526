import { type AddonAnswer, loadAddon } from './addon.js'
import { NativeError } from './errors.js'
import type { MatrixKernels } from './interface.js'
import { guardMatrix } from './matrix-guard.js'
import { referenceMatrix } from './reference/matrix.js'

/** The addon's matrix kernels where it loads and `wanted` (the environment's NATIVE) is not `js`; else the reference's. */
export function openMatrix(
  wanted: string | undefined = globalThis.process?.env.NATIVE,
  load: () => AddonAnswer = loadAddon,
): MatrixKernels {
  const answer = wanted === 'js' ? undefined : load()
  const kernels = answer && 'matrix' in answer ? answer.matrix : referenceMatrix
  return guardMatrix(kernels, NativeError.from)
}
