import type { AccountModel, FundsAfter } from '../../core/finance/account.js'

/** No debts and no shorts: what is bought is paid with what is there, and only what is held is sold. Futures need a margin account. */
export class CashAccount implements AccountModel {
  refusal({ asset, before, after, cash, currency }: FundsAfter): string | undefined {
    if (asset.kind === 'future') return 'a cash account holds no futures'
    if (after < 0 && after < before) return `a cash account sells only what it holds: ${before} ${asset.symbol}`
    if (cash < 0 && after > before) return `insufficient funds: ${-cash} ${currency || 'of cash'} short`
    return undefined
  }
}
