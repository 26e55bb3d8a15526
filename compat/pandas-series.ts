import type { ExponentiallyWeighted } from '../core/math/ewm.js'
import type { Labels } from '../core/math/labels.js'
import type { Rolling } from '../core/math/rolling.js'
import { Series as CoreSeries } from '../core/math/series.js'
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

/** A series by pandas' own names. `values` is a copy here: strategies may write to it. */
export class PandasSeries<K = number> extends CoreSeries<K> {
  override get values(): Float64Array {
    return this.view.slice()
  }

  get size(): number {
    return this.length
  }

  get empty(): boolean {
    return this.length === 0
  }

  to_numpy(): Float64Array {
    return this.values
  }

  to_list(): number[] {
    return this.toArray()
  }

  to_dict(): Map<K, number> {
    return this.toMap()
  }

  items(): IterableIterator<[K, number]> {
    return this.entries()
  }

  sort_values(ascending?: Keyword<'ascending', boolean>): this {
    return this.sortValues(keyword(ascending, 'ascending', true))
  }

  sort_index(ascending?: Keyword<'ascending', boolean>): this {
    return this.sortIndex(keyword(ascending, 'ascending', true))
  }

  /** `{ fill_method: null }` leaves gaps as they are. */
  pct_change(periods?: number | PercentOptions, options: PercentOptions = {}): this {
    return this.pctChange(...percentOf(periods, options))
  }

  first_valid_index(): K | null {
    return this.dropna().index.at(0) ?? null
  }

  last_valid_index(): K | null {
    return this.dropna().index.at(-1) ?? null
  }

  isnull(): this {
    return this.isna()
  }

  notnull(): this {
    return this.notna()
  }

  override std(ddof?: Keyword<'ddof', number>): number {
    return super.std(keyword(ddof, 'ddof', 1))
  }

  override var(ddof?: Keyword<'ddof', number>): number {
    return super.var(keyword(ddof, 'ddof', 1))
  }

  override fillna(value: Fill): this {
    const method = direction(value)
    if (method) return this[method]()
    return super.fillna(keyword(value, 'value', Number.NaN))
  }

  override rank(ascending?: boolean | { readonly ascending?: boolean; readonly pct?: boolean }, pct = false): this {
    return super.rank(
      keyword(ascending, 'ascending', true),
      typeof ascending === 'object' ? (ascending.pct ?? pct) : pct,
    )
  }

  override rolling(window: number, min_periods?: Keyword<'min_periods', number>): Rolling<this> {
    return super.rolling(window, keyword(min_periods, 'min_periods', window))
  }

  override ewm(decay: Decays): ExponentiallyWeighted<this> {
    return super.ewm(decayOf(decay))
  }

  override reindex<L = K>(labels: Labels<L> | readonly L[]): PandasSeries<L> {
    return super.reindex(labels) as PandasSeries<L>
  }
}
