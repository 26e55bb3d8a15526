import type { ExponentiallyWeighted } from '../core/math/ewm.js'
import { Frame as CoreFrame } from '../core/math/frame.js'
import type { Labels } from '../core/math/labels.js'
import type { Rolling } from '../core/math/rolling.js'
import type { Series as CoreSeries } from '../core/math/series.js'
import {
  type Decays,
  decayOf,
  direction,
  type Fill,
  type Keyword,
  keyword,
  type PercentOptions,
  percentOf,
} from './keywords.js'
import { PandasSeries } from './pandas-series.js'

/** `{ axis: 1 }`: one answer for each row. */
export interface AcrossColumns {
  readonly axis: 1 | 'columns'
}

/** A frame by pandas' own names: every series and frame that it answers is of this family. Reductions take `{ axis: 1 }`. */
export class PandasFrame<R = number, C = string> extends CoreFrame<R, C> {
  get empty(): boolean {
    return this.length === 0 || this.columns.length === 0
  }

  /** A history's fields read as in pandas: `h['price']`, `h.price`. */
  get price(): PandasSeries<R> {
    return this.get('price' as C)
  }
  get open(): PandasSeries<R> {
    return this.get('open' as C)
  }
  get high(): PandasSeries<R> {
    return this.get('high' as C)
  }
  get low(): PandasSeries<R> {
    return this.get('low' as C)
  }
  get close(): PandasSeries<R> {
    return this.get('close' as C)
  }
  get volume(): PandasSeries<R> {
    return this.get('volume' as C)
  }

  get T(): PandasFrame<C, R> {
    return this.transpose()
  }

  /** Copies of the rows. */
  get values(): number[][] {
    return Array.from({ length: this.length }, (_, i) => this.data.map((column) => column[i]))
  }

  /** Itself: a field of a history is dates × assets from the start, so `h.get('price').unstack()` reads as in pandas. */
  unstack(): this {
    return this
  }

  to_dict(): Map<C, Map<R, number>> {
    return new Map(Array.from(this.entries(), ([label, column]) => [label, column.toMap()]))
  }

  items(): IterableIterator<[C, PandasSeries<R>]> {
    return this.entries() as IterableIterator<[C, PandasSeries<R>]>
  }

  iterrows(): IterableIterator<[R, PandasSeries<C>]> {
    return this.rows() as IterableIterator<[R, PandasSeries<C>]>
  }

  sort_values(by: C, ascending?: Keyword<'ascending', boolean>): this {
    return this.sortValues(by, keyword(ascending, 'ascending', true))
  }

  sort_index(ascending?: Keyword<'ascending', boolean>): this {
    return this.sortIndex(keyword(ascending, 'ascending', true))
  }

  pct_change(periods?: number | PercentOptions, options: PercentOptions = {}): this {
    return this.pctChange(...percentOf(periods, options))
  }

  isnull(): this {
    return this.isna()
  }

  notnull(): this {
    return this.notna()
  }

  override dropna(how?: Keyword<'how', 'any' | 'all'>): this {
    return super.dropna(keyword(how, 'how', 'any'))
  }

  override fillna(value: Fill): this {
    const method = direction(value)
    if (method) return this[method]()
    return super.fillna(keyword(value, 'value', Number.NaN))
  }

  override rolling(window: number, min_periods?: Keyword<'min_periods', number>): Rolling<this> {
    return super.rolling(window, keyword(min_periods, 'min_periods', window))
  }

  override ewm(decay: Decays): ExponentiallyWeighted<this> {
    return super.ewm(decayOf(decay))
  }

  override column(label: C): PandasSeries<R> {
    return super.column(label) as PandasSeries<R>
  }

  override get(label: C): PandasSeries<R> {
    return super.get(label) as PandasSeries<R>
  }

  override row(i: number): PandasSeries<C> {
    return super.row(i) as PandasSeries<C>
  }

  override iloc(i: number): PandasSeries<C> {
    return super.iloc(i) as PandasSeries<C>
  }

  override loc(label: R): PandasSeries<C> {
    return super.loc(label) as PandasSeries<C>
  }

  override quantile(q?: number): PandasSeries<C> {
    return super.quantile(q) as PandasSeries<C>
  }

  override apply(f: (column: PandasSeries<R>) => number): PandasSeries<C> {
    return super.apply(f as (column: CoreSeries<R>) => number) as PandasSeries<C>
  }

  override transpose(): PandasFrame<C, R> {
    return super.transpose() as PandasFrame<C, R>
  }

  override corr(): PandasFrame<C, C> {
    return super.corr() as PandasFrame<C, C>
  }

  override cov(ddof?: Keyword<'ddof', number>): PandasFrame<C, C> {
    return super.cov(keyword(ddof, 'ddof', 1)) as PandasFrame<C, C>
  }

  override count(): PandasSeries<C>
  override count(along: AcrossColumns): PandasSeries<R>
  override count(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().count() : (super.count() as PandasSeries<C>)
  }

  override sum(): PandasSeries<C>
  override sum(along: AcrossColumns): PandasSeries<R>
  override sum(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().sum() : (super.sum() as PandasSeries<C>)
  }

  override prod(): PandasSeries<C>
  override prod(along: AcrossColumns): PandasSeries<R>
  override prod(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().prod() : (super.prod() as PandasSeries<C>)
  }

  override mean(): PandasSeries<C>
  override mean(along: AcrossColumns): PandasSeries<R>
  override mean(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().mean() : (super.mean() as PandasSeries<C>)
  }

  override min(): PandasSeries<C>
  override min(along: AcrossColumns): PandasSeries<R>
  override min(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().min() : (super.min() as PandasSeries<C>)
  }

  override max(): PandasSeries<C>
  override max(along: AcrossColumns): PandasSeries<R>
  override max(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().max() : (super.max() as PandasSeries<C>)
  }

  override median(): PandasSeries<C>
  override median(along: AcrossColumns): PandasSeries<R>
  override median(along?: AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    return along ? this.transpose().median() : (super.median() as PandasSeries<C>)
  }

  override std(ddof?: Keyword<'ddof', number>): PandasSeries<C>
  override std(along: AcrossColumns & { readonly ddof?: number }): PandasSeries<R>
  override std(ddof?: Keyword<'ddof', number> | AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    const degrees = keyword(ddof, 'ddof', 1)
    if (typeof ddof === 'object' && 'axis' in ddof) return this.transpose().std(degrees)
    return super.std(degrees) as PandasSeries<C>
  }

  override var(ddof?: Keyword<'ddof', number>): PandasSeries<C>
  override var(along: AcrossColumns & { readonly ddof?: number }): PandasSeries<R>
  override var(ddof?: Keyword<'ddof', number> | AcrossColumns): PandasSeries<C> | PandasSeries<R> {
    const degrees = keyword(ddof, 'ddof', 1)
    if (typeof ddof === 'object' && 'axis' in ddof) return this.transpose().var(degrees)
    return super.var(degrees) as PandasSeries<C>
  }

  protected override series<K>(values: Float64Array, index: Labels<K>, name?: unknown): PandasSeries<K> {
    return new PandasSeries(values, index, name)
  }
}
