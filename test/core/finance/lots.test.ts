import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openAmount } from '../../../core/finance/order.js'
import { orderableUnits, wholeLots } from '../../../core/finance/sizing.js'
import { LIQUIDITY_EXCEEDED } from '../../../core/finance/slippage.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'

describe('lots', () => {
  it.each([
    [1.9998, undefined, 1],
    [1.99991, undefined, 2],
    [-5.5, undefined, -5],
    [0.25, 0.1, 0.2],
    [0.30000000000000004, 0.1, 0.3],
    [-0.29999999, 0.1, -0.3],
    [0.00012345, 0.00001, 0.00012],
    [7, 5, 5],
  ])('%d units in lots of %s order %d', (wish, lot, units) => {
    expect(orderableUnits(wish, lot)).toBe(units)
  })

  it('are what can be traded of an amount, and never more than it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(1, 0.1, 0.001, 1e-8, 5), (lots, lotSize) => {
        const amount = Number((lots * lotSize).toFixed(8))
        expect(wholeLots(amount, { lotSize, kind: 'equity' })).toBeCloseTo(amount, 7)
        expect(Math.abs(wholeLots(amount * 1.0000001, { lotSize, kind: 'equity' }))).toBeLessThanOrEqual(
          Math.abs(amount * 1.0000001) * (1 + 1e-14),
        )
      }),
    )
  })

  it('limit fills of a coin as whole units limit those of a share', () => {
    const asset = { lotSize: 0.01 }
    const order = { asset, amount: 5, filled: 0, limit: undefined } as never
    const bar = { price: 100, volume: 2.5, volumeUsed: 0 } as never
    expect(openAmount(order)).toBe(5)
    expect(new FixedBasisPointsSlippage(0, 0.1).fill(order, bar)).toMatchObject({ amount: 0.25 })
    expect(new VolumeShareSlippage(0.025, 0).fill(order, bar)).toMatchObject({ amount: 0.06 })
    const thin = { price: 100, volume: 0.05, volumeUsed: 0 } as never
    expect(new VolumeShareSlippage(0.025, 0).fill(order, thin)).toBe(LIQUIDITY_EXCEEDED)
  })
})
