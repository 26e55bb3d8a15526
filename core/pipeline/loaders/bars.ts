import type { Asset } from '../../assets/asset.js'
import type { Adjustments } from '../../data/adjustments.js'
import type { BarField, BarReader } from '../../data/reader.js'
import { RustybtError } from '../../kernel/errors.js'
import { matrixKernels } from '../../math/matrix-kernels.js'
import type { Adjustment } from '../adjustment.js'
import type { BoundColumn } from '../dataset.js'
import { equityPricing } from '../equity-pricing.js'
import type { LoadedColumn, LoadRequest, PipelineLoader } from '../loader.js'
import { borrow, giveBack, type Matrix, type Numbers, texts } from '../matrix.js'
import type { AssetRef } from '../term.js'

/** Rates from one currency into another, by session row: NaN where there is none. */
export type ExchangeRates = (from: string, to: string, row: number) => number

/**
 * The bars of `EquityPricing`. A row holds the session before, adjusted as seen from the row's own session: what splits, dividends and
 * mergers of that day make of yesterday's prices. A field is laid out for each request in memory that is used again: chunks are alike, and
 * fresh memory costs many times what the laying out does.
 */
export class BarLoader implements PipelineLoader {
  readonly currencyAware: boolean

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
    const { first, sessions } = request
    if (first < 1)
      throw new RustybtError(
        'PIPELINE_LOOKBACK',
        `prices are those of the session before: the data start on ${sessions.date(0)}, and the pipeline needs ${1 - first} more sessions before`,
        { hint: 'start later, or ask for shorter windows' },
      )
    return new Map(
      request.columns.map((column) => {
        if (column.name === 'currency') return [column, { matrix: currencies(request) }]
        const field = column.name as BarField
        const matrix = this.#layOut(field, column.currency, request)
        return [column, { matrix, borrowed: true, adjustments: this.#adjustments(field, request) }]
      }),
    )
  }

  /** The field of the sessions before those asked for. */
  #layOut(field: BarField, currency: string | undefined, { assets, first, rows }: LoadRequest): Matrix {
    const { reader } = this.data
    const columns = assets.length
    const data = borrow(rows * columns)
    const none = new Float64Array(rows).fill(field === 'volume' ? 0 : Number.NaN)
    const scratch = borrow(rows * Math.min(columns, TOGETHER))
    for (let from = 0; from < columns; from += TOGETHER) {
      const to = Math.min(from + TOGETHER, columns)
      for (let j = from; j < to; j++) {
        const { sid } = assets[j]
        const has = reader.firstRow(sid) >= 0
        scratch.set(has ? reader.column(sid, field).subarray(first - 1, first - 1 + rows) : none, (j - from) * rows)
      }
      matrixKernels.matrixTranspose(scratch.subarray(0, (to - from) * rows), rows, data, columns, from)
    }
    giveBack(scratch)
    const matrix = { rows, columns, data }
    if (currency !== undefined) this.#convert(matrix, assets, first - 1, currency)
    return matrix
  }

  #convert({ data, columns }: Numbers, assets: readonly AssetRef[], first: number, currency: string): void {
    assets.forEach((asset, j) => {
      const from = (asset as Asset).currency
      for (let at = j, row = first; at < data.length; at += columns, row++) data[at] *= this.rates!(from, currency, row)
    })
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

function currencies({ assets, rows }: LoadRequest): Matrix {
  const codes = assets.map((asset) => (asset as Asset).currency)
  return texts(rows, codes.length, Array.from({ length: rows }, () => codes).flat(), null)
}

/** Assets that are laid out together. */
const TOGETHER = 64
