import type { EngineEventKind } from '../../core/execution/engine-event.js'
import type { FormatName } from './page/formats.js'

/** Missing numbers are null: this is what JSON can hold. */
export type Cell = number | string | null

/** Everything that a report shows, as plain data; the page adds nothing to it. `rustybt report --json` prints it. */
export interface ReportData {
  readonly version: 1
  readonly about: AboutData
  readonly headline: readonly Figure[]
  /** How far the result is to be trusted. */
  readonly trust: readonly Figure[]
  /** ISO dates: the x of every chart. */
  readonly sessions: readonly string[]
  readonly tabs: readonly Tab[]
  readonly replay?: ReplayData
}

export interface AboutData {
  /** 'Backtest report', or 'Comparison'. */
  readonly kind: string
  readonly title: string
  /** First and last session that were run. */
  readonly first: string
  readonly last: string
  readonly sessions: number
  readonly interrupted: boolean
  readonly currency: string
  readonly benchmark: string | undefined
  readonly version: string
  /** SHA-256 of the performance's rows, of the data and of the algorithm's text, where they are known. */
  readonly fingerprints: { readonly result?: string; readonly data?: string; readonly algorithm?: string }
  /** Where in-sample ends: a row of the sessions, and what has put it there. */
  readonly outOfSample?: { readonly row: number; readonly from: string; readonly by: 'date' | 'holdout' }
}

export interface Figure {
  readonly label: string
  readonly value: Cell
  readonly format: FormatName
  /** A line below it. */
  readonly note?: string
  /** One sentence. */
  readonly explanation?: string
  /** The same in-sample and out-of-sample, where a run is judged in two parts. */
  readonly periods?: readonly { readonly name: string; readonly value: Cell }[]
}

/** A page of the report: blocks from top to bottom. */
export interface Tab {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

export type Block =
  | ChartBlock
  | FiguresBlock
  | TableBlock
  | MonthsBlock
  | BarsBlock
  | ScatterBlock
  | BoxesBlock
  | MatrixBlock
  | DetailsBlock
  | ReplayBlock

interface Titled {
  readonly id: string
  readonly title: string
  /** A sentence below the title, or the words for who cannot see the picture. */
  readonly summary?: string
}

/** Lines over the report's sessions. */
export interface ChartBlock extends Titled {
  readonly kind: 'chart'
  readonly format: FormatName
  readonly height: number
  /** Whether a logarithmic axis can be asked for. */
  readonly logarithmic?: boolean
  readonly series: readonly ChartSeries[]
  /** Drawn below the lines, the widest first. */
  readonly bands?: readonly ChartBand[]
}

/** What lies between two lines, a value a session from a row on. */
export interface ChartBand {
  readonly label: string
  readonly from: number
  readonly low: readonly number[]
  readonly high: readonly number[]
}

export type Tint = 'strategy' | 'benchmark' | 'loss' | 'other' | 'fourth' | 'fifth' | 'sixth' | `bucket-${number}`

export interface ChartSeries {
  readonly label: string
  readonly color: Tint
  readonly area?: boolean
  readonly dashed?: boolean
  readonly values: readonly (number | null)[]
}

/** Figures in groups, each a column a series: the strategy and its benchmark, or runs that are compared. */
export interface FiguresBlock extends Titled {
  readonly kind: 'figures'
  readonly columns: readonly string[]
  readonly groups: readonly StatisticGroup[]
}

export interface StatisticGroup {
  readonly title: string
  readonly statistics: readonly Statistic[]
}

export interface Statistic {
  readonly label: string
  readonly format: FormatName
  /** One a column; undefined where that would say nothing. */
  readonly values: readonly (Cell | undefined)[]
  /** One sentence. */
  readonly explanation: string
  readonly note?: string
}

export interface TableBlock extends Titled {
  readonly kind: 'table'
  readonly table: TableData
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

export interface MonthsBlock extends Titled {
  readonly kind: 'months'
  readonly years: readonly { readonly year: string; readonly months: readonly Cell[]; readonly total: Cell }[]
}

/** Bars from a line of zero; in a waterfall each stands on the one before, and sums stand on the ground. */
export interface BarsBlock extends Titled {
  readonly kind: 'bars'
  readonly format: FormatName
  readonly bars: readonly {
    readonly label: string
    readonly value: number
    readonly sum?: boolean
    /** It is the run's own. */
    readonly marked?: boolean
  }[]
  readonly waterfall?: boolean
}

/** Points; `format` is that of both axes, but where `formatX` says otherwise. */
export interface ScatterBlock extends Titled {
  readonly kind: 'scatter'
  readonly x: string
  readonly y: string
  readonly format: FormatName
  readonly formatX?: FormatName
  /** A curve, from left to right, over a logarithmic axis. */
  readonly curve?: true
  /** A line where both are the same. */
  readonly diagonal?: true
  readonly points: readonly {
    readonly label: string
    readonly x: number
    readonly y: number
    readonly gained: boolean
  }[]
}

/** How values lie: the middle half, its middle, how far the rest reaches, and what lies farther out. */
export interface BoxesBlock extends Titled {
  readonly kind: 'boxes'
  readonly format: FormatName
  readonly boxes: readonly {
    readonly label: string
    /** Lowest within reach, first quartile, median, third quartile, highest within reach. */
    readonly values: readonly [number, number, number, number, number]
    readonly outliers: readonly number[]
  }[]
}

/** Correlations: a cell a pair. */
export interface MatrixBlock extends Titled {
  readonly kind: 'matrix'
  readonly labels: readonly string[]
  readonly values: readonly (readonly (number | null)[])[]
}

export interface DetailsBlock extends Titled {
  readonly kind: 'details'
  readonly pairs: readonly (readonly [string, string])[]
}

export interface ReplayBlock extends Titled {
  readonly kind: 'replay'
}

/** What the replay shows, stop by stop: at each session's end, and before it at the bars of minutes on which something happened. */
export interface ReplayData {
  /** Of a run on minutes, a value a stop: the session's row, and the bar's UTC time (null: the session's end). Else stops are sessions. */
  readonly stops?: { readonly rows: readonly number[]; readonly times: readonly (string | null)[] }
  /** A value a stop. */
  readonly cash: readonly (number | null)[]
  readonly value: readonly (number | null)[]
  /** A value a session. */
  readonly pnl: readonly (number | null)[]
  /** What is traded, and its bars as they were traded where the report has room for them. */
  readonly assets: readonly ReplayAsset[]
  /** Positions as they changed: stop, asset, units (0: none), cost basis. */
  readonly positions: readonly (readonly [stop: number, asset: number, amount: number, basis: number | null])[]
  /** Bars of minutes at their stops. */
  readonly minutes: readonly (readonly [
    stop: number,
    asset: number,
    open: number | null,
    high: number | null,
    low: number | null,
    close: number | null,
  ])[]
  /** Orders, fills and whatever was told of them, in order of time. */
  readonly events: readonly ReplayEvent[]
  /** Of what there was more than is kept here, in words. */
  readonly left: readonly string[]
}

export interface ReplayAsset {
  readonly symbol: string
  readonly multiplier: number
  readonly bars?: {
    readonly open: readonly (number | null)[]
    readonly high: readonly (number | null)[]
    readonly low: readonly (number | null)[]
    readonly close: readonly (number | null)[]
  }
}

/** Something that happened; times are UTC minutes of runs on minutes, null where it is the stop's own; units are signed. */
export type ReplayEvent = readonly [
  /** The first stop at which it is known, and the last at which it was so. */
  stop: number,
  until: number,
  time: string | null,
  kind: 'placed' | 'filled' | EngineEventKind,
  asset: number,
  amount: number | null,
  price: number | null,
  text: string,
]

/** What a chart is drawn from. */
export type ChartData = Omit<ChartBlock, 'kind'>
