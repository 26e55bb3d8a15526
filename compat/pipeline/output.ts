import { Labels, ListLabels } from '../../core/math/labels.js'
import type { SessionRows } from '../../core/pipeline/result.js'
import { PandasFrame } from '../pandas-frame.js'
import { type Asset, assetOf } from '../protocol.js'

type Texts = ReadonlyMap<string, readonly (string | null)[]>
const NO_TEXTS: Texts = new Map()

/** A pipeline's columns on one session: a row for each asset of its screen. Filters are 0 and 1, dates epoch ms, strings codes. */
export class PipelineOutput extends PandasFrame<Asset, string> {
  readonly #texts: Texts

  constructor(
    data: readonly Float64Array[],
    index?: Labels<Asset> | readonly Asset[],
    columns?: Labels<string> | readonly string[],
    texts: Texts = NO_TEXTS,
  ) {
    super(data, index, columns)
    this.#texts = texts
  }

  /** The strings of a column of strings; null is a missing one. */
  text(column: string): (string | null)[] {
    const texts = this.#texts.get(column)
    return Array.from(this.column(column).values, (code) => texts?.[code] ?? null)
  }

  protected override like(
    data: readonly Float64Array[],
    index: Labels<Asset> = this.index,
    columns: Labels<string> = this.columns,
  ): this {
    return new PipelineOutput(data, index, columns, this.#texts) as this
  }
}

/** The assets of a session's rows; each becomes an object when asked for. */
class AssetLabels extends Labels<Asset> {
  #rows: Map<unknown, number> | undefined

  constructor(private readonly part: SessionRows) {
    super({ rank: ({ sid }) => sid })
  }

  get length(): number {
    return this.part.places.length
  }

  label(i: number): Asset {
    return assetOf(this.part.universe[this.part.places[i]])
  }

  /** Assets are looked up by their sids. */
  keyAt(i: number): number {
    return this.part.universe[this.part.places[i]].sid
  }

  rowOf(key: unknown): number {
    this.#rows ??= new Map(Array.from(this.part.places, (_, i) => [this.keyAt(i), i]))
    return this.#rows.get(key) ?? -1
  }
}

const headings = new WeakMap<readonly string[], Labels<string>>()

export function outputOf(rows: SessionRows): PipelineOutput {
  const { columns } = rows
  let heading = headings.get(columns)
  if (heading === undefined) headings.set(columns, (heading = new ListLabels(columns)))
  return new PipelineOutput(rows.values, new AssetLabels(rows), heading, rows.labels)
}
