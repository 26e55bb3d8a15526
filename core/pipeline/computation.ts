import type { Quirks } from '../data/quirks.js'
import type { SessionTable } from '../time/session.js'
import type { Adjustment } from './adjustment.js'
import type { Flags, Matrix } from './matrix.js'
import type { AssetRef, ComputableTerm } from './term.js'

/** One input of a computation: without a window the rows of the output, with one `windowLength - 1` rows more before them. */
export interface TaskInput {
  readonly matrix: Matrix
  /** In the order in which they take effect, by the matrix's rows; only of loaded columns in windows. */
  readonly adjustments: readonly Adjustment[]
}

/** What a computation is to do: `rows` sessions for all assets. */
export interface Task {
  readonly term: ComputableTerm
  readonly inputs: readonly TaskInput[]
  readonly mask: Flags
  readonly rows: number
  readonly columns: number
  /** Row of the first output session in `sessions`. */
  readonly first: number
  readonly sessions: SessionTable
  /** By column, in the order of their sids. */
  readonly assets: readonly AssetRef[]
  /** Column of an asset, or -1. */
  columnOf(sid: number): number
  /** Whether Zipline's slips are wanted (`core/data/quirks.ts`). */
  readonly quirks: Pick<Quirks, 'maximumComparesBits' | 'quantilesGroupMissing'>
  /** 1 for the assets that exist on any session that is computed, those of windows included. */
  readonly existed: Uint8Array
}

/** What a term computes. One object may serve many terms; what tells them apart is in `parameters` and `identity`. */
export interface Computation {
  readonly name: string
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Tells computations of one name apart that were defined separately. */
  readonly identity?: unknown
  /** The native kernels that it stands on; none where it runs in JavaScript, undefined where there is nothing to run. */
  readonly kernels?: readonly string[]
  /** A matrix, or one for each of the term's outputs. Inputs are never written to. */
  compute(task: Task): Matrix | readonly Matrix[]
  /** Rows that it needs before a session's row beyond the `minimum`, where it is not simply the minimum. */
  extraRows?(sessions: SessionTable, row: number, minimum: number): number
}
