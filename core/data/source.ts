import type { Asset, RootSymbol } from '../assets/asset.js'
import type { SupplementaryPeriod } from '../assets/supplementary.js'
import type { SymbolPeriod } from '../assets/symbols.js'
import { token } from '../kernel/token.js'
import type { Calendar } from '../time/calendar.js'

export type { RootSymbol } from '../assets/asset.js'

export type Frequency = 'daily' | 'minute'

export interface DataRequest {
  readonly frequency: Frequency
  readonly calendar: Calendar
  /** All that the source has, where left out. */
  readonly symbols?: readonly string[]
  /** ISO dates, both included. */
  readonly start?: string
  readonly end?: string
  readonly signal?: AbortSignal
  /** A folder in which a source behind an API keeps the answers it gets, unless its options name another: what is cut off goes on from there. */
  readonly answers?: string
  /** Told how far a long fetch has come, 0 to 1. */
  readonly progress?: (done: number) => void
}

/** One asset's bars: equally long columns in rising time. Daily times are the session's midnight UTC, minute times the bar's end; epoch ms. */
export interface Bars {
  readonly sid: number
  readonly times: Float64Array
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  readonly volume: Float64Array
}

/** The price is multiplied by `ratio` from `effectiveDate` on: 0.25 is a 4:1 split. */
export interface Split {
  readonly sid: number
  readonly effectiveDate: string
  readonly ratio: number
}

/** Cash per share. A dividend without a pay date is never paid in profile `zipline`, and paid on the ex date in `strict`. */
export interface Dividend {
  readonly sid: number
  readonly exDate: string
  readonly amount: number
  readonly declaredDate?: string
  readonly recordDate?: string
  readonly payDate?: string
}

/** `ratio` shares of `paymentSid` for each share held. */
export interface StockDividend {
  readonly sid: number
  readonly exDate: string
  readonly ratio: number
  readonly paymentSid: number
  readonly declaredDate?: string
  readonly recordDate?: string
  readonly payDate?: string
}

/** Price ratio of a merger, applied as a split's is, but never to volume. */
export interface Merger {
  readonly sid: number
  readonly effectiveDate: string
  readonly ratio: number
}

/** Something dropped or doubtful, said rather than done silently. */
export interface Notice {
  readonly code: string
  readonly message: string
  readonly sid?: number
  readonly date?: string
}

/** An asset comes before its bars (one asset a batch), all assets before the adjustments. */
export type DataBatch =
  | {
      readonly kind: 'assets'
      readonly assets: readonly Asset[]
      readonly roots?: readonly RootSymbol[]
      /** Who had which ticker when, where assets have changed theirs; without it each has had its own symbol all its life. */
      readonly symbols?: readonly SymbolPeriod[]
      readonly supplementary?: readonly SupplementaryPeriod[]
    }
  | { readonly kind: 'bars'; readonly bars: Bars }
  | { readonly kind: 'sessions'; readonly bars: Bars }
  | {
      readonly kind: 'adjustments'
      readonly splits: readonly Split[]
      readonly dividends: readonly Dividend[]
      readonly stockDividends: readonly StockDividend[]
      readonly mergers: readonly Merger[]
    }
  | { readonly kind: 'notice'; readonly notice: Notice }

/** Where market data comes from: a folder of CSV, a vendor's API, arrays in memory. */
export interface DataSource {
  fetch(request: DataRequest): AsyncIterable<DataBatch>
  /** What the data themselves say of how to ask for them. */
  describe?(): Promise<SourceDescription>
}

export interface SourceDescription {
  /** The name of the calendar on which the bars lie. */
  readonly calendar?: string
  readonly frequency?: Frequency
}
export const DataSource = token<DataSource>('DataSource')
