import { RustybtError } from '../kernel/errors.js'
import * as columns from './columns.js'
import { type Labels, labelOrder, labelsFrom, pickLabels, rowsUnder, sameLabels, sliceLabels } from './labels.js'
import { seriesText } from './print.js'
import * as statistics from './statistics.js'

/** A series whatever its labels are. */
// biome-ignore lint/suspicious/noExplicitAny: labels stand in both directions, so no narrower type takes every series
export type AnySeries = SeriesRows<any>

/** Rows to keep: non-zero, non-missing values of a series or array, or what a function answers for each value. */
export type Mask = AnySeries | ArrayLike<number | boolean> | ((value: number, row: number) => boolean)

/** Numbers under labels: how a series is looked into, cut, sorted, walked and written. What it computes is in `series.ts`. */
export abstract class SeriesRows<K> {
  readonly name: unknown
  /** The numbers are `length` of the block's from row `from` on, under as many labels of as many: a window of a window is two numbers. */
  protected readonly block: Float64Array
  readonly #labels: Labels<K>
  protected from = 0
  #length: number
  #view: Float64Array | undefined
  #index: Labels<K> | undefined

  constructor(values: Float64Array, index?: Labels<K> | readonly K[], name?: unknown) {
    const labels = labelsFrom(index, values.length)
    this.block = values
    this.#labels = labels
    this.#length = values.length
    this.name = name
    if (labels.length !== values.length)
      throw new RustybtError('BAD_LENGTH', `series: ${values.length} values under ${labels.length} labels`)
  }

  get index(): Labels<K> {
    return (this.#index ??= sliceLabels(this.#labels, this.from, this.from + this.#length))
  }

  protected get view(): Float64Array {
    return (this.#view ??=
      this.#length === this.block.length ? this.block : this.block.subarray(this.from, this.from + this.#length))
  }

  /** The numbers themselves, not a copy: they may be shared with others, so don't write to them. `toArray` copies. */
  get values(): Float64Array {
    return this.view
  }

  get length(): number {
    return this.#length
  }

  // one value

  /** Value of row i; a negative i counts from the end. Undefined outside. */
  at(i: number): number | undefined {
    const row = i < 0 ? i + this.#length : i
    return row >= 0 && row < this.#length ? this.block[this.from + row] : undefined
  }

  /** As `at`, but `OUT_OF_BOUNDS` outside. */
  iloc(i: number): number {
    const value = this.at(i)
    if (value === undefined)
      throw new RustybtError('OUT_OF_BOUNDS', `series: no row ${i}, there are ${this.view.length}`)
    return value
  }

  /** Value under a label, or undefined. */
  get(label: K): number | undefined {
    return this.view[this.index.indexOf(label)]
  }

  /** As `get`, but `KEY_NOT_FOUND` where there is none. */
  loc(label: K): number {
    const value = this.get(label)
    if (value === undefined) throw new RustybtError('KEY_NOT_FOUND', `series: no label ${String(label)}`)
    return value
  }

  has(label: K): boolean {
    return this.index.includes(label)
  }

  first(): number {
    return this.iloc(0)
  }

  last(): number {
    return this.iloc(-1)
  }

  // rows

  /** Rows from start up to end, as `Array.prototype.slice` counts: a view, as are `head` and `tail`. */
  slice(start = 0, end = this.length): this {
    const from = columns.sliceBound(Math.trunc(start), this.#length)
    const to = Math.max(from, columns.sliceBound(Math.trunc(end), this.#length))
    const window = this.like(this.block, this.#labels)
    window.from = this.from + from
    window.#length = to - from
    return window
  }

  head(count = 5): this {
    return this.slice(0, count)
  }

  tail(count = 5): this {
    return count === 0 ? this.slice(0, 0) : this.slice(-count)
  }

  /** Rows by number, in the order given. */
  take(rows: Int32Array): this {
    return this.like(columns.pick(this.view, rows), pickLabels(this.index, rows))
  }

  filter(mask: Mask): this {
    return this.take(columns.rowsWhere(this.view.length, this.keeper(mask)))
  }

  dropna(): this {
    return this.filter((value) => !Number.isNaN(value))
  }

  rename(name: unknown): this {
    return this.like(this.view, this.index, name)
  }

  sortValues(ascending = true): this {
    return this.take(statistics.order(this.view, ascending))
  }

  sortIndex(ascending = true): this {
    const rows = labelOrder(this.index)
    return this.take(ascending ? rows : rows.reverse())
  }

  /** The largest first; missing values only where there are too few others. */
  nlargest(count = 5): this {
    return this.sortValues(false).head(Math.max(0, count))
  }

  nsmallest(count = 5): this {
    return this.sortValues().head(Math.max(0, count))
  }

  // iteration and other forms

  [Symbol.iterator](): IterableIterator<number> {
    return this.view[Symbol.iterator]()
  }

  *entries(): IterableIterator<[K, number]> {
    for (let i = 0; i < this.view.length; i++) yield [this.index.label(i), this.view[i]]
  }

  keys(): IterableIterator<K> {
    return this.index[Symbol.iterator]()
  }

  toArray(): number[] {
    return Array.from(this.view)
  }

  tolist(): number[] {
    return this.toArray()
  }

  toMap(): Map<K, number> {
    return new Map(this.entries())
  }

  /** Values by the text of their labels; null is missing. */
  toJSON(): Record<string, number | null> {
    return Object.fromEntries(
      Array.from(this.view, (value, i) => [this.index.text(i), Number.isFinite(value) ? value : null]),
    )
  }

  toString(): string {
    return seriesText(this.view, this.index, this.name)
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  /** The same values under the same labels, missing ones in the same places. */
  equals(other: AnySeries): boolean {
    return sameLabels(this.index, other.index) && this.view.every((value, i) => Object.is(value + 0, other.view[i] + 0))
  }

  /** A series of the same class: every result comes through here. */
  protected like(values: Float64Array, index: Labels<K> = this.index, name: unknown = this.name): this {
    return new (this.constructor as new (...args: unknown[]) => this)(values, index, name)
  }

  protected keeper(mask: Mask): (row: number) => boolean {
    if (typeof mask === 'function') return (row) => mask(this.view[row], row)
    const flags = mask instanceof SeriesRows ? this.aligned(mask) : mask
    if (flags.length !== this.view.length)
      throw new RustybtError('BAD_LENGTH', `mask: ${flags.length} flags for ${this.view.length} rows`)
    return (row) => Boolean(flags[row])
  }

  protected aligned(other: AnySeries): Float64Array {
    return sameLabels(this.index, other.index)
      ? other.view
      : columns.pick(other.view, rowsUnder(this.index, other.index))
  }
}
