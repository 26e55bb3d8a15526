import type { Asset } from '../assets/asset.js'
import type { SessionTable } from '../time/session.js'
import type { Flags, Matrix } from './matrix.js'

export interface ResultParts {
  readonly first: number
  readonly sessions: SessionTable
  readonly assets: readonly Asset[]
  readonly columns: ReadonlyMap<string, Matrix>
  readonly screen: Flags
  readonly existed: Uint8Array
}

/** One session's rows: the assets of the screen in the order of their sids. */
export interface SessionRows {
  readonly session: string
  /** Every asset that the pipeline is about, and which of them the rows are of. */
  readonly universe: readonly Asset[]
  readonly places: Int32Array
  readonly assets: readonly Asset[]
  /** Values by column; of a filter 0 and 1, of dates epoch ms, of strings their codes. */
  readonly values: ReadonlyMap<string, Float64Array>
  /** Of the columns of strings, what their codes mean. */
  readonly labels: ReadonlyMap<string, readonly (string | null)[]>
}

/** A pipeline's columns over some sessions: the values of the screen's assets, session after session. */
export class PipelineResult {
  /** Row of its first session on the axis, and how many it has. */
  readonly first: number
  readonly length: number
  readonly columns: readonly string[]
  readonly #sessions: SessionTable
  readonly #assets: readonly Asset[]
  /** Where each session's rows begin, and the asset of each row. */
  readonly #begins: Int32Array
  readonly #places: Int32Array
  readonly #values = new Map<string, Float64Array>()
  readonly #labels = new Map<string, readonly (string | null)[]>()

  /** Copies what the screen lets through; the matrices are not kept. */
  constructor({ first, sessions, assets, columns, screen, existed }: ResultParts) {
    this.first = first
    this.length = screen.rows
    this.columns = [...columns.keys()]
    this.#sessions = sessions
    this.#assets = assets
    const { cells, begins } = chosenCells(screen, existed)
    this.#begins = begins
    this.#places = cells.map((cell) => cell % screen.columns)
    for (const [name, { data, labels }] of columns) {
      this.#values.set(name, data instanceof Float64Array ? pickNumbers(data, cells) : pick(data, cells))
      if (labels) this.#labels.set(name, labels)
    }
  }

  has(row: number): boolean {
    return row >= this.first && row < this.first + this.length
  }

  /** The rows of the session in a row of the axis: views. */
  at(row: number): SessionRows {
    const [from, to] = [this.#begins[row - this.first], this.#begins[row - this.first + 1]]
    const universe = this.#assets
    const places = this.#places.subarray(from, to)
    const values = new Map<string, Float64Array>()
    for (const [name, all] of this.#values) values.set(name, all.subarray(from, to))
    return {
      session: this.#sessions.date(row),
      universe,
      places,
      get assets() {
        return Array.from(places, (j) => universe[j])
      },
      values,
      labels: this.#labels,
    }
  }

  /** Every session's rows, one session after the other. */
  *rows(): Generator<SessionRows> {
    for (let i = 0; i < this.length; i++) yield this.at(this.first + i)
  }
}

/** The cells for which both hold, and how many stand before each row. */
function chosenCells({ data, rows, columns }: Flags, existed: Uint8Array): { cells: Int32Array; begins: Int32Array } {
  const cells = new Int32Array(data.length)
  const begins = new Int32Array(rows + 1)
  let count = 0
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++, cell++) {
      cells[count] = cell
      count += data[cell] & existed[j]
    }
    begins[row + 1] = count
  }
  return { cells: cells.slice(0, count), begins }
}

function pickNumbers(data: Float64Array, cells: Int32Array): Float64Array {
  const out = new Float64Array(cells.length)
  for (let k = 0; k < out.length; k++) out[k] = data[cells[k]]
  return out
}

function pick(data: Uint8Array | Int32Array, cells: Int32Array): Float64Array {
  const out = new Float64Array(cells.length)
  for (let k = 0; k < out.length; k++) out[k] = data[cells[k]]
  return out
}
