import { guarded } from './guarded.js'
import type { MatrixKernels } from './interface.js'

type MatrixOperation = Exclude<keyof MatrixKernels, 'mode'>

const ALL: Readonly<Record<MatrixOperation, true>> = {
  matrixReduce: true,
  matrixWeighted: true,
  matrixProducts: true,
  matrixRank: true,
  matrixTop: true,
  matrixDemean: true,
  matrixTranspose: true,
  matrixGather: true,
  matrixChoose: true,
  matrixCodes: true,
  matrixGroups: true,
  matrixLabels: true,
  matrixPeers: true,
  matrixPercentiles: true,
  matrixBins: true,
  matrixBetween: true,
  matrixWinsorize: true,
  matrixMaximum: true,
  matrixPearson: true,
  matrixSpearman: true,
  matrixRegress: true,
  matrixBeta: true,
}

export const MATRIX_OPERATIONS = Object.keys(ALL) as readonly MatrixOperation[]

/** The same kernels, whose errors are what `translate` makes of them. */
export function guardMatrix(
  kernels: MatrixKernels,
  translate: (error: unknown, operation: MatrixOperation) => unknown,
): MatrixKernels {
  return guarded(kernels, MATRIX_OPERATIONS, translate)
}
