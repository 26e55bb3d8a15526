import { RustybtError } from '../../kernel/errors.js'
import { DAY } from '../../time/instant.js'
import { dayOf, rowAtOrAfterDay } from '../../time/session.js'
import type { Adjustment } from '../adjustment.js'
import type { BoundColumn } from '../dataset.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from '../loader.js'
import { filled, type Matrix, type Missing, texts } from '../matrix.js'

export type Cell = number | string | boolean | null | undefined

/** A correction of a table: from `applyDate` on, values of these dates look different. ISO dates, both ends included. */
export interface TableAdjustment {
  readonly sid: number
  readonly kind: 'multiply' | 'add' | 'overwrite'
  readonly value: number
  /** The table's first date where left out. */
  readonly startDate?: string
  readonly endDate: string
  readonly applyDate: string
}

export interface TableOptions {
  /** Values by ISO date and sid: what the morning of that session knows. */
  readonly values: ReadonlyMap<string, ReadonlyMap<number, Cell>>
  readonly adjustments?: readonly TableAdjustment[]
}

/** One column out of a table by session and asset; a session or asset that the table has not is missing. */
export class TableLoader implements PipelineLoader {
  readonly #column: BoundColumn

  constructor(
    column: BoundColumn,
    private readonly options: TableOptions,
  ) {
    this.#column = column.unspecialize()
    if (options.adjustments?.length && column.dtype !== 'float64')
      throw new RustybtError('TABLE_ADJUSTMENTS', `${column.label} has ${column.dtype}: only float64 can be adjusted`)
  }

  has(column: BoundColumn): boolean {
    return column.unspecialize() === this.#column
  }

  load({ columns, sessions, first, rows, assets, mask }: LoadRequest): Map<BoundColumn, LoadedColumn> {
    const { values, adjustments = [] } = this.options
    const cells: Cell[] = []
    for (let row = 0; row < rows; row++) {
      const known = values.get(sessions.date(first + row))
      for (let j = 0; j < assets.length; j++)
        cells.push(mask.data[row * assets.length + j] ? known?.get(assets[j].sid) : undefined)
    }
    const places = new Map(assets.map(({ sid }, j) => [sid, j]))
    const rowOf = (date: string) => rowAtOrAfterDay(sessions, dayOf(date)) - first
    const seen = adjustments.flatMap((adjustment): Adjustment[] => {
      const column = places.get(adjustment.sid)
      const at = rowOf(adjustment.applyDate)
      const from = adjustment.startDate === undefined ? 0 : rowOf(adjustment.startDate)
      const last = rowAtOrAfterDay(sessions, dayOf(adjustment.endDate) + 1) - 1 - first
      if (column === undefined || at < 0 || at >= rows || last < 0 || from > last) return []
      return [{ at, first: Math.max(0, from), last, column, kind: adjustment.kind, value: adjustment.value }]
    })
    const [column] = columns
    const matrix = matrixOf(cells, rows, assets.length, column)
    return new Map([[column, { matrix, adjustments: seen.sort((a, b) => a.at - b.at) }]])
  }
}

/** Cells of a column's dtype; what is null or not there is missing. Dates may be ISO texts or epoch ms. */
export function matrixOf(
  cells: readonly Cell[],
  rows: number,
  columns: number,
  { dtype, missing, label }: BoundColumn,
): Matrix {
  if (dtype === 'string') {
    const strings = cells.map((cell) =>
      cell === null || cell === undefined ? (missing as string | null) : String(cell),
    )
    return texts(rows, columns, strings, missing as string | null)
  }
  const matrix = filled(rows, columns, dtype, missing as Missing)
  cells.forEach((cell, i) => {
    if (cell === null || cell === undefined) return
    const value = typeof cell === 'string' && dtype === 'datetime' ? dayOf(cell.slice(0, 10)) * DAY : Number(cell)
    if (Number.isNaN(value) && typeof cell === 'string')
      throw new RustybtError('TABLE_VALUE', `${label}: '${cell}' is no ${dtype}`)
    matrix.data[i] = Number.isNaN(value) && dtype !== 'float64' && dtype !== 'datetime' ? Number(missing) : value
  })
  return matrix
}
