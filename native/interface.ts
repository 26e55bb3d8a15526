/**
 * The numeric core as TypeScript sees it. Two implementations answer it with the same bytes: `reference/` (TypeScript, the
 * oracle and the fallback) and `kernels/` through `binding/` (Rust). Every array is allocated by the caller.
 *
 * An *exact* value is a signed 128-bit integer counting 10^-18; in a `BigInt64Array` it takes two words, low then high.
 * Results round half to even at the 18th place through 256-bit intermediates; what does not fit throws `DECIMAL_OVERFLOW`.
 *
 * Errors are `NativeError`s (`errors.ts` lists the codes), the same from both. A decimal function that throws has written the
 * elements before the one it names; an account function that throws has changed nothing.
 */
export interface Kernels {
  readonly mode: 'rust' | 'js'
  /** Why this mode: where the addon was loaded from, or what kept it from loading. */
  readonly reason: string

  /** out[i] = a[i] + b[i]; arrays of exact values, equally long. `out` may be `a` or `b`; elsewhere arrays must not overlap. */
  decimalAdd(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void
  decimalSubtract(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void
  decimalMultiply(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void
  /** Throws `DECIMAL_DIVISION_BY_ZERO`. */
  decimalDivide(a: BigInt64Array, b: BigInt64Array, out: BigInt64Array): void
  /** Doubles enter by their shortest round-trip digits; NaN and infinities throw `DECIMAL_NOT_FINITE`. */
  decimalFromFloat(values: Float64Array, out: BigInt64Array): void
  /** The nearest double, ties to even. */
  decimalToFloat(values: BigInt64Array, out: Float64Array): void

  /** Binds the arrays of an account (layouts `ACCOUNT`, `NUMBERS`, a price a slot), so that no call looks them up: they stay the caller's to read and write, but not to transfer. */
  accountOpen(words: BigInt64Array, numbers: Float64Array, prices: Float64Array): AccountKernels

  /** Rolling reductions of `values` over `window` rows into `out` (same length). NaN and infinities are missing: fewer than `minPeriods` present → NaN. */
  rollingSum(values: Float64Array, window: number, minPeriods: number, out: Float64Array): void
  rollingMean(values: Float64Array, window: number, minPeriods: number, out: Float64Array): void
  /** Standard deviation with `ddof` degrees of freedom taken off. */
  rollingStd(values: Float64Array, window: number, minPeriods: number, ddof: number, out: Float64Array): void

  /**
   * Rows in groups, each column of a group reduced to one value. `values` has `kinds.length` equal parts, each a column, and `kinds` says
   * what becomes of it (`GROUPING`). Group k has rows `bounds[k]` up to, not including, `bounds[k + 1]`; bounds never fall. `out` has
   * as many parts, each with a value a group. NaN is missing: of a group without values the sum is 0, all else NaN.
   */
  groupRows(values: Float64Array, bounds: Int32Array, kinds: Int32Array, out: Float64Array): void

  /**
   * What an account came to on sessions one after the other: `rows` has `SESSION.stride` numbers a session (`figures.ts`), `out` as many equal parts
   * as `SESSION_FIGURES` has names, each a number a session.
   */
  sessionFigures(rows: Float64Array, out: Float64Array): void
  /**
   * Risk as of each session, from the returns up to it: `out` has as many equal parts as `RISK_FIGURES` has names. `perYear`: sessions in a year.
   * NaN is what is not defined or not finite. `alpha` is 1 and the mean beyond beta's: the power that makes a year of it, whose last
   * bits are the platform's, is left to the caller.
   */
  riskFigures(returns: Float64Array, benchmark: Float64Array, perYear: number, out: Float64Array): void

  /**
   * Many runs over one asset's bars. `market` has three equal parts: the price at which orders fill, the volume, and what a unit is worth
   * (NaN: not known). `targets` has as many values a run, the units that it wants to hold on each bar (NaN: orders nothing); orders fill
   * from the next bar on, as much as the models (`terms`, layout `SWEEP`) offer. Each run begins with a copy of `account`, whose first
   * slot the asset has. `out` has for each run the portfolio's value after each bar, then its number of fills and what they were
   * charged. Throws `SWEEP_TERMS`, and what the account throws, with the run's number. Any number of threads gives the same bits.
   */
  sweepTargets(
    market: Float64Array,
    targets: Float64Array,
    terms: Float64Array,
    account: BigInt64Array,
    out: Float64Array,
  ): void
}

/**
 * Bars in Parquet files: `sid INT32, time INT64 (epoch ms), open, high, low, close, volume DOUBLE`, every bit kept, rows in runs of
 * one asset. Two implementations write one layout and read each other's files: the addon's and, through hyparquet, the reference's.
 */
export interface ParquetKernels {
  readonly mode: 'rust' | 'js'
  /** What makes files of `rows` rows at most, one after the other. */
  parquetMaker(rows: number): object
  /** Copies rows of one asset into the file that is gathered; columns are equally long. */
  parquetAdd(
    maker: object,
    sid: number,
    times: Float64Array,
    open: Float64Array,
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
    volume: Float64Array,
  ): void
  /** Begins to write what was gathered, a row at least, beside what the caller does; what is added then is the next file's. */
  parquetBegin(maker: object): void
  /** Waits for what was begun, and answers the file. Throws `PARQUET_TIME`, and where nothing was begun `PARQUET_ORDER`. */
  parquetEnd(maker: object): Uint8Array
  /** How many rows a file has. Throws `PARQUET_INVALID` or `PARQUET_LAYOUT` where it is no file of bars. */
  parquetRows(file: Uint8Array): number
  /** Fills `columns`, which has `PARQUET_COLUMNS` equal parts (time, open, high, low, close, volume), with the rows from `row` on; only the pages that hold them are decoded. */
  parquetRead(file: Uint8Array, row: number, columns: Float64Array): void
  /** The sids of the rows from `row` on. */
  parquetReadSids(file: Uint8Array, row: number, sids: Int32Array): void
}

/** Columns beside the sid. */
export const PARQUET_COLUMNS = 6

/** Rows of CSV without quotes: a time and numbers, read into columns. */
export interface CsvKernels {
  readonly mode: 'rust' | 'js'
  /** Rows at most from offset `at` on: line ends, and one. */
  csvRows(text: Uint8Array, at: number): number
  /**
   * Reads file i's rows out of `texts[i]`, which is UTF-8, from where `states[i]` (layout `CSV`) says. `fields[i]` has what each field of a row is: 0 its
   * time, k the k-th column of numbers, -1 nothing that is read; numbers are doubles, NaN for a word such as `nan` or an empty cell,
   * times epoch ms. `columns[i]` has equal parts, the times' and one a column, each as long as `lines[i]`, which takes the rows' lines.
   *
   * Reading stops before a row that is not plainly such numbers, that has more or fewer fields, or whose time names its zone where those
   * before did not (or the reverse), and where there is no more room; the state then says so. Files are read side by side: what
   * is written must be apart from everything else.
   */
  csvRead(
    texts: readonly Uint8Array[],
    fields: readonly Int32Array[],
    lines: readonly Int32Array[],
    columns: readonly Float64Array[],
    states: readonly Float64Array[],
  ): void
}

/**
 * How far a file has been read: the offset and the line (from 1) of what comes next, the rows so far, whether one of the first two has a
 * time of day (1), and whether times name their zone (1), don't (2), or none has been seen (0).
 */
export const CSV = { at: 0, line: 1, rows: 2, timed: 3, zone: 4, length: 5 } as const

/**
 * Cross-sections and windows over matrices: sessions × assets, row after row, `columns` wide. NaN is missing. A window's answer stands
 * in the row of its first session, so an answer has `window - 1` rows fewer. `groups` has a cell's group from 0 on, or -1 for none, and
 * `count` is how many there are. Every sum runs from the first row (or column) to the last.
 */
export interface MatrixKernels {
  readonly mode: 'rust' | 'js'

  /** Each column's windows reduced, one of `REDUCTION`. */
  matrixReduce(kind: number, values: Float64Array, columns: number, window: number, out: Float64Array): void
  /** Each column's windows with a weight for each row (as many as the window), one of `WEIGHTING`, divided by `divisor`. */
  matrixWeighted(
    kind: number,
    values: Float64Array,
    columns: number,
    weights: Float64Array,
    divisor: number,
    out: Float64Array,
  ): void
  /** Sums of a × b over each window, those that are missing left out, divided by `divisor`. */
  matrixProducts(
    a: Float64Array,
    b: Float64Array,
    columns: number,
    window: number,
    divisor: number,
    out: Float64Array,
  ): void
  /** Places from 1 within a row's groups, by one of `RANKING`; NaN where a value or a group is missing. */
  matrixRank(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    method: number,
    descending: boolean,
    out: Float64Array,
  ): void
  /** 1 for the `size` first of each row's groups by ordinal rank. */
  matrixTop(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    size: number,
    descending: boolean,
    out: Uint8Array,
  ): void
  /** Values less their group's mean in the row, and `standardized` divided by its standard deviation (no degree of freedom taken off). */
  matrixDemean(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    standardized: boolean,
    out: Float64Array,
  ): void
  /** Lays series of `rows` values, one after the other in `values`, side by side into columns `from` on. */
  matrixTranspose(values: Float64Array, rows: number, out: Float64Array, columns: number, from: number): void
  /** out[i] = values[cells[i]]. Throws `MATRIX_CELL`. */
  matrixGather(values: Float64Array, cells: Int32Array, out: Float64Array): void
  /**
   * The cells for which `mask` and their column's flag in `wanted` are 1, row after row: their numbers, their columns, and in `begins` how
   * many stand before each row, then how many there are.
   */
  matrixChoose(mask: Uint8Array, wanted: Uint8Array, cells: Int32Array, places: Int32Array, begins: Int32Array): void
  /** Group 0 where the mask is 1, else none. */
  matrixCodes(mask: Uint8Array, codes: Int32Array): void
  /** A group for each number that occurs where the mask is 1, by first appearance; `missing` and NaN are in none. Answers how many there are. */
  matrixGroups(values: Float64Array, missing: number, mask: Uint8Array, codes: Int32Array): number
  /** The group of each label, which are numbered from 1 on, where the mask is 1; label 0 is in none. */
  matrixLabels(labels: Int32Array, mask: Uint8Array, codes: Int32Array): void
  /** How many cells of the row share a cell's group; `missing` where it is in none. */
  matrixPeers(columns: number, groups: Int32Array, count: number, missing: number, out: Float64Array): void
  /** The value below which each share (0 to 1) of a row's group lies: rows × groups × shares; NaN of an empty one. */
  matrixPercentiles(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    shares: Float64Array,
    out: Float64Array,
  ): void
  /**
   * Between which edges a value lies, from 0: above the lower one up to the upper one, the least edge in the first; else `missing`. `edges` are
   * rows × groups × as many for each, at least two, rising.
   */
  matrixBins(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    edges: Float64Array,
    missing: number,
    out: Float64Array,
  ): void
  /** 1 where a value lies from the first of its group's edges to the last. */
  matrixBetween(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    edges: Float64Array,
    out: Uint8Array,
  ): void
  /** Values of which a share lies below (`least`) or above (`greatest`, counted from below) brought in to the next that stays. */
  matrixWinsorize(
    values: Float64Array,
    columns: number,
    groups: Int32Array,
    count: number,
    least: number,
    greatest: number,
    out: Float64Array,
  ): void
  /** 1 for the greatest of each row's groups by the doubles' bits as signed whole numbers, the first of equals. */
  matrixMaximum(values: Float64Array, columns: number, groups: Int32Array, count: number, out: Uint8Array): void
  /** Correlation in each window of `y` with `x`, which has as many columns or one; a missing value on either side makes it missing. */
  matrixPearson(y: Float64Array, x: Float64Array, columns: number, window: number, out: Float64Array): void
  /** The same of ranks within the window. */
  matrixSpearman(y: Float64Array, x: Float64Array, columns: number, window: number, out: Float64Array): void
  /** Least squares of y on x in each window: `out` has four parts, each an answer: intercept, slope, correlation, standard error of the slope. */
  matrixRegress(y: Float64Array, x: Float64Array, columns: number, window: number, out: Float64Array): void
  /** Slope of y on x over the rows where both are there; NaN where more than `allowed` rows are missing. */
  matrixBeta(
    y: Float64Array,
    x: Float64Array,
    columns: number,
    window: number,
    allowed: number,
    out: Float64Array,
  ): void
}

/** Whole series at a time. */
export interface SeriesKernels {
  readonly mode: 'rust' | 'js'
  /**
   * To each time of `left` the row of `right` that it is joined with as `kind` (`ASOF`) says, or -1 where there is none or none within
   * `tolerance`, into `out` (as long as `left`); answers how many have one. Neither side's times fall. Throws `ASOF_KIND`, `ASOF_ORDER`.
   */
  joinAsof(kind: number, left: Float64Array, right: Float64Array, tolerance: number, out: Int32Array): number
  /**
   * The first bar from row `from` on that is not plainly good, or how many there are. Good is one whose time is a multiple of `unit` ms and
   * after the one before, whose prices are above zero, open and close between low and high (or over them by a millionth of high, as
   * rounding does), and whose volume is from 0 to 2^53 - 1. Throws `BARS_UNIT`.
   */
  barsDoubtful(
    times: Float64Array,
    open: Float64Array,
    high: Float64Array,
    low: Float64Array,
    close: Float64Array,
    volume: Float64Array,
    unit: number,
    from: number,
  ): number
  /**
   * Indicator number `kind` (`indicators.ts`) of as many of the series a to d as it takes, all equally long; the others may be empty.
   * `out` has as many parts of that length as it has answers; rows before the first without a missing input, and those that an indicator
   * needs to begin, are NaN. Throws `INDICATOR_KIND`, `INDICATOR_PARAMETER`.
   */
  indicator(
    kind: number,
    a: Float64Array,
    b: Float64Array,
    c: Float64Array,
    d: Float64Array,
    parameters: Float64Array,
    out: Float64Array,
  ): void
  /**
   * An order statistic (`ORDER`) of each window of `window` rows, NaN where fewer than `minPeriods` values are present. NaN is missing,
   * infinities are values. `share` is the quantile's, from 0 to 1. Throws `ROLLING_WINDOW`, `ROLLING_ORDER`.
   */
  rollingOrder(
    kind: number,
    values: Float64Array,
    window: number,
    minPeriods: number,
    share: number,
    out: Float64Array,
  ): void
  /**
   * An exponentially weighted statistic (`EWM`) of the values up to each row, with pandas' digits. `com` is the centre of mass, from 0: a value's weight
   * is `com ÷ (1 + com)` times the next one's. NaN and infinities are missing: they keep the last answer, and time goes on beneath them
   * unless `ignoreMissing`. `adjust` divides by the weights so far; `biased` leaves a variance as it is. NaN where fewer than
   * `minPeriods` values have been seen. Throws `EWM_DECAY`.
   */
  ewm(
    kind: number,
    values: Float64Array,
    com: number,
    adjust: boolean,
    ignoreMissing: boolean,
    minPeriods: number,
    biased: boolean,
    out: Float64Array,
  ): void
  /**
   * Memory for a large answer, of any content: whole pages, which are used again once their arrays have been collected. Null where too much of it is
   * out; arrays of JavaScript's own serve as well then.
   */
  memoryTake(length: number): Float64Array | null
  /** Gives back to the system what has not been used again since the last call; answers how many bytes are out or kept. */
  memoryTrim(): number
}

export const EWM = { mean: 0, variance: 1, deviation: 2 } as const

/**
 * Which row of the other side: the last that is not after (`backward`), or `before`; the first that is not before (`forward`), or `after`;
 * or the nearest, the earlier of two that are as near. Of equal times the last going back, the first going forward.
 */
export const ASOF = { backward: 0, forward: 1, nearest: 2, before: 3, after: 4 } as const

/** `quantile` interpolates linearly; `rank` is the mean place, from 1, of the window's last value among it. */
export const ORDER = { min: 0, max: 1, median: 2, quantile: 3, rank: 4 } as const

/**
 * Reductions of a window. `min` and `max` leave missing values out, `lowest` and `highest` do not; `argmin` is the row in the window, the
 * first of equals; `rise` and `fall` are means of the changes from row to row, those the other way counting as 0, and `strength`
 * is 100 − 100 ÷ (1 + rise ÷ −fall); `change` is that of the last row from the first, as a share of the first.
 */
export const REDUCTION = {
  mean: 0,
  sum: 1,
  std: 2,
  min: 3,
  max: 4,
  lowest: 5,
  highest: 6,
  argmin: 7,
  argmax: 8,
  rise: 9,
  fall: 10,
  strength: 11,
  change: 12,
} as const

/** `total`: Σ w·x; `present`: the same without missing values; `spread`: Σ w·(x − Σ w·x ÷ Σ w)². */
export const WEIGHTING = { total: 0, present: 1, spread: 2 } as const

/** What equals share: the mean, the least or the greatest of their places, one place without gaps, or none: they keep the columns' order. */
export const RANKING = { average: 0, min: 1, max: 2, dense: 3, ordinal: 4 } as const

/** What `groupRows` makes of a column: a bar's open, high, low, close and volume. The first of equals is taken. */
export const GROUPING = { first: 0, max: 1, min: 2, last: 3, sum: 4 } as const

/** Where the terms of `sweepTargets` stand: a kind of model, followed by its two numbers; then the threads (0: one a core). `extra`: values a run behind its bars. */
export const SWEEP = { slippage: 0, commission: 3, threads: 6, terms: 7, extra: 2 } as const

/** `fixed`: spread; `basisPoints`: basis points, share of the volume; `volumeShare`: share of the volume, impact. Lots of one unit. */
export const SWEEP_SLIPPAGE = { fixed: 0, basisPoints: 1, volumeShare: 2 } as const

/** `perShare`: cost a unit, minimum an order; `perTrade`: cost an order; `perDollar`: share of the value. */
export const SWEEP_COMMISSION = { perShare: 0, perTrade: 1, perDollar: 2 } as const

/** What is done with one account. */
export interface AccountKernels {
  /** Book `count` fills (layout `FILL`): every transaction in order, then every commission in order; then totals as in `mark`. */
  apply(fills: BigInt64Array, count: number): void
  /** Mark each open slot i at prices[i] (NaN keeps the old mark), pay futures' variation margin, and refresh totals and numbers. */
  mark(): void
  /** Recompute totals and numbers after the caller has written exact words itself (a split, a dividend, a deposit). */
  totals(): void
}

/** Counts up with every change of what the functions take or of the layouts below: an addon built for another number is refused. */
export const INTERFACE_VERSION = 17

/**
 * Where things stand in the account's words. The account is one `BigInt64Array`: a header, then `capacity` slots of one
 * position each. Offsets are in words; an exact value takes two.
 */
export const ACCOUNT = {
  /** Slots in the array, and slots given out so far. */
  capacity: 0,
  used: 1,
  /** The next position opened gets this number, so positions list in the order in which they were opened. */
  nextSequence: 2,
  currencies: 3,
  /** Exact, one a currency (at most 8): cash, and the rate into the base currency (1 for the base, which is currency 0). */
  cash: 4,
  rate: 20,
  /** Exact, in the base currency. `cashFlow`: what trades, commissions, dividends and margin have moved since the start. */
  cashFlow: 36,
  /** Gain since the start: every totals step adds the change of `portfolioValue`; a deposit adds to `portfolioValue` itself, not here. */
  pnl: 38,
  portfolioValue: 40,
  totalCash: 42,
  longValue: 44,
  shortValue: 46,
  longExposure: 48,
  shortExposure: 50,
  longs: 52,
  shorts: 53,
  slots: 64,
  stride: 16,
} as const

/** Offsets inside a slot. `kind` 0: its value is amount × price × multiplier, paid for in cash; 1: a future, whose gains are paid as they come. */
export const SLOT = {
  amount: 0,
  costBasis: 2,
  price: 4,
  multiplier: 6,
  /** Futures: the price up to which gains have been paid. */
  settledPrice: 8,
  kind: 10,
  currency: 11,
  sequence: 12,
} as const

/** One fill in the `fills` words: exact amount (signed), price and commission, then the slot's number. */
export const FILL = { amount: 0, price: 2, commission: 4, slot: 6, stride: 8 } as const

/** The doubles beside the words, refreshed by every account call: a header, then a row a slot. `change` is the last totals step's change of portfolioValue. */
export const NUMBERS = {
  cash: 0,
  portfolioValue: 1,
  pnl: 2,
  cashFlow: 3,
  longValue: 4,
  shortValue: 5,
  longExposure: 6,
  shortExposure: 7,
  longs: 8,
  shorts: 9,
  change: 10,
  slots: 16,
  stride: 4,
  amount: 0,
  costBasis: 1,
  price: 2,
  sequence: 3,
} as const
