import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { positionRecords } from '../../../core/engine/metrics.js'
import { Ledger } from '../../../core/finance/ledger.js'
import { exactFromNumber } from '../../../core/math/decimal.js'
import { equity } from './assets.js'

const assets = Array.from({ length: 6 }, (_, sid) => equity(sid))
const trade = fc.record({ sid: fc.nat(5), amount: fc.integer({ min: -3, max: 3 }).filter((units) => units !== 0) })

describe('what a ledger holds', () => {
  it('is listed in the order in which it was opened, however fills come together', () => {
    fc.assert(
      fc.property(fc.array(fc.array(trade, { minLength: 1, maxLength: 4 }), { maxLength: 12 }), (bars) => {
        const ledger = new Ledger(exactFromNumber(1e6), 2)
        const expected = new Map<number, number>()
        for (const [at, bar] of bars.entries()) {
          ledger.book(
            bar.map(({ sid, amount }) => ({ asset: assets[sid], amount, price: 10, commission: 0 })),
            at,
          )
          for (const { sid, amount } of bar) {
            const total = (expected.get(sid) ?? 0) + amount
            if (total === 0) expected.delete(sid)
            else expected.set(sid, total)
          }
          expect(ledger.held.map(({ sid }) => sid)).toEqual([...expected.keys()])
          expect(ledger.positionCount).toBe(expected.size)
          expect(positionRecords(ledger.positionRows()).map(({ sid, amount }) => [sid, amount])).toEqual([...expected])
        }
      }),
    )
  })

  it('is told as rows of numbers that stay as they were', () => {
    const ledger = new Ledger(exactFromNumber(1e6))
    expect(positionRecords(ledger.positionRows())).toEqual([])
    ledger.book([{ asset: assets[3], amount: 100, price: 10, commission: 5 }], 1)
    ledger.mark(() => 12.5, 2)
    const before = ledger.positionRows()
    ledger.book([{ asset: assets[3], amount: -100, price: 11, commission: 0 }], 3)
    expect(positionRecords(before)).toEqual([{ sid: 3, amount: 100, costBasis: 10.05, lastSalePrice: 12.5 }])
    expect(ledger.held).toEqual([])
  })
})
