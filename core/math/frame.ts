import * as columnwise from './columns.js'
import { type Decay, ExponentiallyWeighted } from './ewm.js'
import { FrameRows } from './frame-rows.js'
import { alignLabels, type Labels, labelsFrom, rowsUnder, sameLabels } from './labels.js'
import { Rolling } from './rolling.js'
import { Series } from './series.js'
import * as statistics from './statistics.js'

type Column = ArrayLike<number> | Series<unknown>
/** Columns by name: arrays of equal length, or series. */
export type FrameSource<C> = ReadonlyMap<C, Column> | Readonly<Record<string, Column>>
type Operation = (a: number, b: number) => number

/**
 * Columns of equal length over one row index, such as dates × assets: read-only views, with pandas' methods and rules.
 * One number for each column comes back as a series under the columns' labels; for one of each row, `transpose` first.
 */
export class Frame<R = number, C = string> extends FrameRows<R, C> {
  /** From columns by name: arrays under `index`, or series, which are lined up by label. */
  static from<R = number, C = string>(source: FrameSource<C>, index?: Labels<R> | readonly R[]): Frame<R, C> {
    const entries = (source instanceof Map ? [...source] : Object.entries(source)) as [C, Column][]
    const labels = index
      ? labelsFrom(index, index.length)
      : entries.reduce<Labels<R> | undefined>((all, [, column]) => {
          if (!(column instanceof Series)) return all
          const own = column.index as Labels<R>
          return all && !sameLabels(all, own) ? alignLabels(all, own).labels : (all ?? own)
        }, undefined)
    const data = entries.map(([, column]) =>
      column instanceof Series
        ? columnwise.pick(column.values, rowsUnder(labels!, column.index))
        : Float64Array.from(column),
    )
    return new this(
      data,
      labels,
      entries.map(([name]) => name),
    )
  }

  // one number a column

  /** `f` of each column. */
  apply(f: (column: Series<R>) => number): Series<C> {
    return this.#reduce((values, j) => f(this.series(values, this.index, this.columns.label(j))))
  }

  count(): Series<C> {
    return this.#reduce(statistics.count)
  }

  sum(): Series<C> {
    return this.#reduce(statistics.sum)
  }

  prod(): Series<C> {
    return this.#reduce(statistics.product)
  }

  mean(): Series<C> {
    return this.#reduce(statistics.mean)
  }

  std(ddof = 1): Series<C> {
    return this.#reduce((values) => statistics.std(values, ddof))
  }

  var(ddof = 1): Series<C> {
    return this.#reduce((values) => statistics.variance(values, ddof))
  }

  min(): Series<C> {
    return this.#reduce(statistics.min)
  }

  max(): Series<C> {
    return this.#reduce(statistics.max)
  }

  median(): Series<C> {
    return this.#reduce(statistics.median)
  }

  quantile(q = 0.5): Series<C> {
    return this.#reduce((values) => statistics.quantile(values, q))
  }

  /** Correlation of each column with each, over the rows in which both are present. */
  corr(): Frame<C, C> {
    return this.#matrix(statistics.correlation)
  }

  cov(ddof = 1): Frame<C, C> {
    return this.#matrix((a, b) => statistics.covariance(a, b, ddof))
  }

  // a frame of the same shape

  map(f: (value: number) => number): this {
    return this.#each((values) => columnwise.mapColumn(values, f))
  }

  diff(periods = 1): this {
    return this.#each((values) => columnwise.diff(values, periods))
  }

  /** Gaps are filled forward first, as in pandas 2, unless `fill` is false. */
  pctChange(periods = 1, fill = true): this {
    return this.#each((values) => columnwise.pctChange(values, periods, fill))
  }

  shift(periods = 1, fill = Number.NaN): this {
    return this.#each((values) => columnwise.shift(values, periods, fill))
  }

  cumsum(): this {
    return this.#each(columnwise.cumsum)
  }

  cumprod(): this {
    return this.#each(columnwise.cumprod)
  }

  cummax(): this {
    return this.#each(columnwise.cummax)
  }

  cummin(): this {
    return this.#each(columnwise.cummin)
  }

  abs(): this {
    return this.map(Math.abs)
  }

  log(): this {
    return this.map(Math.log)
  }

  round(decimals = 0): this {
    return this.#each((values) => columnwise.round(values, decimals))
  }

  clip(low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): this {
    return this.#each((values) => columnwise.clip(values, low, high))
  }

  fillna(value: number): this {
    return this.#each((values) => columnwise.fillna(values, value))
  }

  ffill(limit?: number): this {
    return this.#each((values) => columnwise.ffill(values, limit))
  }

  bfill(limit?: number): this {
    return this.#each((values) => columnwise.bfill(values, limit))
  }

  isna(): this {
    return this.map((value) => (Number.isNaN(value) ? 1 : 0))
  }

  notna(): this {
    return this.map((value) => (Number.isNaN(value) ? 0 : 1))
  }

  /** Places within each column. */
  rank(ascending = true): this {
    return this.#each((values) => statistics.rank(values, ascending))
  }

  rolling(window: number, minPeriods = window): Rolling<this> {
    return new Rolling(this.data, window, minPeriods, (data) => this.like(data))
  }

  ewm(decay: Decay): ExponentiallyWeighted<this> {
    return new ExponentiallyWeighted(this.data, decay, (data) => this.like(data))
  }

  /** Rows as columns, copied. */
  transpose(): Frame<C, R> {
    const data = Array.from({ length: this.length }, (_, i) => Float64Array.from(this.data, (column) => column[i]))
    return this.kin(data, this.columns, this.index)
  }

  // with a number, a series under the columns' labels (the same for every row), or a frame; both sides line up by label

  add(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => a + b)
  }

  sub(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => a - b)
  }

  mul(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => a * b)
  }

  div(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => a / b)
  }

  gt(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => Number(a > b))
  }

  lt(other: number | Series<C> | Frame<R, C>): this {
    return this.combine(other, (a, b) => Number(a < b))
  }

  protected combine(other: number | Series<C> | Frame<R, C>, f: Operation): this {
    if (typeof other === 'number') return this.map((value) => f(value, other))
    const across = other instanceof Frame ? other.columns : other.index
    const columns = lineUp(this.columns, across)
    const rows = lineUp(this.index, other instanceof Frame ? other.index : this.index)
    const constants = other instanceof Frame ? undefined : other.values
    const data = Array.from({ length: columns.labels.length }, (_, j) => {
      const left = columnOf(this.data[columns.left[j]], rows.left)
      if (!(other instanceof Frame)) {
        const value = constants![columns.right[j]] ?? Number.NaN
        return columnwise.mapColumn(left, (a) => f(a, value))
      }
      return columnwise.zipColumns(left, columnOf(other.data[columns.right[j]], rows.right), f)
    })
    return this.like(data, rows.labels, columns.labels)
  }

  /** A frame of the same family under labels of other kinds. */
  protected kin<A, B>(data: readonly Float64Array[], index: Labels<A>, columns: Labels<B>): Frame<A, B> {
    return new (this.constructor as typeof Frame)(data, index, columns)
  }

  #reduce(f: (values: Float64Array, j: number) => number): Series<C> {
    return this.series(Float64Array.from(this.data, f), this.columns)
  }

  #each(f: (values: Float64Array) => Float64Array): this {
    return this.like(this.data.map(f))
  }

  #matrix(f: (a: Float64Array, b: Float64Array) => number): Frame<C, C> {
    const data = this.data.map((a) => Float64Array.from(this.data, (b) => f(a, b)))
    return this.kin(data, this.columns, this.columns)
  }
}

function lineUp<K>(a: Labels<K>, b: Labels<K>) {
  if (!sameLabels(a, b)) return alignLabels(a, b)
  const rows = Int32Array.from({ length: a.length }, (_, i) => i)
  return { labels: a, left: rows, right: rows }
}

/** A column that may not be there, in the rows given. */
function columnOf(values: Float64Array | undefined, rows: Int32Array): Float64Array {
  return values ? columnwise.pick(values, rows) : new Float64Array(rows.length).fill(Number.NaN)
}
