import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Arrivals } from '../../../core/execution/arrivals.js'
import { createOrder } from '../../../core/finance/order.js'
import { RateTable } from '../../../core/finance/rate-table.js'
import { Random } from '../../../core/kernel/random.js'
import { CompositeLatency, FixedLatency, HistoricalLatency, RandomLatency } from '../../../plugins/latency/models.js'
import { equity } from '../../core/finance/assets.js'

const orderAt = (created: number) => createOrder('1', equity(), 1, created)
const ranges = { network: [5, 15], broker: [1, 5], exchange: [0.1, 2] } as const

describe('latency', () => {
  it('is the sum of its parts', () => {
    const fixed = new FixedLatency({ network: 10, broker: 3, exchange: 2 })
    expect(fixed.delay()).toBe(15)
    expect(new CompositeLatency([fixed, fixed]).delay(orderAt(0), new Random(1))).toBe(30)
  })

  it.each(['uniform', 'normal'] as const)('drawn %sly lies in its range, about its middle', (distribution) => {
    const model = new RandomLatency(ranges, distribution)
    const random = new Random(7)
    const drawn = Array.from({ length: 4000 }, () => model.delay(orderAt(0), random))
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(6.1)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(22)
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length
    expect(mean).toBeCloseTo(14.05, 0)
    const deviation = Math.sqrt(drawn.reduce((sum, each) => sum + (each - mean) ** 2, 0) / drawn.length)
    // Deviations of the parts: a range ÷ √12, or a sixth of it.
    const [parts, by] = [[10, 4, 1.9], distribution === 'uniform' ? Math.sqrt(12) : 6]
    expect(deviation).toBeCloseTo(Math.hypot(...parts) / by, 0)
  })

  it('is the same for the same seed', () => {
    const draw = (seed: number) => {
      const random = new Random(seed)
      return Array.from({ length: 5 }, () => new RandomLatency(ranges).delay(orderAt(0), random))
    }
    fc.assert(fc.property(fc.integer(), (seed) => expect(draw(seed)).toEqual(draw(seed))))
    expect(draw(1)).not.toEqual(draw(2))
  })

  it('is what was measured last before the order, never what came after', () => {
    const model = new HistoricalLatency(
      new RateTable([
        ['ms', 1000, 20],
        ['ms', 2000, 80],
      ]),
    )
    expect([1000, 1999, 2000, 9000].map((at) => model.delay(orderAt(at)))).toEqual([20, 20, 80, 80])
    expect(() => model.delay(orderAt(999))).toThrow(expect.objectContaining({ code: 'LATENCY_UNKNOWN' }))
  })

  it('is drawn once an order, as it is sent or first seen', () => {
    let drawn = 0
    const arrivals = new Arrivals({ delay: () => 1000 * ++drawn }, new Random(1))
    const [sent, seen] = [orderAt(1000), orderAt(1000)]
    arrivals.begin(1000)
    arrivals.sent(sent)
    arrivals.sent(sent)
    arrivals.begin(2000)
    const there = (at: number) => [sent, seen].map((order) => arrivals.hasArrived(order, at))
    expect([there(1999), there(2000), there(2999), there(3000)]).toEqual([
      [false, false],
      [true, false],
      [true, false],
      [true, true],
    ])
    for (const at of [3000, 4000]) {
      arrivals.begin(at)
      expect(there(at)).toEqual([true, true])
    }
    expect(drawn).toBe(2)
  })
})
