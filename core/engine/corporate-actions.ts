import type { Asset } from '../assets/asset.js'
import type { AssetFinder } from '../assets/finder.js'
import type { Adjustments } from '../data/adjustments.js'
import type { Portal } from '../data/portal.js'
import type { Quirks } from '../data/quirks.js'
import type { Blotter } from '../execution/blotter.js'
import type { CashFlow } from '../finance/financing.js'
import type { Ledger } from '../finance/ledger.js'
import type { Transaction } from '../finance/transaction.js'
import { type Exact, exactToNumber } from '../math/decimal.js'
import { DAY } from '../time/instant.js'
import type { SessionTable } from '../time/session.js'
import type { ClockEvent } from './event.js'

/** Dividends earned on their ex date and owed until their pay date, by the row of the session that pays them. */
export class UnpaidDividends {
  readonly #cash = new Map<number, { asset: Asset; amount: Exact }[]>()
  readonly #shares = new Map<number, { asset: Asset; amount: number }[]>()

  constructor(
    private readonly sessions: SessionTable,
    private readonly quirks: Quirks,
  ) {}

  earnCash(asset: Asset, amount: Exact, exDate: string, payDate: string | undefined): void {
    const row = this.#payRow(exDate, payDate)
    if (row < 0) return
    const owed = this.#cash.get(row)
    if (owed) owed.push({ asset, amount })
    else this.#cash.set(row, [{ asset, amount }])
  }

  earnShares(asset: Asset, amount: number, exDate: string, payDate: string | undefined): void {
    const row = this.#payRow(exDate, payDate)
    if (row < 0) return
    const owed = this.#shares.get(row)
    if (owed) owed.push({ asset, amount })
    else this.#shares.set(row, [{ asset, amount }])
  }

  /** Pays what this session owes; answers whether there was anything. */
  pay(ledger: Ledger, row: number, flows: CashFlow[]): boolean {
    const cash = this.#cash.get(row)
    const shares = this.#shares.get(row)
    if (!cash && !shares) return false
    const at = this.sessions.days[row] * DAY
    for (const { asset, amount } of cash ?? []) {
      const currency = ledger.currencyOf(asset)
      ledger.payCash(amount, currency, at)
      flows.push({ at, kind: 'dividend', asset, currency, amount: exactToNumber(amount) })
    }
    for (const { asset, amount } of shares ?? []) ledger.receive(asset, amount, at)
    this.#cash.delete(row)
    this.#shares.delete(row)
    return true
  }

  /** -1: never paid. Zipline pays only on a session that is the pay date itself; strict pays on the next session, on the ex date without one. */
  #payRow(exDate: string, payDate: string | undefined): number {
    if (this.quirks.unpaidDividendWithoutPaySession) return payDate === undefined ? -1 : this.sessions.indexOf(payDate)
    const row = this.sessions.atOrAfter(payDate ?? exDate)
    return row < this.sessions.length ? row : -1
  }
}

/** Earns the dividends that go ex on this session, on what is held at its start, then pays those whose day it is. */
export function payDividends(
  ledger: Ledger,
  adjustments: Adjustments,
  finder: AssetFinder,
  unpaid: UnpaidDividends,
  row: number,
  flows: CashFlow[],
): void {
  const earned = adjustments.dividends(row)
  for (let i = 0; i < earned.length; i++) {
    const { sid, amount, exDate, payDate } = earned[i]
    const asset = finder.retrieve(sid)
    if (ledger.holds(asset)) unpaid.earnCash(asset, ledger.dividendOn(asset, amount), exDate, payDate)
  }
  const inShares = adjustments.stockDividends(row)
  for (let i = 0; i < inShares.length; i++) {
    const { sid, ratio, paymentSid, exDate, payDate } = inShares[i]
    const asset = finder.retrieve(sid)
    const shares = wholeShares(ledger.amount(asset) * ratio)
    if (shares !== 0) unpaid.earnShares(finder.retrieve(paymentSid), shares, exDate, payDate)
  }
  if (unpaid.pay(ledger, row, flows)) ledger.settle()
}

/** Toward zero, but a product one rounding step short of a whole number (100 × 0.29) counts as that number. */
function wholeShares(product: number): number {
  const nearest = Math.round(product)
  return Math.abs(product - nearest) <= Math.abs(product) * Number.EPSILON ? nearest : Math.trunc(product)
}

/** Applies this session's splits to positions and open orders. */
export function takeSplits(
  ledger: Ledger,
  blotter: Blotter,
  adjustments: Adjustments,
  finder: AssetFinder,
  { at, row }: ClockEvent,
  { splitKeepsLastPrice }: Quirks,
  flows: CashFlow[],
): void {
  const splits = adjustments.splits(row)
  for (let i = 0; i < splits.length; i++) {
    const { sid, ratio } = splits[i]
    const asset = finder.retrieve(sid)
    blotter.split(asset, ratio)
    const amount = ledger.split(asset, ratio, splitKeepsLastPrice)
    if (amount === 0) continue
    flows.push({ at, kind: 'cash-in-lieu', asset, currency: ledger.currencyOf(asset), amount })
  }
}

/** When what is held expires. */
export class Expiry {
  #held: readonly Asset[] = []
  #first = Number.POSITIVE_INFINITY

  /** Whether something held has expired. The ledger makes a new list whenever what is held changes: until then this is one comparison. */
  isDue(held: readonly Asset[], portal: Portal, at: number): boolean {
    if (held !== this.#held) {
      this.#held = held
      this.#first = firstClose(held, portal)
    }
    return this.#first <= at
  }
}

// By itself: a function with a closure in it allocates whenever it is called.
function firstClose(held: readonly Asset[], portal: Portal): number {
  return held.reduce((first, asset) => Math.min(first, portal.lifeOf(asset).closesAt), Number.POSITIVE_INFINITY)
}

/** Closes positions in expired assets at the last price, without costs; answers what was closed. */
export function closeExpired(ledger: Ledger, portal: Portal, at: number): readonly Transaction[] {
  const closed = ledger.held
    .filter((asset) => portal.lifeOf(asset).closesAt <= at)
    .map((asset): Transaction => {
      const { amount, lastSalePrice } = ledger.position(asset)
      const price = portal.spot(asset, 'price')
      return { asset, amount: -amount, price: Number.isNaN(price) ? lastSalePrice : price, at, orderId: undefined }
    })
  ledger.book(
    closed.map(({ asset, amount, price }) => ({ asset, amount, price, commission: 0 })),
    at,
  )
  return closed
}
