import type { Asset } from '../assets/asset.js'
import type { AccountModel } from '../finance/account.js'
import type { Ledger } from '../finance/ledger.js'
import { type Exact, exactFromNumber, exactToNumber, multiplyExact } from '../math/decimal.js'

interface Fill {
  readonly asset: Asset
  readonly amount: number
  readonly price: number
  readonly commission: number
}

type RateOf = (asset: Asset, amount: number) => number

interface Held {
  readonly amount: number
  readonly price: number
}

/** Holds each fill against what the account model allows, fills of the same bar that are not booked yet included. */
export class BuyingPower {
  readonly #pending: Fill[] = []
  /** What those fills leave, by asset. */
  readonly #after = new Map<Asset, Held>()
  #commissions = 0
  #at = Number.NaN
  /** What positions need by a rate, as the fills let through so far leave them. */
  #needed: { readonly rateOf: RateOf; sum: number } | undefined

  /** `ledger` answers the account, marked to the current bar. */
  constructor(
    private readonly model: AccountModel,
    private readonly ledger: () => Ledger,
  ) {}

  /** What was let through before is booked; it is `at` (epoch ms) now. */
  begin(at: number): void {
    this.#at = at
    this.#pending.length = 0
    this.#after.clear()
    this.#needed = undefined
    this.#commissions = 0
  }

  /** Why a fill may not be; undefined: it may, and counts from now on. */
  refusal(fill: Fill): string | undefined {
    const { asset, amount, commission } = fill
    const ledger = this.ledger()
    const currency = ledger.currencyOf(asset)
    const earlier = this.#after.get(asset)
    const before = earlier?.amount ?? ledger.amount(asset)
    const after = { amount: before + amount, price: fill.price }
    const commissions = this.#commissions + commission * ledger.rateOf(asset, this.#at)
    const cashAfter = () => this.#cashAfter(ledger, currency, fill)
    const why = this.model.refusal({
      asset,
      before,
      after: before + amount,
      get cash() {
        return cashAfter()
      },
      currency,
      equity: ledger.portfolioValue - commissions,
      requirement: (rateOf) => this.#requirement(ledger, rateOf, asset, earlier, after),
    })
    if (why !== undefined) return why
    if (this.#needed) this.#needed.sum += this.#change(ledger, this.#needed.rateOf, asset, earlier, after)
    this.#after.set(asset, after)
    this.#pending.push(fill)
    this.#commissions = commissions
    return undefined
  }

  /** All positions are looked at once a bar; then a fill changes what its asset needs. */
  #requirement(ledger: Ledger, rateOf: RateOf, asset: Asset, earlier: Held | undefined, after: Held): number {
    if (this.#needed?.rateOf !== rateOf) {
      let sum = requirement(ledger, rateOf)
      for (const [each, held] of this.#after) sum += this.#change(ledger, rateOf, each, undefined, held)
      this.#needed = { rateOf, sum }
    }
    return this.#needed.sum + this.#change(ledger, rateOf, asset, earlier, after)
  }

  #change(ledger: Ledger, rateOf: RateOf, asset: Asset, earlier: Held | undefined, after: Held): number {
    const rate = ledger.rateOf(asset, this.#at)
    const { amount, lastSalePrice } = ledger.position(asset)
    const before = earlier ?? { amount, price: lastSalePrice }
    return needOf(asset, after, rateOf, rate) - needOf(asset, before, rateOf, rate)
  }

  /** Exact until the end: a cent too much is seen. */
  #cashAfter(ledger: Ledger, currency: string, fill: Fill): number {
    let cash = ledger.cashIn(currency) - costOf(fill)
    for (const each of this.#pending) if (ledger.currencyOf(each.asset) === currency) cash -= costOf(each)
    return exactToNumber(cash)
  }
}

/** What a fill takes from cash, its commission included; a future's price is not paid. */
function costOf({ asset, amount, price, commission }: Fill): Exact {
  const charge = exactFromNumber(commission)
  if (asset.kind === 'future') return charge
  const value = multiplyExact(exactFromNumber(amount), exactFromNumber(price))
  return multiplyExact(value, exactFromNumber(asset.multiplier)) + charge
}

function needOf(asset: Asset, { amount, price }: Held, rateOf: RateOf, rate: number): number {
  return amount === 0 ? 0 : Math.abs(amount * price) * asset.multiplier * rateOf(asset, amount) * rate
}

/** Sum over positions of |value| × rate, in the account's currency. */
export function requirement(ledger: Ledger, rateOf: RateOf): number {
  let sum = 0
  for (const asset of ledger.held) {
    const { amount, lastSalePrice } = ledger.position(asset)
    sum += needOf(asset, { amount, price: lastSalePrice }, rateOf, ledger.rateOf(asset, Number.NaN))
  }
  return sum
}
