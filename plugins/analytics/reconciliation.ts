import type { Performance } from '../../core/engine/metrics.js'
import type { Transaction } from '../../core/finance/transaction.js'
import { type Exact, exactFromNumber, exactToNumber } from '../../core/math/decimal.js'
import type { Contribution } from './contributions.js'
import { exactValue } from './lots.js'

/** From what the market's prices brought to what the account gained: `gross + slippage + commissions + flows + unexplained = net`, exact. */
export interface Reconciliation {
  /** Of prices, had every fill been at the market's. */
  readonly gross: Exact
  /** Signed as cash is, as all that follows: negative was paid. */
  readonly slippage: Exact
  readonly commissions: Exact
  /** What moved beside trading, by kind, but for deposits: dividends, borrowing, interest, funding. */
  readonly flows: readonly (readonly [kind: string, amount: Exact])[]
  /** End value less the capital and what was paid in. */
  readonly net: Exact
  /** What of the account's gain is none of these, as rates of other currencies; 0 where the parts end on the account's own value. */
  readonly unexplained: Exact
  /** Fills of which nobody told the market's price: their slippage is in `gross`. */
  readonly unknown: number
}

/** What a fill's slippage took (negative) or gave; 0 where the market's price is not known. */
export function slippageOf({ asset, amount, price, reference }: Transaction): Exact {
  return reference === undefined ? 0n : exactValue(amount, reference, asset) - exactValue(amount, price, asset)
}

export function reconcile(
  { length, columns, transactions, cashFlows = [] }: Performance,
  parts: readonly Contribution[],
  capital: number,
): Reconciliation {
  const fills = transactions.slice(0, length).flat()
  const slippage = sum(fills, slippageOf)
  const commissions = -sum(fills, commissionOf)
  const byKind = new Map<string, Exact>()
  for (const { kind, amount } of cashFlows.slice(0, length).flat())
    byKind.set(kind, (byKind.get(kind) ?? 0n) + exactFromNumber(amount))
  const paidIn = exactFromNumber(capital) + (byKind.get('deposit') ?? 0n)
  byKind.delete('deposit')
  const prices = sum(parts, ({ total }) => total)
  const told = prices + commissions + sum([...byKind.values()], (amount) => amount)
  // The account's end is told in doubles: where the parts come to the same one, they are what it is exactly.
  const end = length === 0 ? capital : columns.portfolio_value[length - 1]
  const net = exactToNumber(paidIn + told) === end ? told : exactFromNumber(end) - paidIn
  return {
    gross: prices - slippage,
    slippage,
    commissions,
    flows: [...byKind],
    net,
    unexplained: net - told,
    unknown: fills.filter(({ reference, orderId }) => reference === undefined && orderId !== undefined).length,
  }
}

/** Exact, in the asset's currency. */
export const commissionOf = ({ commission = 0 }: Transaction): Exact => exactFromNumber(commission)

function sum<T>(of: readonly T[], value: (one: T) => Exact): Exact {
  return of.reduce((total, one) => total + value(one), 0n)
}
