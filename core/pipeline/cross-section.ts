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
    kernels: [],
    compute(task) {
      const out = numbers(task.rows, task.columns, task.term.missing as number)
      const values = present(task)
      eachGroup(task, (cells) => {
        for (const cell of cells) out.data[cell] = values[cell]
        const there = cells.filter((cell) => !Number.isNaN(values[cell])).sort((a, b) => values[a] - values[b])
        const low = Math.trunc(least * there.length)
        const high = Math.ceil(there.length * greatest)
        if (least > 0) for (const cell of there.subarray(0, low)) out.data[cell] = values[there[low]]
        if (greatest < 1) for (const cell of there.subarray(high)) out.data[cell] = values[there[high - 1]]
      })
      return out
    },
  }
}

/** Calls `visit` with the cells of each group of each session. */
export function eachGroup(task: Task, visit: (cells: Int32Array) => void): void {
  const { codes, count } = taskGroups(task)
  const { columns } = task
  const cells = Array.from({ length: count }, () => new Int32Array(columns))
  const sizes = new Int32Array(count)
  for (let from = 0; from < codes.length; from += columns) {
    sizes.fill(0)
    for (let i = from; i < from + columns; i++) {
      const code = codes[i]
      if (code >= 0) cells[code][sizes[code]++] = i
    }
    for (let code = 0; code < count; code++) if (sizes[code] > 0) visit(cells[code].slice(0, sizes[code]))
  }
}

/** How many assets of the mask share an asset's group. */
export const PEER_COUNT: Computation = {
  name: 'PeerCount',
  kernels: [],
  compute({ inputs, mask, term, rows, columns }) {
    const { codes, count } = groupsOf(inputs[0].matrix, term.inputs[0].missing, mask)
    const out = numbers(rows, columns, term.missing as number)
    const sizes = new Int32Array(count)
    for (let from = 0; from < codes.length; from += columns) {
      sizes.fill(0)
      for (let i = from; i < from + columns; i++) if (codes[i] >= 0) sizes[codes[i]]++
      for (let i = from; i < from + columns; i++) if (codes[i] >= 0) out.data[i] = sizes[codes[i]]
    }
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
