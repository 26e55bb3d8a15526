import type { Asset } from '../../assets/asset.js'
import type { Adjustments } from '../../data/adjustments.js'
import type { BarField, BarReader } from '../../data/reader.js'
import { RustybtError } from '../../kernel/errors.js'
import { matrixKernels } from '../../math/matrix-kernels.js'
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
  #known: number | undefined

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
    const { known } = this.data.reader
    if (this.#assets !== assets || this.#known !== known) this.#whole.clear()
    this.#assets = assets
    this.#known = known
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
    const scratch = new Float64Array(length * Math.min(columns, TOGETHER))
    for (let from = 0; from < columns; from += TOGETHER) {
      const some = series.slice(from, from + TOGETHER)
      for (const [k, values] of some.entries()) scratch.set(values, k * length)
      matrixKernels.matrixTranspose(scratch.subarray(0, some.length * length), length, data, columns, from)
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

/** Assets that are laid out together. */
const TOGETHER = 64
