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
    this.#commissions = 0
  }

  /** Why a fill may not be; undefined: it may, and counts from now on. */
  refusal(fill: Fill): string | undefined {
    const { asset, amount, commission } = fill
    const ledger = this.ledger()
    const currency = ledger.currencyOf(asset)
    const earlier = this.#after.get(asset)
    const before = earlier?.amount ?? ledger.amount(asset)
    this.#after.set(asset, { amount: before + amount, price: fill.price })
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
      requirement: (rateOf) => requirement(ledger, rateOf, this.#at, this.#after),
    })
    if (why !== undefined) {
      if (earlier) this.#after.set(asset, earlier)
      else this.#after.delete(asset)
      return why
    }
    this.#pending.push(fill)
    this.#commissions = commissions
    return undefined
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

const NOTHING: ReadonlyMap<Asset, Held> = new Map()

/** Sum over positions of |value| × rate, in the account's currency; those in `after` as they will be. */
export function requirement(
  ledger: Ledger,
  rateOf: (asset: Asset, amount: number) => number,
  at = Number.NaN,
  after = NOTHING,
): number {
  let sum = 0
  const add = (asset: Asset, amount: number, price: number) => {
    if (amount === 0) return
    sum += Math.abs(amount * price) * asset.multiplier * rateOf(asset, amount) * ledger.rateOf(asset, at)
  }
  for (const asset of ledger.held) {
    if (after.has(asset)) continue
    const { amount, lastSalePrice } = ledger.position(asset)
    add(asset, amount, lastSalePrice)
  }
  for (const [asset, { amount, price }] of after) add(asset, amount, price)
  return sum
}
