import type { Asset } from '../assets/asset.js'
import { lotOf } from '../assets/asset-class.js'
import { requirement } from '../execution/buying-power.js'
import type { AccountModel } from '../finance/account.js'
import type { Ledger } from '../finance/ledger.js'
import { wholeLots } from '../finance/sizing.js'

/** What the positions need and what the account is worth, in its currency, and the signed units to order of each asset. */
export interface MarginCall {
  readonly needed: number
  readonly equity: number
  readonly reductions: readonly (readonly [asset: Asset, amount: number])[]
}

/**
 * undefined where the account is worth its maintenance margin. Else every position is lowered by the same fraction, 1 - equity ÷ needed,
 * rounded up to whole lots (an account that is worth nothing gives up all); a model that only warns orders nothing.
 */
export function marginCall({ maintenance, onCall = 'warn' }: AccountModel, ledger: Ledger): MarginCall | undefined {
  if (maintenance === undefined || ledger.positionCount === 0) return undefined
  const needed = requirement(ledger, maintenance)
  const equity = ledger.portfolioValue
  if (equity >= needed) return undefined
  const fraction = 1 - Math.max(0, equity) / needed
  const reductions = Array.from(ledger.held, (asset): readonly [Asset, number] => {
    const amount = ledger.amount(asset)
    return [asset, onCall === 'warn' ? 0 : -Math.sign(amount) * lotsUp(Math.abs(amount), fraction, asset)]
  })
  return { needed, equity, reductions }
}

/** A fraction of an amount in whole lots, rounded up, at most all of it. */
function lotsUp(amount: number, fraction: number, asset: Asset): number {
  const least = wholeLots(amount * fraction, asset)
  const units = least < amount * fraction ? wholeLots(least + lotOf(asset), asset) : least
  return Math.min(amount, units)
}
