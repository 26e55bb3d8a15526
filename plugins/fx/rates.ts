import type { Asset } from '../../core/assets/asset.js'
import { crossRate, type FxMarket, type FxRates } from '../../core/finance/fx.js'
import { momentIn, numberIn, RateTable, textTable } from '../../core/finance/rate-table.js'
import { RustybtError } from '../../core/kernel/errors.js'
import { dateOf } from '../../core/time/session.js'

/** Rates that never change: what one unit of each currency is worth in `base`. */
export class FixedFx implements FxRates {
  constructor(
    readonly base: string,
    readonly rates: Readonly<Record<string, number>>,
  ) {}

  rate(from: string, to: string): number {
    const known = (code: string, other: string) => (other === this.base ? (this.rates[code] ?? Number.NaN) : Number.NaN)
    return crossRate(known, from, to, [this.base])
  }
}

/** Rates of a table with the columns `date`, `from`, `to` and `rate`: the latest at or before the moment. */
export class TableFx implements FxRates {
  readonly #rates: RateTable
  readonly #through: readonly string[]

  /** Throws `RATE_TABLE_INVALID`. */
  constructor(text: string, file: string) {
    const table = textTable(text, file, ['date', 'from', 'to', 'rate'])
    const entries = table.rows.map(
      (row) =>
        [`${row.from}/${row.to}`, momentIn(table, row, 'date'), numberIn(table, row, 'rate', [1e-12, 1e12])] as const,
    )
    this.#rates = new RateTable(entries)
    this.#through = [...new Set(table.rows.flatMap(({ from, to }) => [from, to]))]
  }

  rate(from: string, to: string, at: number): number {
    return crossRate((code, other) => this.#rates.at(`${code}/${other}`, at) ?? Number.NaN, from, to, this.#through)
  }
}

/** Rates that are the last prices of the run's own assets: `{ 'EUR/USD': 'EURUSD' }`. */
export class AssetFx implements FxRates {
  #market?: FxMarket
  readonly #assets = new Map<string, Asset>()
  readonly #through: readonly string[]

  constructor(readonly pairs: Readonly<Record<string, string>>) {
    for (const pair of Object.keys(pairs))
      if (!/^[^/]+\/[^/]+$/.test(pair))
        throw new RustybtError('FX_PAIR_INVALID', `'${pair}' is no pair of currencies`, {
          hint: "write { 'EUR/USD': 'EURUSD' }",
        })
    this.#through = [...new Set(Object.keys(pairs).flatMap((pair) => pair.split('/')))]
  }

  begin(market: FxMarket): void {
    this.#market = market
    const { finder, data } = market
    const last = dateOf(data.sessions.days[data.sessions.length - 1])
    for (const [pair, symbol] of Object.entries(this.pairs)) this.#assets.set(pair, finder.lookupSymbol(symbol, last))
  }

  rate(from: string, to: string, _at: number): number {
    const { data } = this.#market!
    const known = (code: string, other: string) => {
      const asset = this.#assets.get(`${code}/${other}`)
      return asset === undefined ? Number.NaN : data.spot(asset, 'price')
    }
    return crossRate(known, from, to, this.#through)
  }
}
