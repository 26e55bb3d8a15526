import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { FillModel } from '../../../core/finance/fill-model.js'
import { createOrder } from '../../../core/finance/order.js'
import type { TradeBar } from '../../../core/finance/slippage.js'
import { Random } from '../../../core/kernel/random.js'
import { ChanceFills } from '../../../plugins/fills/chance.js'
import { VolumeFills } from '../../../plugins/fills/volume.js'
import { equity } from '../../core/finance/assets.js'

const bar = (volumeUsed = 0) => ({ volume: 10_000, volumeUsed }) as TradeBar
const random = new Random(1)

function fillOf(model: FillModel, amount: number, used = 0, limit?: number, lotSize?: number) {
  const order = createOrder('1', equity(0, { lotSize }), amount, 0, limit)
  const fill = model.fill(order, bar(used), { price: 50, amount }, random)
  return fill && [fill.amount, fill.price]
}

/** Numbers of the tests of Python's RustyBT (tests/finance/test_partial_fills.py): a bar of 10,000 at 50. */
describe('a share of the volume', () => {
  it.each<[number, number, number, number]>([
    [100, 0, 100, 50 * (1 + 0.01 * 0.01)],
    [2000, 0, 1000, 50 * (1 + 0.01 * 0.1)],
    [-2000, 0, -1000, 50 * (1 - 0.01 * 0.1)],
    [2000, 400, 600, 50 * (1 + 0.01 * 0.06)],
  ])('of %d, with %d taken before, gives %d', (amount, used, filled, price) => {
    expect(fillOf(new VolumeFills(), amount, used)).toEqual([filled, expect.closeTo(price, 12)])
  })

  it('gives nothing where it is used up, and nothing beyond a limit', () => {
    expect(fillOf(new VolumeFills(), 10, 1000)).toBeUndefined()
    expect(fillOf(new VolumeFills(), 100, 0, 50.001)).toBeUndefined()
    expect(fillOf(new VolumeFills(), 100, 0, 50.01)).toEqual([100, expect.closeTo(50.005, 12)])
  })

  it('gives whole lots', () => {
    expect(fillOf(new VolumeFills(0.00007, 0), 5, 0, undefined, 0.25)).toEqual([0.5, 50])
    expect(fillOf(new VolumeFills(0.00007, 0), 5)).toBeUndefined()
  })
})

describe('chance', () => {
  it('never gives more than was offered, nor less than its least share', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, units) => {
        const order = createOrder('1', equity(), -units, 0)
        const fill = new ChanceFills(1, 0.5).fill(order, bar(), { price: 50, amount: -units }, new Random(seed))
        if (fill === undefined) return units === 1
        return fill.amount >= -units && fill.amount <= -Math.floor(units / 2) && fill.price === 50
      }),
    )
  })

  it('fills as often as it says', () => {
    const drawn = new Random(3)
    const order = createOrder('1', equity(), 10, 0)
    const filled = Array.from({ length: 4000 }, () =>
      new ChanceFills(0.3).fill(order, bar(), { price: 1, amount: 10 }, drawn),
    )
    expect(filled.filter((fill) => fill !== undefined).length / 4000).toBeCloseTo(0.3, 1)
  })
})
