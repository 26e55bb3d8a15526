/** What two labels are compared by: a date's `valueOf`, else the label itself (assets are interned, so by identity). */
export function keyOf(label: unknown): unknown {
  return typeof label === 'object' && label !== null ? label.valueOf() : label
}

/** How labels of a kind sort and print, where their own value and text do not say it (assets: by sid, as their symbol). */
export interface LabelTraits<K> {
  readonly rank?: (label: K) => number | string
  readonly text?: ((label: K) => string) | undefined
}

/** As much of an index as lining up and printing need, whatever its labels are. */
export interface Keyed {
  readonly length: number
  keyAt(i: number): unknown
  rowOf(key: unknown): number
  text(i: number): string
}

/** The index of a series or frame, made lazily: a label object exists only once somebody asks for it. */
export abstract class Labels<K> implements Iterable<K>, Keyed {
  abstract readonly length: number
  readonly traits: LabelTraits<K> | undefined

  constructor(traits?: LabelTraits<K>) {
    this.traits = traits
  }

  /** Label of row i, 0 ≤ i < length. */
  abstract label(i: number): K
  /** `keyOf(label(i))`, without making the label where that can be avoided. */
  abstract keyAt(i: number): unknown
  /** Row of a key as `keyOf` gives it, or -1. */
  abstract rowOf(key: unknown): number

  /** Label of row i; a negative i counts from the end. Undefined outside. */
  at(i: number): K | undefined {
    const row = i < 0 ? i + this.length : i
    return row >= 0 && row < this.length ? this.label(row) : undefined
  }

  /** Row of a label, or -1. */
  indexOf(label: K): number {
    return this.rowOf(keyOf(label))
  }

  includes(label: K): boolean {
    return this.indexOf(label) >= 0
  }

  text(i: number): string {
    const label = this.label(i)
    return this.traits?.text ? this.traits.text(label) : String(label)
  }

  *[Symbol.iterator](): IterableIterator<K> {
    for (let i = 0; i < this.length; i++) yield this.label(i)
  }

  toArray(): K[] {
    return Array.from({ length: this.length }, (_, i) => this.label(i))
  }

  tolist(): K[] {
    return this.toArray()
  }
}

/** Labels listed in an array, which must not change afterwards. The lookup table is made at the first lookup. */
export class ListLabels<K> extends Labels<K> {
  readonly #labels: readonly K[]
  #rows: Map<unknown, number> | undefined

  constructor(labels: readonly K[], traits?: LabelTraits<K>) {
    super(traits)
    this.#labels = labels
  }

  get length(): number {
    return this.#labels.length
  }

  label(i: number): K {
    return this.#labels[i]
  }

  keyAt(i: number): unknown {
    return keyOf(this.#labels[i])
  }

  rowOf(key: unknown): number {
    if (!this.#rows) {
      this.#rows = new Map()
      for (let i = this.#labels.length - 1; i >= 0; i--) this.#rows.set(keyOf(this.#labels[i]), i)
    }
    return this.#rows.get(key) ?? -1
  }
}

/** 0, 1, 2, …: what a series has that was given no labels. */
export class RangeLabels extends Labels<number> {
  constructor(readonly length: number) {
    super()
  }

  label(i: number): number {
    return i
  }

  keyAt(i: number): number {
    return i
  }

  rowOf(key: unknown): number {
    return Number.isInteger(key) && (key as number) >= 0 && (key as number) < this.length ? (key as number) : -1
  }
}

/** Between an instant (epoch ms) and the object that a strategy sees for it. */
export interface TimeMapping<K> {
  readonly label: (time: number) => K
  /** Epoch ms of a label, or of anything else that callers may look up by, such as an ISO string. */
  readonly time?: (label: K | string | Date) => number
  readonly text?: (label: K) => string
}

/** Instants (epoch ms, rising), `length` of them from row `from` on; each becomes a label when asked for, and lookups search by halving. */
export class TimeLabels<K> extends Labels<K> {
  constructor(
    private readonly times: Float64Array,
    private readonly mapping: TimeMapping<K>,
    private readonly from = 0,
    readonly length = times.length - from,
  ) {
    super(mapping.text && mapping)
  }

  label(i: number): K {
    return this.mapping.label(this.times[this.from + i])
  }

  keyAt(i: number): number {
    return this.times[this.from + i]
  }

  /** Rows `start` up to, not including, `end`: nothing is copied. */
  between(start: number, end: number): TimeLabels<K> {
    return new TimeLabels(this.times, this.mapping, this.from + start, end - start)
  }

  override indexOf(label: K | string | Date): number {
    if (this.mapping.time) return this.rowOf(this.mapping.time(label))
    return this.rowOf(typeof label === 'string' ? Date.parse(label) : keyOf(label))
  }

  rowOf(key: unknown): number {
    let low = 0
    let high = this.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const time = this.times[this.from + middle]
      if (time === key) return middle
      if (time < (key as number)) low = middle + 1
      else high = middle - 1
    }
    return -1
  }
}

/** Chosen rows of other labels, in the order chosen. */
class PickedLabels<K> extends Labels<K> {
  #rows: Map<number, number> | undefined

  constructor(
    readonly base: Labels<K>,
    readonly rows: Int32Array,
  ) {
    super(base.traits)
  }

  get length(): number {
    return this.rows.length
  }

  label(i: number): K {
    return this.base.label(this.rows[i])
  }

  keyAt(i: number): unknown {
    return this.base.keyAt(this.rows[i])
  }

  override indexOf(label: K): number {
    return this.#find(this.base.indexOf(label))
  }

  rowOf(key: unknown): number {
    return this.#find(this.base.rowOf(key))
  }

  #find(row: number): number {
    this.#rows ??= new Map(Array.from(this.rows, (from, i) => [from, i] as const))
    return this.#rows.get(row) ?? -1
  }
}

export function pickLabels<K>(labels: Labels<K>, rows: Int32Array): Labels<K> {
  return labels instanceof PickedLabels
    ? new PickedLabels(
        labels.base,
        rows.map((i) => labels.rows[i]),
      )
    : new PickedLabels(labels, rows)
}

export function sliceLabels<K>(labels: Labels<K>, start: number, end: number): Labels<K> {
  if (start === 0 && end === labels.length) return labels
  if (labels instanceof TimeLabels) return labels.between(start, end)
  return pickLabels(
    labels,
    Int32Array.from({ length: end - start }, (_, i) => start + i),
  )
}

/** Labels from what a caller has: labels stay as they are, an array is listed, nothing counts from 0. */
export function labelsFrom<K>(given: Labels<K> | readonly K[] | undefined, length: number): Labels<K> {
  if (given instanceof Labels) return given
  return given ? new ListLabels(given) : (new RangeLabels(length) as unknown as Labels<K>)
}

export function sameLabels(a: Keyed, b: Keyed): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a.keyAt(i) !== b.keyAt(i)) return false
  return true
}

/** Rows in the order of their labels: by the traits' rank, else by value; labels that do not compare keep their places. */
export function labelOrder<K>(labels: Labels<K>): Int32Array {
  const rank = labels.traits?.rank
  const keys = Array.from({ length: labels.length }, (_, i) => (rank ? rank(labels.label(i)) : labels.keyAt(i)))
  return Int32Array.from(keys.keys()).sort((i, j) => compare(keys[i], keys[j]) || i - j)
}

function compare(a: unknown, b: unknown): number {
  if (typeof a !== typeof b || typeof a === 'object') return 0
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0
}

export interface Alignment<K> {
  readonly labels: Labels<K>
  /** Rows of each side for each label, -1 where it has none. */
  readonly left: Int32Array
  readonly right: Int32Array
}

/** All labels of either side, sorted, as pandas lines up two indexes that differ. */
export function alignLabels<K>(a: Labels<K>, b: Labels<K>): Alignment<K> {
  const all = a.toArray()
  for (let i = 0; i < b.length; i++) if (a.rowOf(b.keyAt(i)) < 0) all.push(b.label(i))
  const listed = new ListLabels(all, a.traits ?? b.traits)
  const labels = new ListLabels(
    Array.from(labelOrder(listed), (i) => all[i]),
    listed.traits,
  )
  return { labels, left: rowsUnder(labels, a), right: rowsUnder(labels, b) }
}

/** Row in `source` of each label of `index`, or -1. */
export function rowsUnder(index: Keyed, source: Keyed): Int32Array {
  return Int32Array.from({ length: index.length }, (_, i) => source.rowOf(index.keyAt(i)))
}
