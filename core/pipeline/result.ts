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
  readonly assets: readonly Asset[]
  /** Values by column; of a filter 0 and 1, of dates epoch ms, of strings their codes. */
  readonly values: ReadonlyMap<string, Float64Array>
  /** Of the columns of strings, what their codes mean. */
  readonly labels: ReadonlyMap<string, readonly (string | null)[]>
}

/** A pipeline's columns over some sessions. Rows are made when a session is asked for. */
export class PipelineResult {
  readonly #parts: ResultParts

  constructor(parts: ResultParts) {
    this.#parts = parts
  }

  /** Row of its first session on the axis, and how many it has. */
  get first(): number {
    return this.#parts.first
  }
  get length(): number {
    return this.#parts.screen.rows
  }
  get columns(): ReadonlyMap<string, Matrix> {
    return this.#parts.columns
  }
  get screen(): Flags {
    return this.#parts.screen
  }
  /** By column of the matrices. */
  get assets(): readonly Asset[] {
    return this.#parts.assets
  }

  has(row: number): boolean {
    return row >= this.first && row < this.first + this.length
  }

  /** The rows of the session in a row of the axis. */
  at(row: number): SessionRows {
    const { first, sessions, assets, columns, screen, existed } = this.#parts
    const from = (row - first) * assets.length
    const places = new Int32Array(assets.length)
    let count = 0
    for (let j = 0; j < assets.length; j++) if (screen.data[from + j] && existed[j]) places[count++] = j
    const values = new Map<string, Float64Array>()
    const labels = new Map<string, readonly (string | null)[]>()
    for (const [name, matrix] of columns) {
      const out = new Float64Array(count)
      for (let k = 0; k < count; k++) out[k] = matrix.data[from + places[k]]
      values.set(name, out)
      if (matrix.labels) labels.set(name, matrix.labels)
    }
    return {
      session: sessions.date(row),
      assets: Array.from(places.subarray(0, count), (j) => assets[j]),
      values,
      labels,
    }
  }

  /** Every session's rows, one session after the other. */
  *rows(): Generator<SessionRows> {
    for (let i = 0; i < this.length; i++) yield this.at(this.first + i)
  }
}
