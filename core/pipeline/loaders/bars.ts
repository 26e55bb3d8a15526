import type { Asset } from '../../assets/asset.js'
import type { Adjustments } from '../../data/adjustments.js'
import type { BarField, BarReader } from '../../data/reader.js'
import { RustybtError } from '../../kernel/errors.js'
import type { Adjustment } from '../adjustment.js'
import type { BoundColumn } from '../dataset.js'
import { equityPricing } from '../equity-pricing.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from '../loader.js'
import { type Matrix, rowsFrom, texts } from '../matrix.js'
import type { AssetRef } from '../term.js'

/** Rates from one currency into another, by session row: NaN where there is none. */
export type ExchangeRates = (from: string, to: string, row: number) => number

/**
 * The bars of `EquityPricing`. A row holds the session before, adjusted as seen from the row's own session: what splits, dividends and
 * mergers of that day make of yesterday's prices. A field is laid out whole when first asked for; requests get views of it.
 */
export class BarLoader implements PipelineLoader {
  readonly currencyAware: boolean
  readonly #whole = new Map<string, Matrix>()
  #assets: readonly AssetRef[] = []

  constructor(
    private readonly data: { readonly reader: BarReader; readonly adjustments: Adjustments },
    private readonly rates?: ExchangeRates,
  ) {
    this.currencyAware = rates !== undefined
  }

  has({ dataset }: BoundColumn): boolean {
    return dataset.specialize(equityPricing.domain) === equityPricing
  }

  load(request: LoadRequest): Map<BoundColumn, LoadedColumn> {
    const { assets, first, rows, sessions } = request
    if (first < 1)
      throw new RustybtError(
        'PIPELINE_LOOKBACK',
        `prices are those of the session before: the data start on ${sessions.date(0)}, and the pipeline needs ${1 - first} more sessions before`,
        { hint: 'start later, or ask for shorter windows' },
      )
    if (this.#assets !== assets) this.#whole.clear()
    this.#assets = assets
    return new Map(
      request.columns.map((column) => {
        if (column.name === 'currency') return [column, { matrix: this.#currencies(rows) }]
        const field = column.name as BarField
        const matrix = rowsFrom(this.#field(field, column.currency), first - 1, first - 1 + rows)
        return [column, { matrix, adjustments: this.#adjustments(field, request) }]
      }),
    )
  }

  #field(field: BarField, currency: string | undefined): Matrix {
    const key = currency === undefined ? field : `${field} ${currency}`
    let whole = this.#whole.get(key)
    if (whole === undefined) this.#whole.set(key, (whole = this.#layOut(field, currency)))
    return whole
  }

  #layOut(field: BarField, currency: string | undefined): Matrix {
    const { reader } = this.data
    const columns = this.#assets.length
    const { length } = reader.sessions
    const data = new Float64Array(length * columns)
    const none = new Float64Array(length).fill(field === 'volume' ? 0 : Number.NaN)
    const series = this.#assets.map(({ sid }) => (reader.firstRow(sid) < 0 ? none : reader.column(sid, field)))
    // Some rows and a few assets at a time, so that what is written together lies together.
    for (let top = 0; top < length; top += ROWS) {
      const bottom = Math.min(top + ROWS, length)
      let from = 0
      for (; from + TOGETHER <= columns; from += TOGETHER) layTogether(data, columns, from, series, top, bottom)
      for (; from < columns; from++) layAlone(data, columns, from, series[from], top, bottom)
    }
    if (currency !== undefined) this.#convert(data, currency)
    return { rows: length, columns, data }
  }

  #convert(data: Float64Array, currency: string): void {
    const columns = this.#assets.length
    this.#assets.forEach((asset, j) => {
      const from = (asset as Asset).currency
      for (let at = j, row = 0; at < data.length; at += columns, row++) data[at] *= this.rates!(from, currency, row)
    })
  }

  #currencies(rows: number): Matrix {
    const codes = this.#assets.map((asset) => (asset as Asset).currency)
    return texts(rows, codes.length, Array.from({ length: rows }, () => codes).flat(), null)
  }

  /** A factor of session e is seen from row e on, in what came before it: the row of session e itself holds the day before. */
  #adjustments(field: BarField, { first, rows, assets }: LoadRequest): Adjustment[] {
    const found: Adjustment[] = []
    for (const [column, { sid }] of assets.entries()) {
      const factors = this.data.adjustments.factors(sid)
      const values = field === 'volume' ? factors.volume : factors.price
      for (let k = 0; k < values.length; k++) {
        const at = factors.rows[k] - first
        if (at >= 0 && at < rows && values[k] !== 1)
          found.push({ at, first: 0, last: at, column, kind: 'multiply', value: values[k] })
      }
    }
    return found.sort((a, b) => a.at - b.at)
  }
}

const ROWS = 64
const TOGETHER = 8

function layTogether(
  out: Float64Array,
  columns: number,
  from: number,
  series: readonly Float64Array[],
  top: number,
  bottom: number,
): void {
  const [a, b, c, d, e, f, g, h] = series.slice(from, from + TOGETHER)
  for (let row = top, at = top * columns + from; row < bottom; row++, at += columns) {
    out[at] = a[row]
    out[at + 1] = b[row]
    out[at + 2] = c[row]
    out[at + 3] = d[row]
    out[at + 4] = e[row]
    out[at + 5] = f[row]
    out[at + 6] = g[row]
    out[at + 7] = h[row]
  }
}

function layAlone(
  out: Float64Array,
  columns: number,
  column: number,
  series: Float64Array,
  top: number,
  bottom: number,
): void {
  for (let row = top, at = top * columns + column; row < bottom; row++, at += columns) out[at] = series[row]
}
