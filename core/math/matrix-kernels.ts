import type { MatrixKernels } from '../../native/interface.js'
import { openMatrix } from '../../native/matrix.js'
import { guardMatrix } from '../../native/matrix-guard.js'
import { rustybtError } from './kernels.js'

export { type MatrixKernels, RANKING, REDUCTION, WEIGHTING } from '../../native/interface.js'

/** Cross-sections and windows over sessions × assets. What they refuse is a `RustybtError`. */
export const matrixKernels: MatrixKernels = guardMatrix(openMatrix(), rustybtError)
