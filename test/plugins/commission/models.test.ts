import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { CommissionModel } from '../../../core/finance/commission.js'
import { createOrder } from '../../../core/finance/order.js'
import type { Liquidity } from '../../../core/finance/transaction.js'
import { BROKERS } from '../../../plugins/commission/brokers.js'
import { MakerTakerCommission } from '../../../plugins/commission/maker-taker.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { PercentageCommission } from '../../../plugins/commission/percentage.js'
import { TieredCommission } from '../../../plugins/commission/tiered.js'
import { equity, future } from '../../core/finance/assets.js'

type Fill = readonly [amount: number, price: number, date?: string, liquidity?: Liquidity]

/** What one order's fills are charged, one by one. */
function charges(model: CommissionModel, fills: readonly Fill[], asset = equity() as never): number[] {
  const order = createOrder(
    '1',
    asset,
    fills.reduce((sum, [amount]) => sum + amount, 0),
    0,
  )
  return fills.map(([amount, price, date = '2023-01-15', liquidity]) => {
    const at = Date.parse(date)
    const fill = { asset, amount, price, at, orderId: '1', liquidity }
    const charge = model.calculate(order, fill)
    model.charged?.(order, fill)
    order.filled += amount
    order.commission += charge
    return charge
  })
}

/** Numbers of the tests of Python's RustyBT (tests/finance/test_commissions.py). */
const TIERS = [
  { from: 0, rate: 0.001 },
  { from: 100_000, rate: 0.0005 },
  { from: 1_000_000, rate: 0.0002 },
]
const perShare = () => new PerShare(0.005, 1)
const percentage = (minimum: number) => new PercentageCommission(0.001, minimum)
const makerTaker = (maker: number, minimum = 0) => new MakerTakerCommission(maker, 0.0004, { minimum })

describe('one fill is charged', () => {
  it.each<[string, CommissionModel, Fill, number]>([
    ['per share, below the minimum', perShare(), [100, 150], 1],
    ['per share, above it', perShare(), [1000, 150], 5],
    ['per share, sold', perShare(), [-500, 150], 2.5],
    ['a percentage', percentage(0), [100, 150], 15],
    ['a percentage, below the minimum', percentage(5), [10, 10], 5],
    ['a percentage of ten billion', percentage(0), [1_000_000, 10_000], 10_000_000],
    ['as a maker', makerTaker(0.0002), [0.1, 30_000, '2023-01-15', 'maker'], 0.6],
    ['as a taker', makerTaker(0.0002), [0.1, 30_000, '2023-01-15', 'taker'], 1.2],
    ['as a taker where nobody says', makerTaker(0.0002), [0.1, 30_000], 1.2],
    ['a rebate', makerTaker(-0.0001), [1, 30_000, '2023-01-15', 'maker'], -3],
    ['a rebate, whatever the minimum', makerTaker(-0.0001, 1), [1, 30_000, '2023-01-15', 'maker'], -3],
    ['the minimum as a taker', makerTaker(-0.0001, 1), [0.001, 30_000, '2023-01-15', 'taker'], 1],
  ])('%s', (_, model, fill, charge) => {
    expect(charges(model, [fill])).toEqual([expect.closeTo(charge, 12)])
  })

  it("a future's value with its multiplier", () => {
    expect(charges(percentage(0), [[2, 100]], future(0, 'ES', { multiplier: 50 }) as never)).toEqual([10])
  })
})

describe('a minimum is an order’s, not a fill’s', () => {
  it.each<[string, CommissionModel, Fill[], number[]]>([
    [
      'per share',
      perShare(),
      [
        [100, 150],
        [100, 150],
        [100, 150],
      ],
      [1, 0, 0.5],
    ],
    // Python's RustyBT charges each fill the minimum: 5, 5, 5.
    [
      'percentage',
      percentage(5),
      [
        [10, 100],
        [30, 100],
        [40, 100],
      ],
      [5, 0, 3],
    ],
    [
      'taker, with a rebate between',
      makerTaker(-0.0001, 5),
      [
        [1, 10_000, '2023-01-15'],
        [1, 10_000, '2023-01-15', 'maker'],
        [1, 10_000, '2023-01-15'],
      ],
      [5, -1, 3],
    ],
  ])('%s', (_, model, fills, expected) => {
    expect(charges(model, fills)).toEqual(expected.map((each) => expect.closeTo(each, 12)))
  })

  it('is always charged, and the whole is what one fill of it all would cost', () => {
    const fills = fc.array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 900 })), {
      minLength: 1,
      maxLength: 8,
    })
    fc.assert(
      fc.property(fills, fc.integer({ min: 0, max: 400 }), (given, minimum) => {
        const paid = charges(new PercentageCommission(0.001, minimum), given)
        const whole = given.reduce((sum, [amount, price]) => sum + amount * price * 0.001, 0)
        const total = paid.reduce((sum, charge) => sum + charge, 0)
        expect(paid[0]).toBeGreaterThanOrEqual(minimum)
        expect(Math.min(...paid)).toBeGreaterThanOrEqual(0)
        expect(total).toBeCloseTo(Math.max(minimum, whole), 9)
      }),
    )
  })

  it('counts anew for each order', () => {
    const model = percentage(5)
    expect([charges(model, [[10, 10]]), charges(model, [[10, 10]])]).toEqual([[5], [5]])
  })
})

describe('tiers', () => {
  it('go by what was traded in the month before the trade', () => {
    const model = new TieredCommission(TIERS)
    expect(
      charges(model, [
        [1000, 50],
        [1000, 50],
        [100, 50],
      ]),
    ).toEqual([50, 50, 2.5])
  })

  it('begin anew with the calendar month', () => {
    const model = new TieredCommission(TIERS)
    const paid = charges(model, [
      [10_000, 10, '2023-01-31T23:59:00Z'],
      [10_000, 10, '2023-01-31T23:59:30Z'],
      [10_000, 10, '2023-02-01'],
    ])
    expect(paid).toEqual([100, 50, 100])
  })

  it('or count so many days back', () => {
    const model = new TieredCommission(TIERS, { window: { days: 30 } })
    const paid = charges(model, [
      [10_000, 10, '2023-01-20'],
      [10, 10, '2023-02-18'],
      [10, 10, '2023-02-19'],
    ])
    expect(paid).toEqual([100, 0.05, 0.1])
  })

  it('have rates for makers and takers', () => {
    const model = new TieredCommission([
      { from: 0, rate: { maker: 0.001, taker: 0.002 } },
      { from: 1000, rate: { maker: 0, taker: 0.001 } },
    ])
    const paid = charges(model, [
      [10, 100, '2023-01-01', 'maker'],
      [10, 100, '2023-01-01', 'maker'],
      [10, 100],
    ])
    expect(paid).toEqual([1, 0, 1])
  })

  it.each([
    [[]],
    [[{ from: 5, rate: 1 }]],
    [
      [
        { from: 0, rate: 1 },
        { from: 0, rate: 2 },
      ],
    ],
  ])('refuses %j', (tiers) => {
    expect(() => new TieredCommission(tiers)).toThrow(expect.objectContaining({ code: 'COMMISSION_TIERS' }))
  })
})

describe("a broker's table", () => {
  const of = (name: string) => BROKERS[name].create()

  it('has a source and a date', () => {
    for (const { source, read } of Object.values(BROKERS)) {
      expect(source).not.toBe('')
      expect(read).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
  })

  // The examples of the broker's page.
  it.each<[string, Fill, number]>([
    ['ib-fixed', [100, 25], 1],
    ['ib-fixed', [1000, 25], 5],
    ['ib-fixed', [1000, 0.25], 2.5],
    ['ib-fixed', [10, 0.2], 0.02],
    ['ib-tiered', [50, 100], 0.35],
    ['ib-tiered', [1000, 100], 3.5],
    ['binance-spot', [0.1, 30_000], 3],
  ])('%s charges %j', (name, fill, charge) => {
    expect(charges(of(name), [fill])).toEqual([expect.closeTo(charge, 12)])
  })

  it('ib-tiered falls with the month’s shares', () => {
    const model = of('ib-tiered')
    expect(
      charges(model, [
        [300_000, 10],
        [1000, 10],
      ]),
    ).toEqual([1050, 2])
  })

  it('the maximum follows the order as it fills', () => {
    expect(
      charges(of('ib-fixed'), [
        [10, 0.2],
        [90, 0.2],
        [900, 0.2],
      ]),
    ).toEqual([0.02, 0.18, 1.8].map((x) => expect.closeTo(x, 12)))
  })
})
