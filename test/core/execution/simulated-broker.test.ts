import { describe, expect, it } from '@jest/globals'
import { QUIRKS } from '../../../core/data/quirks.js'
import { endOfDayCancel } from '../../../core/finance/cancel-policy.js'
import { Costs } from '../../../core/finance/costs.js'
import { NoCommission } from '../../../plugins/commission/none.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { market, play } from '../engine/market.js'

describe('a limit order whose limit is reached', () => {
  it.each([
    ['zipline', 99 * 1.01],
    ['strict', 99.5],
  ] as const)('fills in profile %s at %d', async (profile, price) => {
    const costs = new Costs()
    costs.setCommission(new NoCommission())
    costs.setSlippage(new FixedBasisPointsSlippage(100, 1))
    const dataset = market([[100, 99, 98]])
    const { performance } = await play(
      dataset,
      {
        onBar(run) {
          const asset = run.finder.retrieve(0)
          if (run.session === '2021-01-01') run.order(asset, 10, { kind: 'limit', limit: 99.5 })
        },
      },
      { costs, quirks: QUIRKS[profile] },
    )
    expect(performance.transactions[1][0].price).toBe(price)
  })
})

describe('orders that live for the day', () => {
  it.each([
    ['zipline', [2, 0, 0], [0, 0]],
    ['strict', [2, 2, 2], [2, 2]],
  ] as const)('are cancelled at the end of a session of daily data: profile %s', async (profile, twice, once) => {
    const statuses: number[][] = []
    await play(
      market([
        [10, 10, 10],
        [20, 20, 20],
      ]),
      {
        initialize: (run) => void (run.cancelPolicy = endOfDayCancel(false)),
        onBar(run) {
          const [a, b] = run.finder.all
          if (run.session === '2021-01-01') {
            for (let i = 0; i < 3; i++) run.order(a, 1, { kind: 'limit', limit: 5 })
            run.order(b, 1, { kind: 'limit', limit: 5 })
            run.order(b, -1, { kind: 'limit', limit: 20.5 })
          }
          if (run.session === '2021-01-02') {
            const orders = ['run-1', 'run-2', 'run-3', 'run-4', 'run-5'].map((id) => run.orderOf(id)!.status)
            statuses.push(orders.slice(0, 3), orders.slice(3))
          }
        },
      },
      { quirks: QUIRKS[profile] },
    )
    expect(statuses).toEqual([twice, profile === 'zipline' ? [2, 0] : once])
  })
})
