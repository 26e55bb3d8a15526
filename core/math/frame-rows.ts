import { RustybtError } from '../kernel/errors.js'
import * as columnwise from './columns.js'
import { type Labels, labelOrder, labelsFrom, pickLabels, sameLabels, sliceLabels } from './labels.js'
import { frameText } from './print.js'
import { Series } from './series.js'
import type { Mask } from './series-rows.js'
import * as statistics from './statistics.js'

/** Columns under labels: how a frame is looked into, cut, sorted, walked and written. What it computes is in `frame.ts`. */
export abstract class FrameRows<R, C> {
  protected readonly data: readonly Float64Array[]
  readonly index: Labels<R>
  readonly columns: Labels<C>

  /** `data[j]` is the column under label j, a view that is kept as it is. */
  constructor(data: readonly Float64Array[], index?: Labels<R> | readonly R[], columns?: Labels<C> | readonly C[]) {
    this.data = data
    this.index = labelsFrom(index, data[0]?.length ?? 0)
    this.columns = labelsFrom(columns, data.length)
    if (this.columns.length !== data.length)
      throw new RustybtError('BAD_LENGTH', `frame: ${data.length} columns under ${this.columns.length} labels`)
    for (const [j, column] of data.entries())
      if (column.length !== this.index.length)
        throw new RustybtError(
          'BAD_LENGTH',
          `frame: column ${this.columns.text(j)} has ${column.length} values under ${this.index.length} labels`,
        )
  }

  /** Rows. */
  get length(): number {
    return this.index.length
  }

  get shape(): [rows: number, columns: number] {
    return [this.index.length, this.columns.length]
  }

  /** The column under a label, as a view; `KEY_NOT_FOUND` where there is none. */
  column(label: C): Series<R> {
    return this.series(this.data[this.#place(label)], this.index, label)
  }

  get(label: C): Series<R> {
    return this.column(label)
  }

  has(label: C): boolean {
    return this.columns.includes(label)
  }

  /** The columns themselves, not copies: they may be shared with others, so don't write to them. */
  arrays(): readonly Float64Array[] {
    return this.data
  }

  keys(): IterableIterator<C> {
    return this.columns[Symbol.iterator]()
  }

  /** One value by both labels, or undefined. */
  at(row: R, column: C): number | undefined {
    return this.data[this.columns.indexOf(column)]?.[this.index.indexOf(row)]
  }

  /** A copy of row i; a negative i counts from the end. `OUT_OF_BOUNDS` outside. */
  row(i: number): Series<C> {
    const at = i < 0 ? i + this.length : i
    if (!(at >= 0 && at < this.length))
      throw new RustybtError('OUT_OF_BOUNDS', `frame: no row ${i}, there are ${this.length}`)
    return this.series(
      Float64Array.from(this.data, (column) => column[at]),
      this.columns,
      this.index.label(at),
    )
  }

  iloc(i: number): Series<C> {
    return this.row(i)
  }

  loc(label: R): Series<C> {
    const i = this.index.indexOf(label)
    if (i < 0) throw new RustybtError('KEY_NOT_FOUND', `frame: no row ${String(label)}`)
    return this.row(i)
  }

  /** Each row under its label. */
  *rows(): IterableIterator<[R, Series<C>]> {
    for (let i = 0; i < this.length; i++) yield [this.index.label(i), this.row(i)]
  }

  /** Each column under its label. */
  *entries(): IterableIterator<[C, Series<R>]> {
    for (const [j, label] of this.columns.toArray().entries())
      yield [label, this.series(this.data[j], this.index, label)]
  }

  /** Some columns, in the order given. */
  select(labels: readonly C[]): this {
    const data = labels.map((label) => this.data[this.#place(label)])
    const places = Int32Array.from(labels, (label) => this.columns.indexOf(label))
    return this.like(data, this.index, pickLabels(this.columns, places))
  }

  /** Rows from start up to end, as `Array.prototype.slice` counts: views, as are `head` and `tail`. */
  slice(start = 0, end = this.length): this {
    const from = columnwise.sliceBound(start, this.length)
    const to = Math.max(from, columnwise.sliceBound(end, this.length))
    return this.like(
      this.data.map((column) => column.subarray(from, to)),
      sliceLabels(this.index, from, to),
    )
  }

  head(count = 5): this {
    return this.slice(0, count)
  }

  tail(count = 5): this {
    return count === 0 ? this.slice(0, 0) : this.slice(-count)
  }

  take(rows: Int32Array): this {
    return this.like(
      this.data.map((column) => columnwise.pick(column, rows)),
      pickLabels(this.index, rows),
    )
  }

  /** Rows for which the mask holds: a series under this index, an array of flags, or a function of the row's number. */
  filter(mask: Exclude<Mask, (...args: never[]) => boolean> | ((row: number) => boolean)): this {
    const numbers = new Series(
      Float64Array.from({ length: this.length }, (_, i) => i),
      this.index,
    )
    const kept = numbers.filter(typeof mask === 'function' ? (row) => mask(row) : mask)
    return this.take(Int32Array.from(kept.values))
  }

  /** Without the rows in which any value (or every one) is missing. */
  dropna(how: 'any' | 'all' = 'any'): this {
    const missing = (row: number) => (column: Float64Array) => Number.isNaN(column[row])
    return this.filter((row) => !(how === 'any' ? this.data.some(missing(row)) : this.data.every(missing(row))))
  }

  sortIndex(ascending = true): this {
    const rows = labelOrder(this.index)
    return this.take(ascending ? rows : rows.reverse())
  }

  /** Rows by the values of one column, missing ones last. */
  sortValues(by: C, ascending = true): this {
    return this.take(statistics.order(this.data[this.#place(by)], ascending))
  }

  // other forms

  toRows(): Record<string, unknown>[] {
    return Array.from({ length: this.length }, (_, i) => ({
      index: this.index.label(i),
      ...Object.fromEntries(this.data.map((column, j) => [this.columns.text(j), column[i]])),
    }))
  }

  /** Columns of values by the text of their labels; null is missing. */
  toJSON(): Record<string, Record<string, number | null>> {
    return Object.fromEntries(
      this.data.map((column, j) => [this.columns.text(j), new Series(column, this.index).toJSON()]),
    )
  }

  toString(): string {
    return frameText(this.data, this.index, this.columns)
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  equals(other: FrameRows<R, C>): boolean {
    if (!sameLabels(this.index, other.index) || !sameLabels(this.columns, other.columns)) return false
    return this.data.every((column, j) => new Series(column).equals(new Series(other.data[j])))
  }

  /** A frame of the same class: every result comes through here. */
  protected like(
    data: readonly Float64Array[],
    index: Labels<R> = this.index,
    columns: Labels<C> = this.columns,
  ): this {
    return new (this.constructor as new (...args: unknown[]) => this)(data, index, columns)
  }

  /** A series of the family that this frame belongs to: every series comes from here. */
  protected series<K>(values: Float64Array, index: Labels<K>, name?: unknown): Series<K> {
    return new Series(values, index, name)
  }

  #place(label: C): number {
    const place = this.columns.indexOf(label)
    if (place >= 0) return place
    const known = Array.from({ length: this.columns.length }, (_, j) => this.columns.text(j))
    const hint = `there are ${known.length}: ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}`
    throw new RustybtError('KEY_NOT_FOUND', `frame: no column ${String(label)}`, { hint })
  }
}
