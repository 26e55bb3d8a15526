import { token } from '../kernel/token.js'
import type { SessionTable } from '../time/session.js'
import type { Adjustment } from './adjustment.js'
import type { BoundColumn } from './dataset.js'
import type { Domain } from './domain.js'
import type { Flags, Matrix } from './matrix.js'
import type { AssetRef } from './term.js'

/** What a loader is asked for: some columns over rows `first` up to `first + rows` of the sessions, for all assets. */
export interface LoadRequest {
  readonly columns: readonly BoundColumn[]
  readonly domain: Domain
  readonly sessions: SessionTable
  readonly first: number
  readonly rows: number
  /** By column of the matrices, in the order of their sids. */
  readonly assets: readonly AssetRef[]
  /** Which assets exist; values of others do not matter. */
  readonly mask: Flags
}

/** Values as they were known before each session: a row has what the morning of its session could know. */
export interface LoadedColumn {
  /** Rows × assets; never written again, so the same may be answered twice. */
  readonly matrix: Matrix
  /** Whether the matrix was made by `borrow`: it goes back when its last reader is done, and is not the loader's any more. */
  readonly borrowed?: boolean
  /** How earlier rows look from later ones, in the order in which they take effect. */
  readonly adjustments?: readonly Adjustment[]
}

/** Where pipeline columns come from. */
export interface PipelineLoader {
  /** Whether it can turn amounts into other currencies (`column.fx`). */
  readonly currencyAware?: boolean
  /** Whether it has this column. */
  has(column: BoundColumn): boolean
  load(request: LoadRequest): ReadonlyMap<BoundColumn, LoadedColumn>
}
export const PipelineLoader = token<PipelineLoader>('PipelineLoader')
