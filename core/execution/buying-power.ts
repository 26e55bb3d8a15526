import type { Asset } from '../assets/asset.js'
import type { AccountModel, FundsAfter } from '../finance/account.js'
import type { Ledger } from '../finance/ledger.js'
import { type Exact, exactFromNumber, exactToNumber, multiplyExact } from '../math/decimal.js'

interface Pending {
  readonly cash: Map<string, Exact>
  readonly amounts: Map<Asset, number>
  commissions: number
}

const nothing = (): Pending => ({ cash: new Map(), amounts: new Map(), commissions: 0 })

/** Holds each fill against what the account model allows, fills of the same bar that are not booked yet included. */
export class BuyingPower {
  #pending = nothing()

  /** `ledger` answers the account, marked to the current bar. */
  constructor(
    private readonly model: AccountModel,
    private readonly ledger: () => Ledger,
  ) {}

  /** What was let through before is booked. */
  begin(): void {
    this.#pending = nothing()
  }

  /** Why a fill may not be; undefined: it may, and counts from now on. */
  refusal(asset: Asset, amount: number, price: number, commission: number): string | undefined {
    const pending = this.#pending
    const ledger = this.ledger()
    const currency = ledger.currencyOf(asset)
    const before = ledger.amount(asset) + (pending.amounts.get(asset) ?? 0)
    const paid = (pending.cash.get(currency) ?? 0n) - costOf(asset, amount, price) - exactFromNumber(commission)
    const rate = currency === '' || currency === ledger.currencies[0] ? 1 : ledger.rateOf(currency)
    const commissions = pending.commissions + (Number.isNaN(rate) ? 0 : commission * rate)
    const funds: FundsAfter = {
      asset,
      before,
      after: before + amount,
      cash: exactToNumber(ledger.cashIn(currency) + paid),
      currency,
      equity: ledger.portfolioValue - commissions,
      requirement: (rateOf) => requirement(ledger, rateOf, pending.amounts, { asset, amount, price }),
    }
    const why = this.model.refusal(funds)
    if (why !== undefined) return why
    pending.cash.set(currency, paid)
    pending.amounts.set(asset, (pending.amounts.get(asset) ?? 0) + amount)
    pending.commissions = commissions
    return undefined
  }
}

/** What a fill takes from cash; a future's price is not paid. */
function costOf(asset: Asset, amount: number, price: number): Exact {
  if (asset.kind === 'future') return 0n
  const value = multiplyExact(exactFromNumber(amount), exactFromNumber(price))
  return multiplyExact(value, exactFromNumber(asset.multiplier))
}

/** Sum over all positions, and over what is about to be one, of |value| × rate, in the account's currency. */
export function requirement(
  ledger: Ledger,
  rateOf: (asset: Asset, amount: number) => number,
  pending: ReadonlyMap<Asset, number> = new Map(),
  fill?: { readonly asset: Asset; readonly amount: number; readonly price: number },
): number {
  let sum = 0
  const add = (asset: Asset, amount: number, price: number) => {
    const value = Math.abs(amount * price) * asset.multiplier
    sum += value * rateOf(asset, amount) * rateIn(ledger, asset)
  }
  for (const { asset, amount, lastSalePrice } of ledger.positions()) {
    if (asset === fill?.asset) continue
    add(asset, amount + (pending.get(asset) ?? 0), lastSalePrice)
  }
  if (fill) add(fill.asset, ledger.amount(fill.asset) + (pending.get(fill.asset) ?? 0) + fill.amount, fill.price)
  return sum
}

function rateIn(ledger: Ledger, asset: Asset): number {
  const currency = ledger.currencyOf(asset)
  return currency === '' || currency === ledger.currencies[0] ? 1 : ledger.rateOf(currency)
}
