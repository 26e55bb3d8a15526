import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Ledger } from '../../../core/finance/ledger.js'
import { exactFromNumber, exactToText, multiplyExact } from '../../../core/math/decimal.js'
import { equity, future } from './assets.js'

const RATES: Record<string, number[]> = { EUR: [1.1, 1.2], JPY: [0.007, 0.008] }
/** The first day's rates until the second's begin, at 1000. */
const rate = (code: string, at: number) => RATES[code]?.[at >= 1000 ? 1 : 0] ?? Number.NaN
const ledgerOf = (cash: number) => new Ledger(exactFromNumber(cash), 8, { code: 'USD', rate })
const siemens = equity(1, { currency: 'EUR' })

describe('an account of several currencies', () => {
  it('pays in the currency of the asset and values everything in its own', () => {
    const ledger = ledgerOf(10_000)
    ledger.book([{ asset: siemens, amount: 10, price: 100, commission: 5 }], 0)
    expect([exactToText(ledger.cashIn('USD')), exactToText(ledger.cashIn('EUR'))]).toEqual(['10000', '-1005'])
    // 10,000 − 1,005 × 1.1, and 1,000 × 1.1 of shares.
    expect([ledger.cash, ledger.longValue, ledger.portfolioValue]).toEqual([8894.5, 1100, 9994.5])
    ledger.mark(() => 110, 1000)
    // 10,000 − 1,005 × 1.2 + 1,100 × 1.2: the price and the rate have both moved.
    expect([ledger.cash, ledger.portfolioValue]).toEqual([8794, 10_114])
    expect(ledger.pnl).toBe(114)
    expect(ledger.totalReturns).toBeCloseTo(0.0114, 12)
  })

  it('exchanges one for another at the rates of the moment', () => {
    const ledger = ledgerOf(10_000)
    ledger.exchange(exactFromNumber(1100), 'USD', 'EUR', 0)
    expect([exactToText(ledger.cashIn('USD')), exactToText(ledger.cashIn('EUR'))]).toEqual(['8900', '1000'])
    expect(ledger.portfolioValue).toBe(10_000)
  })

  it('pays dividends, and what a split leaves, in the currency of the asset', () => {
    const ledger = ledgerOf(10_000)
    ledger.book([{ asset: siemens, amount: 5, price: 100, commission: 0 }], 0)
    ledger.payCash(ledger.dividendOn(siemens, 2), ledger.currencyOf(siemens))
    ledger.split(siemens, 2)
    expect(exactToText(ledger.cashIn('EUR'))).toBe('-390')
    expect(exactToText(ledger.cashIn('USD'))).toBe('10000')
  })

  it('refuses what has no rate, and a ninth currency', () => {
    const book = (ledger: Ledger, currency: string, sid = 2) =>
      ledger.book([{ asset: equity(sid, { currency }), amount: 1, price: 1, commission: 0 }], 0)
    expect(() => book(ledgerOf(1), 'GBP')).toThrow(
      expect.objectContaining({ code: 'FX_RATE_MISSING', message: expect.stringContaining('GBP to USD') }),
    )
    const many = new Ledger(0n, 8, { code: 'USD', rate: () => 1 })
    for (let i = 1; i <= 7; i++) book(many, `C${i}`, i)
    expect(() => book(many, 'C8', 8)).toThrow(expect.objectContaining({ code: 'CURRENCIES_TOO_MANY' }))
  })

  it('takes all assets as of one currency where it has none', () => {
    const ledger = new Ledger(exactFromNumber(1000))
    ledger.book([{ asset: siemens, amount: 1, price: 100, commission: 0 }], 0)
    expect([ledger.cash, ledger.currencies]).toEqual([900, ['']])
  })

  it('conserves each currency’s cash to the last digit', () => {
    const assets = [
      equity(0),
      siemens,
      equity(2, { currency: 'JPY' }),
      future(3, 'FDAX', { currency: 'EUR', multiplier: 25 }),
    ]
    const fill = fc.record({
      asset: fc.constantFrom(...assets),
      amount: fc.integer({ min: -1000, max: 1000 }).map((units) => units / 8),
      price: fc.integer({ min: 1, max: 10 ** 6 }).map((cents) => cents / 100),
      commission: fc.integer({ min: -500, max: 500 }).map((cents) => cents / 100),
    })
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 30 }), (fills) => {
        const ledger = ledgerOf(1_000_000)
        const paid = new Map<string, bigint>([['USD', exactFromNumber(1_000_000)]])
        let [held, settled] = [0n, 0n]
        for (const [i, each] of fills.entries()) {
          const { asset, amount, price, commission } = each
          ledger.book([each], 100 * i)
          const [units, at] = [exactFromNumber(amount), exactFromNumber(price)]
          let cost = multiplyExact(units, at)
          if (asset.kind === 'future') {
            cost = -25n * multiplyExact(held, at - settled)
            held += units
            settled = at
          }
          paid.set(asset.currency, (paid.get(asset.currency) ?? 0n) - cost - exactFromNumber(commission))
        }
        for (const [currency, cash] of paid) expect(ledger.cashIn(currency)).toBe(cash)
      }),
    )
  })
})
