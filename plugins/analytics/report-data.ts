import type { FormatName } from './page/formats.js'

/** Missing numbers are null: this is what JSON can hold. */
export type Cell = number | string | null

/** Everything that the report shows, as plain data; the page adds nothing to it. */
export interface ReportData {
  readonly about: AboutData
  readonly headline: readonly Figure[]
  readonly statistics: readonly StatisticGroup[]
  /** The run's sessions, ISO dates: the x of every chart. */
  readonly sessions: readonly string[]
  readonly charts: readonly ChartData[]
  readonly recorded: readonly ChartData[]
  /** Recorded variables that are no numbers. */
  readonly notDrawn: readonly string[]
  readonly months: readonly { readonly year: string; readonly months: readonly Cell[]; readonly total: Cell }[]
  readonly drawdowns: readonly DrawdownData[]
  readonly holdings: TableData
  /** Sums of the holdings, and what of the whole gain they do not explain. */
  readonly gain: { readonly trips: number; readonly rest: number; readonly total: number }
  readonly trips: TableData
  readonly fills: TableData
  readonly unfilled: TableData
}

export interface AboutData {
  readonly strategy: string
  /** First and last session that were run. */
  readonly first: string
  readonly last: string
  readonly sessions: number
  readonly interrupted: boolean
  readonly currency: string
  readonly benchmark: string | undefined
  /** What else is known of the run, as label and text. */
  readonly details: readonly (readonly [string, string])[]
  readonly parameters: readonly (readonly [string, string])[]
  readonly version: string
}

export interface Figure {
  readonly label: string
  readonly value: Cell
  readonly format: FormatName
  /** A line below it. */
  readonly note?: string
}

export interface Statistic extends Figure {
  /** The same of the benchmark; undefined where that would say nothing. */
  readonly benchmark?: Cell
  /** One sentence. */
  readonly explanation: string
}

export interface StatisticGroup {
  readonly title: string
  readonly statistics: readonly Statistic[]
}

export interface ChartData {
  readonly id: string
  readonly title: string
  /** What it shows, in words, for who cannot see it. */
  readonly summary: string
  readonly format: FormatName
  readonly height: number
  /** Whether a logarithmic axis can be asked for. */
  readonly logarithmic?: boolean
  readonly series: readonly ChartSeries[]
}

export interface ChartSeries {
  readonly label: string
  readonly color: 'strategy' | 'benchmark' | 'loss' | 'other' | `bucket-${number}`
  readonly area?: boolean
  readonly dashed?: boolean
  readonly values: readonly (number | null)[]
}

export interface DrawdownData {
  readonly depth: number
  /** ISO dates; no recovery: null. */
  readonly peak: string
  readonly trough: string
  readonly recovery: string | null
  readonly length: number
}

export interface TableColumn {
  readonly label: string
  readonly format: FormatName
}

export interface TableData {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
  /** Rows there are in all, where not every one is listed. */
  readonly total: number
}
