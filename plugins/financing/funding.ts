import type { FinancingCharge, FinancingModel, FinancingPoint } from '../../core/finance/financing.js'
import type { RateTable } from '../../core/finance/rate-table.js'
import { DAY } from '../../core/time/instant.js'

export interface FundingOptions {
  /** UTC times of day at which funding is paid, ms after midnight. */
  readonly times?: readonly number[]
  /** A payment's rate, where the table has none; 0.0001 is a basis point every time. */
  readonly rate?: number
  /** Rates by symbol and moment: each is that of the payment at its moment, and of later ones until there is another. */
  readonly table?: RateTable
  /** Perpetuals by symbol; all cryptocurrencies and futures that have no expiration, where left out. */
  readonly symbols?: readonly string[]
}

const HOUR = 3_600_000
const EVERY_EIGHT_HOURS = [0, 8 * HOUR, 16 * HOUR]

/** Payments between longs and shorts of perpetuals: value × rate at each funding time. A positive rate costs the long and pays the short. */
export class Funding implements FinancingModel {
  readonly #times: readonly number[]
  readonly #symbols: ReadonlySet<string> | undefined

  constructor(readonly options: FundingOptions = {}) {
    this.#times = [...(options.times ?? EVERY_EIGHT_HOURS)].sort((a, b) => a - b)
    this.#symbols = options.symbols && new Set(options.symbols)
  }

  nextAt(time: number): number {
    const midnight = Math.floor(time / DAY) * DAY
    for (const offset of this.#times) if (midnight + offset > time) return midnight + offset
    return midnight + DAY + this.#times[0]
  }

  charge({ at, since, holdings }: FinancingPoint): readonly FinancingCharge[] {
    const charges: FinancingCharge[] = []
    const { rate = 0, table } = this.options
    for (const { asset, value, currency } of holdings) {
      const perpetual = this.#symbols?.has(asset.symbol) ?? isPerpetual(asset)
      if (!perpetual || value === 0) continue
      let amount = 0
      for (let time = this.nextAt(since); time <= at; time = this.nextAt(time))
        amount += value * (table?.at(asset.symbol, time) ?? rate)
      if (amount !== 0) charges.push({ kind: 'funding', asset, currency, amount })
    }
    return charges
  }
}

const isPerpetual = (asset: FinancingPoint['holdings'][number]['asset']) =>
  asset.kind === 'cryptocurrency' || (asset.kind === 'future' && asset.expirationDate === undefined)
