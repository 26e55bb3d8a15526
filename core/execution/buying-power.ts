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

/** Holds each fill against what the account model allows, fills of the same bar that are not booked yet included. */
export class BuyingPower {
  readonly #pending: Fill[] = []
  readonly #amounts = new Map<Asset, number>()
  #commissions = 0

  /** `ledger` answers the account, marked to the current bar. */
  constructor(
    private readonly model: AccountModel,
    private readonly ledger: () => Ledger,
  ) {}

  /** What was let through before is booked. */
  begin(): void {
    this.#pending.length = 0
    this.#amounts.clear()
    this.#commissions = 0
  }

  /** Why a fill may not be; undefined: it may, and counts from now on. */
  refusal(fill: Fill): string | undefined {
    const { asset, amount, commission } = fill
    const ledger = this.ledger()
    const currency = ledger.currencyOf(asset)
    const before = ledger.amount(asset) + (this.#amounts.get(asset) ?? 0)
    const commissions = this.#commissions + commission * rateIn(ledger, asset)
    const cashAfter = () => this.#cashAfter(ledger, currency, fill)
    const amounts = this.#amounts
    const why = this.model.refusal({
      asset,
      before,
      after: before + amount,
      get cash() {
        return cashAfter()
      },
      currency,
      equity: ledger.portfolioValue - commissions,
      requirement: (rateOf) => requirement(ledger, rateOf, amounts, fill),
    })
    if (why !== undefined) return why
    this.#pending.push(fill)
    amounts.set(asset, (amounts.get(asset) ?? 0) + amount)
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

const NOTHING: ReadonlyMap<Asset, number> = new Map()

/** Sum over all positions, and over what is about to be one, of |value| × rate, in the account's currency. */
export function requirement(
  ledger: Ledger,
  rateOf: (asset: Asset, amount: number) => number,
  pending: ReadonlyMap<Asset, number> = NOTHING,
  fill?: { readonly asset: Asset; readonly amount: number; readonly price: number },
): number {
  let sum = 0
  const add = (asset: Asset, amount: number, price: number) => {
    const value = Math.abs(amount * price) * asset.multiplier
    sum += value * rateOf(asset, amount) * rateIn(ledger, asset)
  }
  for (const asset of ledger.held) {
    if (asset === fill?.asset) continue
    const { amount, lastSalePrice } = ledger.position(asset)
    add(asset, amount + (pending.get(asset) ?? 0), lastSalePrice)
  }
  if (fill) add(fill.asset, ledger.amount(fill.asset) + (pending.get(fill.asset) ?? 0) + fill.amount, fill.price)
  return sum
}

function rateIn(ledger: Ledger, asset: Asset): number {
  const currency = ledger.currencyOf(asset)
  return currency === '' || currency === ledger.currencies[0] ? 1 : ledger.rateOf(currency)
}
