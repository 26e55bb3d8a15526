import { RustybtError } from '../kernel/errors.js'
import type { Computation, Task } from './computation.js'
import { checkInputs, checkWindow, type WindowOptions } from './factors/windowed.js'
import { assetMissing, type Filter, makeFilter } from './filter.js'
import { type Flags, flags, missingCells } from './matrix.js'
import type { AssetRef } from './term.js'

/** One asset, which must exist on every session. */
export function singleAsset(asset: AssetRef): Filter {
  return makeFilter({
    windowLength: 1,
    computation: {
      name: `SingleAsset[${asset.symbol}]`,
      parameters: { sid: asset.sid },
      kernels: [],
      compute({ mask, rows, columns, columnOf, sessions, first }) {
        const out = flags(rows, columns)
        const column = columnOf(asset.sid)
        for (let i = 0; i < rows; i++) {
          if (column < 0 || !mask.data[i * columns + column])
            throw assetMissing(asset, sessions.date(first), sessions.date(first + rows - 1))
          out.data[i * columns + column] = 1
        }
        return out
      },
    },
  })
}

/** These assets, where they exist. */
export function staticSids(sids: Iterable<number>): Filter {
  const all = [...new Set(sids)].sort((a, b) => a - b)
  return makeFilter({
    computation: {
      name: 'StaticSids',
      parameters: { sids: all },
      kernels: [],
      compute({ mask, rows, columns, columnOf }) {
        const out = flags(rows, columns)
        for (const column of all.map(columnOf))
          if (column >= 0) for (let i = column; i < out.data.length; i += columns) out.data[i] = mask.data[i]
        return out
      },
    },
  })
}

export function staticAssets(assets: Iterable<AssetRef>): Filter {
  return staticSids(Array.from(assets, ({ sid }) => sid))
}

/** Where every session of the window has a value. */
export function allPresent({ inputs, windowLength, mask }: WindowOptions): Filter {
  const [input] = checkInputs('AllPresent', inputs, 1)
  if (input.dtype === 'bool')
    throw new RustybtError('ALL_PRESENT_FILTER', 'Input to filter `AllPresent` cannot be a Filter.')
  const length = checkWindow('AllPresent', windowLength)
  const computation: Computation = {
    name: 'AllPresent',
    kernels: [],
    compute(task) {
      const { matrix } = task.inputs[0]
      const there = missingCells(matrix, task.term.inputs[0].missing)
      for (let i = 0; i < there.length; i++) there[i] ^= 1
      return counted(task, { rows: matrix.rows, columns: matrix.columns, data: there }, length, length)
    },
  }
  return makeFilter({ computation, inputs: [input], windowLength: length, mask })
}

/** Where the filter held on every session of the window. */
export function all(options: WindowOptions): Filter {
  const length = checkWindow('All', options.windowLength)
  return heldOften('All', options, length)
}

/** Where it held on any. */
export function any(options: WindowOptions): Filter {
  return heldOften('Any', options, 1)
}

/** Where it held on N sessions or more. */
export function atLeastN({ N, ...options }: WindowOptions & { readonly N: number }): Filter {
  if (typeof N !== 'number') throw new RustybtError('FACTOR_PARAMETER', "AtLeastN expected a keyword parameter 'N'.")
  return heldOften('AtLeastN', options, N)
}

function heldOften(name: string, { inputs, windowLength, mask }: WindowOptions, least: number): Filter {
  const given = checkInputs(name, inputs, 1)
  if (given[0].dtype !== 'bool')
    throw new RustybtError(
      'NOT_A_FILTER',
      `${name} counts where a filter held, and ${given[0].label} is a ${given[0].kind}`,
    )
  const length = checkWindow(name, windowLength)
  const computation: Computation = {
    name,
    parameters: { least },
    kernels: [],
    compute: (task) => counted(task, task.inputs[0].matrix as Flags, length, least),
  }
  return makeFilter({ computation, inputs: given, windowLength: length, mask })
}

/** Where the mask holds, and `least` of a window's flags or more. */
function counted({ rows, columns, mask }: Task, held: Flags, window: number, least: number): Flags {
  const out = flags(rows, columns)
  const counts = new Int32Array(columns)
  const cell = (row: number, column: number) => held.data[row * held.columns + (held.columns === 1 ? 0 : column)]
  for (let row = 0; row < rows + window - 1; row++)
    for (let j = 0; j < columns; j++) {
      counts[j] += cell(row, j)
      if (row >= window) counts[j] -= cell(row - window, j)
      const at = (row - window + 1) * columns + j
      if (at >= 0 && row >= window - 1) out.data[at] = counts[j] >= least ? mask.data[at] : 0
    }
  return out
}
