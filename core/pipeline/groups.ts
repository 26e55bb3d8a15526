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

/** A classifier's groups where the mask holds; groups of numbers keep the numbers' order. */
export function groupsOf(classifier: Matrix, missing: Missing, mask: Flags): Groups {
  const { data, labels } = classifier
  const codes = new Int32Array(mask.data.length)
  const stretched = classifier.columns === 1 && mask.columns !== 1
  const none = labels ? 0 : (missing as number)
  const known = new Map<number, number>()
  for (let i = 0; i < codes.length; i++) {
    const value = data[stretched ? Math.floor(i / mask.columns) : i]
    if (mask.data[i] === 0 || value === none) {
      codes[i] = -1
      continue
    }
    let code = known.get(value)
    if (code === undefined) known.set(value, (code = known.size))
    codes[i] = code
  }
  return { codes, count: Math.max(1, known.size) }
}
