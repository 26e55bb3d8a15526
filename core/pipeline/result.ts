import type { Asset } from '../assets/asset.js'
import { matrixKernels } from '../math/matrix-kernels.js'
import type { SessionTable } from '../time/session.js'
import { borrow, type Flags, giveBack, type Matrix } from './matrix.js'

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
  /** The columns' names, and the values of each; of a filter 0 and 1, of dates epoch ms, of strings their codes. */
  readonly columns: readonly string[]
  readonly values: readonly Float64Array[]
  /** Of the columns of strings, what their codes mean. */
  readonly labels: ReadonlyMap<string, readonly (string | null)[]>
}

export function assetsOf({ universe, places }: SessionRows): Asset[] {
  return Array.from(places, (place) => universe[place])
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
  readonly #values: readonly Float64Array[]
  readonly #labels = new Map<string, readonly (string | null)[]>()

  /** Copies what the screen lets through; the matrices are not kept. */
  constructor({ first, sessions, assets, columns, screen, existed }: ResultParts) {
    this.first = first
    this.length = screen.rows
    this.columns = [...columns.keys()]
    this.#sessions = sessions
    this.#assets = assets
    const { cells, places, begins } = chosenCells(screen, existed)
    this.#begins = begins
    this.#places = places
    this.#values = Array.from(columns.values(), ({ data }) =>
      data instanceof Float64Array ? pickNumbers(data, cells) : pick(data, cells),
    )
    for (const [name, { labels }] of columns) if (labels) this.#labels.set(name, labels)
    giveBack(cells)
  }

  /** Rows of all sessions together. */
  get size(): number {
    return this.#places.length
  }

  has(row: number): boolean {
    return row >= this.first && row < this.first + this.length
  }

  /** The rows of the session in a row of the axis: views. */
  at(row: number): SessionRows {
    const [from, to] = [this.#begins[row - this.first], this.#begins[row - this.first + 1]]
    return {
      session: this.#sessions.date(row),
      universe: this.#assets,
      places: this.#places.subarray(from, to),
      columns: this.columns,
      values: this.#values.map((values) => values.subarray(from, to)),
      labels: this.#labels,
    }
  }

  /** Every session's rows, one session after the other. */
  *rows(): Generator<SessionRows> {
    for (let i = 0; i < this.length; i++) yield this.at(this.first + i)
  }
}

/** The cells for which both hold, their columns, and how many stand before each row. */
function chosenCells(
  { data, rows }: Flags,
  existed: Uint8Array,
): { cells: Int32Array; places: Int32Array; begins: Int32Array } {
  const cells = borrowWhole(data.length)
  const places = borrowWhole(data.length)
  const begins = new Int32Array(rows + 1)
  matrixKernels.matrixChoose(data, existed, cells, places, begins)
  const count = begins[rows]
  const kept = places.slice(0, count)
  giveBack(places)
  return { cells: cells.subarray(0, count), places: kept, begins }
}

const borrowWhole = (length: number) => new Int32Array(borrow(Math.ceil(length / 2)).buffer, 0, length)

function pickNumbers(data: Float64Array, cells: Int32Array): Float64Array {
  const out = new Float64Array(cells.length)
  matrixKernels.matrixGather(data, cells, out)
  return out
}

function pick(data: Uint8Array | Int32Array, cells: Int32Array): Float64Array {
  const out = new Float64Array(cells.length)
  for (let k = 0; k < out.length; k++) out[k] = data[cells[k]]
  return out
}
