import { RustybtError } from '../kernel/errors.js'
import * as columns from './columns.js'
import { type Decay, ExponentiallyWeighted } from './ewm.js'
import { alignLabels, type Labels, labelsFrom, rowsUnder, sameLabels } from './labels.js'
import { Rolling } from './rolling.js'
import { type Mask, SeriesRows } from './series-rows.js'
import * as statistics from './statistics.js'

/** What series are made from (a `Float64Array` is kept as it is): values with or without labels, `[label, value]` pairs, a Map, or an object by names. */
export type SeriesSource<K> =
  | ArrayLike<number>
  | readonly (readonly [K, number])[]
  | ReadonlyMap<K, number>
  | Readonly<Record<string, number>>

/**
 * A read-only view of numbers under labels, with pandas' methods and rules: NaN is missing and skipped, two series line up
 * by label. Nothing is copied when one is made, no method writes to `values`, and what methods return is of the same class.
 */
export class Series<K = number> extends SeriesRows<K> {
  static from<K = number>(source: SeriesSource<K>, index?: Labels<K> | readonly K[], name?: unknown): Series<K> {
    const array = ArrayBuffer.isView(source) || Array.isArray(source) ? (source as ArrayLike<unknown>) : undefined
    if (array && (index || !Array.isArray(array[0])))
      return new this(
        array instanceof Float64Array ? array : Float64Array.from(array as ArrayLike<number>),
        index,
        name,
      )
    const pairs = (array ?? (source instanceof Map ? [...source] : Object.entries(source))) as [K, number][]
    const series = new this(
      Float64Array.from(pairs, (pair) => pair[1]),
      pairs.map((pair) => pair[0]),
      name,
    )
    return index ? series.reindex(index) : series
  }

  /** Under other labels, missing where this series has no such label. */
  reindex<L = K>(labels: Labels<L> | readonly L[]): Series<L> {
    const index = labelsFrom(labels, labels.length)
    return (this as unknown as Series<L>).like(columns.pick(this.view, rowsUnder(index, this.index)), index)
  }

  // one number of all values

  count(): number {
    return statistics.count(this.view)
  }

  sum(): number {
    return statistics.sum(this.view)
  }

  prod(): number {
    return statistics.product(this.view)
  }

  mean(): number {
    return statistics.meanBetween(this.block, this.from, this.from + this.length)
  }

  std(ddof = 1): number {
    return statistics.std(this.view, ddof)
  }

  var(ddof = 1): number {
    return statistics.variance(this.view, ddof)
  }

  min(): number {
    return statistics.min(this.view)
  }

  max(): number {
    return statistics.max(this.view)
  }

  median(): number {
    return statistics.median(this.view)
  }

  quantile(q = 0.5): number {
    return statistics.quantile(this.view, q)
  }

  /** Label of the largest value, the first of equals. `EMPTY_SERIES` where no value is present. */
  idxmax(): K {
    return this.#labelOf(statistics.indexOfMax(this.view), 'idxmax')
  }

  idxmin(): K {
    return this.#labelOf(statistics.indexOfMin(this.view), 'idxmin')
  }

  any(): boolean {
    return this.view.some((value) => !Number.isNaN(value) && value !== 0)
  }

  all(): boolean {
    return this.view.every((value) => value !== 0)
  }

  corr(other: Series<K>): number {
    return statistics.correlation(...this.#shared(other))
  }

  cov(other: Series<K>, ddof = 1): number {
    return statistics.covariance(...this.#shared(other), ddof)
  }

  /** Sum of products over equal labels; a missing value makes it missing. */
  dot(other: Series<K>): number {
    if (other.length !== this.length || !this.index.toArray().every((label) => other.has(label)))
      throw new RustybtError('NOT_ALIGNED', 'dot: the two series have different labels', {
        hint: 'reindex one to the other',
      })
    const [a, b] = this.#shared(other)
    return a.reduce((total, value, i) => total + value * b[i], 0)
  }

  // a number for each row

  diff(periods = 1): this {
    return this.like(columns.diff(this.view, periods))
  }

  /** Change as a share of the value `periods` rows before. Gaps are filled forward first, as in pandas 2, unless `fill` is false. */
  pctChange(periods = 1, fill = true): this {
    return this.like(columns.pctChange(this.view, periods, fill))
  }

  shift(periods = 1, fill = Number.NaN): this {
    return this.like(columns.shift(this.view, periods, fill))
  }

  cumsum(): this {
    return this.like(columns.cumsum(this.view))
  }

  cumprod(): this {
    return this.like(columns.cumprod(this.view))
  }

  cummax(): this {
    return this.like(columns.cummax(this.view))
  }

  cummin(): this {
    return this.like(columns.cummin(this.view))
  }

  map(f: (value: number, row: number) => number): this {
    return this.like(columns.mapColumn(this.view, f))
  }

  abs(): this {
    return this.map(Math.abs)
  }

  /** Natural logarithm: -Infinity of 0, NaN below. */
  log(): this {
    return this.map(Math.log)
  }

  round(decimals = 0): this {
    return this.like(columns.round(this.view, decimals))
  }

  clip(low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY): this {
    return this.like(columns.clip(this.view, low, high))
  }

  fillna(value: number): this {
    return this.like(columns.fillna(this.view, value))
  }

  ffill(limit?: number): this {
    return this.like(columns.ffill(this.view, limit))
  }

  bfill(limit?: number): this {
    return this.like(columns.bfill(this.view, limit))
  }

  /** 1 where missing, else 0: masks are series too. */
  isna(): this {
    return this.map((value) => (Number.isNaN(value) ? 1 : 0))
  }

  notna(): this {
    return this.map((value) => (Number.isNaN(value) ? 0 : 1))
  }

  /** The value where the mask holds, else `other`. */
  where(mask: Mask, other = Number.NaN): this {
    const keep = this.keeper(mask)
    return this.map((value, row) => (keep(row) ? value : other))
  }

  /** Places from 1, equals sharing the mean of theirs; as shares of the number present if `pct`. */
  rank(ascending = true, pct = false): this {
    const ranks = this.like(statistics.rank(this.view, ascending))
    return pct ? ranks.div(this.count()) : ranks
  }

  rolling(window: number, minPeriods = window): Rolling<this> {
    return new Rolling([this.view], window, minPeriods, ([values]) => this.like(values))
  }

  expanding(minPeriods = 1): Rolling<this> {
    return this.rolling(Math.max(1, minPeriods, this.length), minPeriods)
  }

  ewm(decay: Decay): ExponentiallyWeighted<this> {
    return new ExponentiallyWeighted([this.view], decay, ([values]) => this.like(values))
  }

  // two series, or a series and a number; labels of only one side answer NaN

  add(other: number | Series<K>): this {
    return this.combine(other, (a, b) => a + b)
  }

  sub(other: number | Series<K>): this {
    return this.combine(other, (a, b) => a - b)
  }

  mul(other: number | Series<K>): this {
    return this.combine(other, (a, b) => a * b)
  }

  div(other: number | Series<K>): this {
    return this.combine(other, (a, b) => a / b)
  }

  /** `other - this`. */
  rsub(other: number): this {
    return this.map((value) => other - value)
  }

  /** `other / this`. */
  rdiv(other: number): this {
    return this.map((value) => other / value)
  }

  pow(exponent: number | Series<K>): this {
    return this.combine(exponent, (a, b) => a ** b)
  }

  gt(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a > b))
  }

  ge(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a >= b))
  }

  lt(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a < b))
  }

  le(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a <= b))
  }

  eq(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a === b))
  }

  ne(other: number | Series<K>): this {
    return this.combine(other, (a, b) => Number(a !== b))
  }

  protected combine(other: number | Series<K>, f: (a: number, b: number) => number): this {
    if (typeof other === 'number') return this.map((value) => f(value, other))
    if (sameLabels(this.index, other.index)) return this.like(columns.zipColumns(this.view, other.view, f))
    const { labels, left, right } = alignLabels(this.index, other.index)
    return this.like(columns.zipColumns(columns.pick(this.view, left), columns.pick(other.view, right), f), labels)
  }

  #shared(other: Series<K>): [Float64Array, Float64Array] {
    return [this.view, this.aligned(other)]
  }

  #labelOf(row: number, method: string): K {
    if (row < 0) throw new RustybtError('EMPTY_SERIES', `${method}: no value is present`, { hint: 'ask count() first' })
    return this.index.label(row)
  }
}
