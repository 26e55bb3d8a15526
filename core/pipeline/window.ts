import type { Matrix } from './matrix.js'

/** What a term sees of one input on one session: sessions × the assets of its mask, oldest first. Not to be written. */
export class Window {
  constructor(private readonly matrix: Matrix) {}

  /** Sessions. */
  get length(): number {
    return this.matrix.rows
  }

  /** Assets; 1 where the input is one series for all. */
  get width(): number {
    return this.matrix.columns
  }

  /** All values, session after session; of strings their codes, which `labels` explains. */
  get values(): Matrix['data'] {
    return this.matrix.data
  }

  get labels(): readonly (string | null)[] | undefined {
    return this.matrix.labels
  }

  /** A session's values, a view; -1 is the last. */
  row(i: number): Matrix['data'] {
    const { columns, rows, data } = this.matrix
    const row = i < 0 ? i + rows : i
    return data.subarray(row * columns, (row + 1) * columns)
  }

  /** One asset's values, oldest first, copied. */
  column(j: number): Float64Array {
    const { columns, rows, data } = this.matrix
    const out = new Float64Array(rows)
    for (let i = 0; i < rows; i++) out[i] = data[i * columns + j]
    return out
  }

  /** One value; a negative session counts from the last. Of a series that is one for all, j means nothing. */
  at(i: number, j: number): number {
    const { columns, rows, data } = this.matrix
    return data[(i < 0 ? i + rows : i) * columns + (columns === 1 ? 0 : j)]
  }

  /** One string. */
  text(i: number, j: number): string | null {
    return this.matrix.labels?.[this.at(i, j)] ?? null
  }
}
