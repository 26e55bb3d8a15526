import { matrixKernels, RANKING } from '../math/matrix-kernels.js'
import type { Computation, Task } from './computation.js'
import { type Groups, groupsOf, maskGroup } from './groups.js'
import { borrow, type Missing, type Numbers, numbers } from './matrix.js'

export type RankMethod = keyof typeof RANKING

/** The groups that a term's second input makes, or the mask's assets as one group. */
export function taskGroups({ inputs, mask, term }: Task): Groups {
  return inputs[1] ? groupsOf(inputs[1].matrix, term.inputs[1].missing, mask) : maskGroup(mask)
}

/** The first input's values with NaN for missing. */
export function present({ inputs, term }: Task): Float64Array {
  const data = inputs[0].matrix.data as Float64Array
  return withoutMissing(data, term.inputs[0].missing)
}

export function withoutMissing(data: Float64Array, missing: Missing): Float64Array {
  if (Number.isNaN(missing)) return data
  return data.map((value) => (value === missing ? Number.NaN : value))
}

/** Places from 1 in the session, or in the group. */
export function rank(method: RankMethod, ascending: boolean): Computation {
  return {
    name: 'Rank',
    parameters: { method, ascending },
    kernels: ['matrixRank'],
    compute(task) {
      const out = { rows: task.rows, columns: task.columns, data: borrow(task.rows * task.columns) }
      const { codes, count } = taskGroups(task)
      matrixKernels.matrixRank(present(task), task.columns, codes, count, RANKING[method], !ascending, out.data)
      return out
    },
  }
}

function centred(name: string, standardized: boolean): Computation {
  return {
    name,
    kernels: ['matrixDemean'],
    compute(task) {
      const out = { rows: task.rows, columns: task.columns, data: borrow(task.rows * task.columns) }
      const { codes, count } = taskGroups(task)
      matrixKernels.matrixDemean(present(task), task.columns, codes, count, standardized, out.data)
      return out
    },
  }
}

export const DEMEAN = centred('Demean', false)
export const ZSCORE = centred('ZScore', true)

/** The least and greatest of a session or group replaced by the next that stays, as many as the shares say. */
export function winsorize(least: number, greatest: number): Computation {
  return {
    name: 'Winsorize',
    parameters: { least, greatest },
    kernels: ['matrixWinsorize'],
    compute(task) {
      const out = { rows: task.rows, columns: task.columns, data: borrow(task.rows * task.columns) }
      const { codes, count } = taskGroups(task)
      matrixKernels.matrixWinsorize(present(task), task.columns, codes, count, least, greatest, out.data)
      return out
    },
  }
}

/** How many assets of the mask share an asset's group. */
export const PEER_COUNT: Computation = {
  name: 'PeerCount',
  kernels: ['matrixPeers'],
  compute({ inputs, mask, term, rows, columns }) {
    const { codes, count } = groupsOf(inputs[0].matrix, term.inputs[0].missing, mask)
    const out = { rows, columns, data: borrow(rows * columns) }
    matrixKernels.matrixPeers(columns, codes, count, term.missing as number, out.data)
    return out
  },
}

/** Values held between two bounds. */
export function clip(least: number, greatest: number): Computation {
  return {
    name: 'Clip',
    parameters: { least, greatest },
    kernels: [],
    compute({ inputs: [{ matrix }], mask, term, rows, columns }): Numbers {
      const out = numbers(rows, columns)
      for (let i = 0; i < out.data.length; i++) {
        const value = matrix.data[i]
        if (mask.data[i] === 0) out.data[i] = term.missing as number
        else out.data[i] = value < least ? least : value > greatest ? greatest : value
      }
      return out
    },
  }
}
