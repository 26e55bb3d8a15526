import { token } from '../kernel/token.js'
import type { DataSource, Frequency } from './source.js'

/** How a bundle is made, where somebody registered it by name: `rustybt ingest -b NAME` needs to be told nothing else. */
export interface BundleRecipe {
  readonly source: DataSource
  /** A calendar's name; XNYS where left out. */
  readonly calendar?: string
  /** 'minute' where it has minute bars. */
  readonly frequency?: Frequency
  /** ISO dates, both included. */
  readonly start?: string
  readonly end?: string
}
export const BundleRecipe = token<BundleRecipe>('BundleRecipe')
