import { RustybtError } from '../kernel/errors.js'
import { Frame } from './frame.js'
import { type Labels, labelsFrom } from './labels.js'

/**
 * Dates × assets × fields: what a history of several fields of several assets is. One frame (dates × assets) a field,
 * all under the same labels. Read `panel.get('close').get(asset)`.
 */
export class Panel<R = number, A = string, F = string> {
  readonly index: Labels<R>
  readonly assets: Labels<A>
  readonly fields: Labels<F>
  protected readonly frames: readonly Frame<R, A>[]

  /** For each field the columns of its assets: views, kept as they are. */
  constructor(
    data: ReadonlyMap<F, readonly Float64Array[]>,
    index: Labels<R> | readonly R[],
    assets: Labels<A> | readonly A[],
  ) {
    this.index = labelsFrom(index, index.length)
    this.assets = labelsFrom(assets, assets.length)
    this.fields = labelsFrom([...data.keys()], data.size)
    this.frames = Array.from(data.values(), (columns) => this.frame(columns, this.index, this.assets))
  }

  /** Fields, under the name that they have in pandas. */
  get columns(): Labels<F> {
    return this.fields
  }

  get length(): number {
    return this.index.length
  }

  /** Dates, assets, fields. */
  get shape(): [dates: number, assets: number, fields: number] {
    return [this.index.length, this.assets.length, this.fields.length]
  }

  has(field: F): boolean {
    return this.fields.includes(field)
  }

  /** One field: dates × assets. `KEY_NOT_FOUND` where it was not asked for. */
  get(field: F): Frame<R, A> {
    const j = this.fields.indexOf(field)
    if (j >= 0) return this.frames[j]
    const hint = `there are: ${this.fields.toArray().join(', ')}`
    throw new RustybtError('KEY_NOT_FOUND', `panel: no field ${String(field)}`, { hint })
  }

  /** One asset: dates × fields. */
  xs(asset: A): Frame<R, F> {
    const place = this.assets.indexOf(asset)
    if (place < 0) throw new RustybtError('KEY_NOT_FOUND', `panel: no asset ${String(asset)}`)
    const data = this.frames.map((frame) => frame.arrays()[place])
    return this.frame(data, this.index, this.fields)
  }

  /** One date: assets × fields. */
  loc(date: R): Frame<A, F> {
    return this.#cross(this.index.indexOf(date), date)
  }

  /** As `loc`, by row; a negative i counts from the end. */
  iloc(i: number): Frame<A, F> {
    return this.#cross(i < 0 ? i + this.length : i, i)
  }

  /** Each field's frame. */
  *entries(): IterableIterator<[F, Frame<R, A>]> {
    for (const [j, frame] of this.frames.entries()) yield [this.fields.label(j), frame]
  }

  slice(start?: number, end?: number): this {
    return this.like(this.frames.map((frame) => frame.slice(start, end)))
  }

  head(count = 5): this {
    return this.slice(0, count)
  }

  tail(count = 5): this {
    return count === 0 ? this.slice(0, 0) : this.slice(-count)
  }

  toJSON(): Record<string, ReturnType<Frame['toJSON']>> {
    return Object.fromEntries(this.frames.map((frame, j) => [this.fields.text(j), frame.toJSON()]))
  }

  toString(): string {
    return this.frames.map((frame, j) => `${this.fields.text(j)}\n${frame}`).join('\n\n')
  }

  /** What `console.log` shows in Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }

  protected like(frames: readonly Frame<R, A>[]): this {
    const data = new Map(frames.map((frame, j) => [this.fields.label(j), frame.arrays()]))
    const index = frames[0]?.index ?? this.index
    return new (this.constructor as new (...args: unknown[]) => this)(data, index, this.assets)
  }

  /** A frame of the family that this panel belongs to. */
  protected frame<X, Y>(data: readonly Float64Array[], index: Labels<X>, columns: Labels<Y>): Frame<X, Y> {
    return new Frame(data, index, columns)
  }

  #cross(row: number, asked: unknown): Frame<A, F> {
    if (!(row >= 0 && row < this.length))
      throw new RustybtError('KEY_NOT_FOUND', `panel: no date ${String(asked)}`, {
        hint: `there are ${this.length} dates`,
      })
    const data = this.frames.map((frame) => frame.row(row).values)
    return this.frame(data, this.assets, this.fields)
  }
}
