import { describe, expect, it } from '@jest/globals'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { type Bar, fills, first, market, run } from './order-run.js'

describe('orders that exclude each other', () => {
  const pair: ExecutionStyle = { kind: 'oco', first: { kind: 'stop', stop: 95 }, second: { kind: 'limit', limit: 105 } }
  it.each<[string, Bar[], [number, number, number][]]>([
    [
      'the stop',
      [
        [100, 101, 94, 96],
        [96, 106, 95, 105],
      ],
      [[3, -10, 95]],
    ],
    [
      'the limit',
      [
        [100, 106, 99, 104],
        [104, 104, 90, 91],
      ],
      [[3, -10, 105]],
    ],
  ])('fill one, and the other is cancelled: %s', async (_, bars, expected) => {
    const outcome = await run(first(-10, pair), market(...bars))
    expect(outcome.fills.map(({ amount, price }) => [3, amount, price])).toEqual(expected)
    expect(outcome.orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'filled'])
    expect(outcome.events.at(-1)).toMatchObject({ kind: 'cancelled', reason: 'sibling-filled', amount: -10 })
  })

  it.each([
    ['worst', 95],
    ['best', 105],
    ['ohlc', 95],
  ] as const)('fill, where the bar reached both, by the rule, and are flagged: %s', async (triggers, price) => {
    // The low is nearer to the open than the high, so the likelier way is low first.
    const outcome = await run(first(-10, pair), market([99, 106, 94, 100]), { broker: { use: 'simulated', triggers } })
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([[-10, price]])
    expect(outcome.events.filter(({ kind }) => kind === 'ambiguous')).toEqual([
      expect.objectContaining({ reason: 'path-unknown', date: '2024-01-03' }),
    ])
  })

  it('make an interval of the end value: the other way at the close of its bar, and what share of the gain that is', async () => {
    const outcome = async (triggers: string) => {
      const { portfolioValue, bounds } = await run(first(-10, pair), market([99, 106, 94, 100]), {
        broker: { use: 'simulated', triggers },
      })
      return [portfolioValue, bounds]
    }
    // Sold at 95 it has lost 50 by the close at 100, sold at 105 it has gained 50.
    expect(await outcome('worst')).toEqual([99_950, { low: 99_950, high: 100_050, ambiguous: 1, share: 2 }])
    expect(await outcome('best')).toEqual([100_050, { low: 99_950, high: 100_050, ambiguous: 1, share: 2 }])
    expect(await outcome('close')).toEqual([100_000, { low: 100_000, high: 100_000, ambiguous: 0, share: 0 }])
  })

  it('are certain where the open is beyond one of them', async () => {
    const outcome = await run(first(-10, pair), market([94, 106, 93, 100]))
    expect(outcome.fills.map(({ price }) => price)).toEqual([94])
    expect(outcome.events.filter(({ kind }) => kind === 'ambiguous')).toEqual([])
  })

  it('take what one fills in part from the other', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const bars = market([100, 106, 99, 104, 40], [100, 101, 94, 96, 1000])
    const outcome = await run(first(-10, pair), bars, { slippage })
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([
      [-4, 105],
      [-6, 95],
    ])
    expect(outcome.orders.map(({ amount, filled, status }) => [amount, filled, status])).toEqual([
      [-6, -6, 'filled'],
      [-10, -4, 'cancelled'],
    ])
    expect(outcome.events).toContainEqual(expect.objectContaining({ kind: 'changed', reason: 'sibling-filled' }))
  })

  it.each(['close', 'worst'] as const)('never fill both on one bar: %s', async (triggers) => {
    const both: ExecutionStyle = { kind: 'oco', first: { kind: 'market' }, second: { kind: 'market' } }
    expect(
      await fills(first(10, both), market([100, 100, 100, 100]), { broker: { use: 'simulated', triggers } }),
    ).toEqual([[3, 10, 100]])
  })
})

describe('a bracket', () => {
  const bracket: ExecutionStyle = { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 95, takeProfit: 105 }
  const filled = async (...given: Parameters<typeof run>) => {
    const { fills, orders } = await run(...given)
    return {
      fills: fills.map(({ date, amount, price }) => [Number(date.slice(-2)), amount, price]),
      statuses: orders.map(({ status }) => status),
    }
  }

  it('closes what its entry has filled, at a loss or at a profit', async () => {
    const enters: Bar = [100, 101, 99, 100]
    expect(await filled(first(10, bracket), market(enters, [100, 101, 94, 96]))).toEqual({
      fills: [
        [3, 10, 100],
        [4, -10, 95],
      ],
      statuses: ['filled', 'filled', 'cancelled'],
    })
    expect(await filled(first(10, bracket), market(enters, [100, 106, 99, 104]))).toEqual({
      fills: [
        [3, 10, 100],
        [4, -10, 105],
      ],
      statuses: ['filled', 'cancelled', 'filled'],
    })
  })

  it('of a sell is its mirror image', async () => {
    const short: ExecutionStyle = { ...bracket, stopLoss: 105, takeProfit: 95 }
    expect((await filled(first(-10, short), market([100, 101, 99, 100], [100, 106, 99, 104]))).fills).toEqual([
      [3, -10, 100],
      [4, 10, 105],
    ])
  })

  it('has no exits before its entry fills, and none where it never does', async () => {
    const limited: ExecutionStyle = { ...bracket, entry: { kind: 'limit', limit: 90 } }
    const { orders, fills } = await run(first(10, limited), market([100, 110, 91, 92], [92, 96, 91, 95]))
    expect([orders.length, fills]).toEqual([1, []])
  })

  it('meets the rest of the bar on which its entry filled at the open', async () => {
    const broker = { use: 'simulated', fillAt: 'next-open', triggers: 'worst' }
    const outcome = await run(first(10, bracket), market([100, 106, 98, 104]), { broker })
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([
      [10, 100],
      [-10, 105],
    ])
  })

  it.each([
    // Bought at 98 as the price falls. From the low on, by way of the high, it gains; by way of the high first it does not get there.
    ['worst', [[10, 98]]],
    [
      'best',
      [
        [10, 98],
        [-10, 105],
      ],
    ],
  ] as const)('within the bar of its entry goes by the rule: %s', async (triggers, expected) => {
    const limited: ExecutionStyle = { ...bracket, entry: { kind: 'limit', limit: 98 } }
    const broker = { use: 'simulated', triggers }
    const outcome = await run(first(10, limited), market([100, 106, 97, 99]), { broker })
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual(expected)
    expect(outcome.events.filter(({ kind }) => kind === 'ambiguous')).toHaveLength(1)
  })

  it('closes as much as its entry fills, as it fills; what of the entry is open when an exit fills is cancelled', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const bars = market([100, 101, 99, 100, 40], [100, 101, 99, 100, 30], [100, 106, 99, 105, 10_000])
    const outcome = await run(first(10, bracket), bars, { slippage })
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([
      [4, 100],
      [3, 100],
      [3, 105],
      [-7, 105],
    ])
  })

  it('may trail', async () => {
    const trailing: ExecutionStyle = { ...bracket, stopLoss: { kind: 'trailing-stop', amount: 4 }, takeProfit: 200 }
    const bars = market([100, 101, 99, 100], [100, 120, 100, 119], [119, 119, 110, 112])
    expect((await filled(first(10, trailing), bars, { broker: { use: 'simulated', triggers: 'best' } })).fills).toEqual(
      [
        [3, 10, 100],
        [5, -10, 116],
      ],
    )
  })

  it('takes a split before and after it is entered', async () => {
    const limited: ExecutionStyle = { ...bracket, entry: { kind: 'limit', limit: 98 } }
    const bars = market([50, 51, 49, 50], [50, 53, 50, 52])
    const splits = [{ symbol: 'A', date: '2024-01-03', ratio: 0.5 }]
    expect((await filled(first(10, limited), bars, { splits })).fills).toEqual([
      [3, 20, 49],
      [4, -20, 52.5],
    ])
    const later = market([100, 101, 99, 100], [50, 53, 50, 52])
    const next = [{ symbol: 'A', date: '2024-01-04', ratio: 0.5 }]
    expect((await filled(first(10, bracket), later, { splits: next })).fills).toEqual([
      [3, 10, 100],
      [4, -20, 52.5],
    ])
  })
})
