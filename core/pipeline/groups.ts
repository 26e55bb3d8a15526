import { matrixKernels } from '../math/matrix-kernels.js'
import { borrowWith, type Flags, type Matrix, type Missing } from './matrix.js'

/** Which group each cell is in, from 0; -1 in none. */
export interface Groups {
  readonly codes: Int32Array
  readonly count: number
}

const groupsOfMasks = new WeakMap<Uint8Array, Groups>()

/** One group of the cells where the mask holds; made once for a mask, since several terms often share it. */
export function maskGroup({ data }: Flags): Groups {
  let groups = groupsOfMasks.get(data)
  if (groups === undefined) groupsOfMasks.set(data, (groups = { codes: codesOf(data), count: 1 }))
  return groups
}

function codesOf(mask: Uint8Array): Int32Array {
  const codes = borrowWith(mask, mask.length)
  matrixKernels.matrixCodes(mask, codes)
  return codes
}

/** A classifier's groups where the mask holds. */
export function groupsOf(classifier: Matrix, missing: Missing, mask: Flags): Groups {
  const { data, labels } = stretched(classifier, mask.columns)
  const codes = new Int32Array(mask.data.length)
  if (labels) {
    matrixKernels.matrixLabels(data as Int32Array, mask.data, codes)
    return { codes, count: Math.max(1, labels.length - 1) }
  }
  const count = matrixKernels.matrixGroups(data as Float64Array, missing as number, mask.data, codes)
  return { codes, count: Math.max(1, count) }
}

/** One series for all as a column for each asset. */
function stretched(matrix: Matrix, columns: number): Matrix {
  if (matrix.columns === columns) return matrix
  const { data } = matrix
  const wide = new (data.constructor as Float64ArrayConstructor)(data.length * columns)
  for (let row = 0; row < data.length; row++) wide.fill(data[row], row * columns, (row + 1) * columns)
  return { ...matrix, columns, data: wide }
}
