import type { RunAlgorithmOptions } from 'rustybt/compat'
import type { DataFolders } from './data.js'

export type PeerName = 'zipline' | 'nautilus' | 'backtrader' | 'vectorbt'

/**
 * What must be equal: a peer whose orders fill on another bar or at another price has only their number to compare; one that adds up its
 * means in another order breaks a tie the other way now and then.
 */
export type Check = 'value and fills' | 'fills' | 'fills to 0.1 %'

/** A benchmark on bars: an algorithm, the data it runs on, and who else runs it. */
export interface Task {
  readonly name: string
  readonly about: string
  readonly data: keyof DataFolders
  /** Of the data and the run: 'daily' where left out. */
  readonly frequency?: 'daily' | 'minute'
  /** What the rate counts. */
  readonly unit: 'bars' | 'fills'
  readonly peers: Readonly<Partial<Record<PeerName, Check>>>
  /** Peers that take minutes: measured in the first round only. */
  readonly once?: readonly PeerName[]
  /** Sessions of the data that windows need before the run starts; about half of them at most. */
  readonly warmUp?: number
  algorithm(assets: number): Pick<RunAlgorithmOptions, 'initialize' | 'handle_data' | 'before_trading_start'>
}

/** What one process has measured; seconds. `reading` is what comes before the strategy's `initialize`, `run` all from there to the result. */
export interface Sample {
  readonly run: number
  readonly reading: number
  readonly value: number
  readonly fills: number
  readonly bars: number
  /** Peak resident memory in MB. */
  readonly memory: number
  readonly version: string
  /** The process from start to exit, as its parent saw it. */
  readonly process: number
}
