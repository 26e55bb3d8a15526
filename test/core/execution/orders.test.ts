import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import type { OrderOptions } from '../../../core/finance/order.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'

type Bar = [open: number, high: number, low: number, close: number, volume?: number]
const bar = ([open, high, low, close, volume = 1_000_000]: Bar) => ({ open, high, low, close, volume })
/** The first bar is the one that places the order, at 100. */
const market = (...bars: Bar[]) => ({ A: [100, ...bars.map(bar)] })

const first = (amount: number, style?: ExecutionStyle, options?: OrderOptions): Strategy => {
  let bars = 0
  return { onBar: (run) => void (bars++ === 0 && run.order(run.finder.retrieve(0), amount, style, options)) }
}
const run = (strategy: Strategy, bars: ReturnType<typeof market>, more: Partial<StrategyTest> = {}) =>
  runStrategy(strategy, { bars, ...more })
/** Day of January and price of each fill, with its amount where it was not the whole. */
const fills = async (...given: Parameters<typeof run>) =>
  (await run(...given)).fills.map(({ date, price, amount }) => [Number(date.slice(-2)), amount, price])

describe('a stop and a limit in the range of the bar', () => {
  it.each<[string, number, ExecutionStyle, Bar[], (readonly [number, number, number])[]]>([
    ['a buy stop, at the stop', 10, { kind: 'stop', stop: 105 }, [[100, 106, 99, 101]], [[3, 10, 105]]],
    ['a sell stop, at the stop', -10, { kind: 'stop', stop: 95 }, [[100, 101, 94, 99]], [[3, -10, 95]]],
    [
      'a buy stop that the open is beyond: at the open',
      10,
      { kind: 'stop', stop: 105 },
      [[107, 108, 106, 107]],
      [[3, 10, 107]],
    ],
    [
      'a sell stop that the open is beyond: at the open',
      -10,
      { kind: 'stop', stop: 95 },
      [[93, 94, 92, 93]],
      [[3, -10, 93]],
    ],
    ['a buy limit, at the limit', 10, { kind: 'limit', limit: 95 }, [[100, 101, 94, 99]], [[3, 10, 95]]],
    ['a sell limit, at the limit', -10, { kind: 'limit', limit: 105 }, [[100, 106, 99, 101]], [[3, -10, 105]]],
    [
      'a buy limit that the open is better than: at the open',
      10,
      { kind: 'limit', limit: 95 },
      [[93, 96, 92, 94]],
      [[3, 10, 93]],
    ],
    [
      'a sell limit that the open is better than: at the open',
      -10,
      { kind: 'limit', limit: 105 },
      [[107, 108, 104, 106]],
      [[3, -10, 107]],
    ],
    ['not, where the range does not reach it', 10, { kind: 'stop', stop: 105 }, [[100, 104.99, 99, 101]], []],
    [
      'a buy stop-limit, at the stop',
      10,
      { kind: 'stop-limit', stop: 105, limit: 106 },
      [[100, 107, 99, 101]],
      [[3, 10, 105]],
    ],
    [
      'a buy stop-limit beyond its limit, as the price comes back',
      10,
      { kind: 'stop-limit', stop: 105, limit: 106 },
      [[108, 109, 104, 105]],
      [[3, 10, 106]],
    ],
    [
      'a sell stop-limit on a later bar, as a limit order',
      -10,
      { kind: 'stop-limit', stop: 95, limit: 94 },
      [
        [92, 93, 91, 92],
        [92, 95, 92, 93],
      ],
      [[4, -10, 94]],
    ],
    ['a market order, at the close', 10, { kind: 'market' }, [[101, 103, 99, 102]], [[3, 10, 102]]],
  ])('fills %s', async (_, amount, style, bars, expected) => {
    expect(await fills(first(amount, style), market(...bars))).toEqual(expected)
  })

  it('fills a limit on the bars that reach it, and on no other, however much of it is left', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const bars = market([100, 101, 94, 99, 40], [100, 102, 99, 101, 40], [100, 101, 95, 96, 400])
    expect(await fills(first(10, { kind: 'limit', limit: 95 }), bars, { slippage })).toEqual([
      [3, 4, 95],
      [5, 6, 95],
    ])
  })

  it.each([
    ['zipline', [[4, 10, 106]]],
    ['strict', [[3, 10, 105]]],
  ] as const)('is looked for at the close alone in profile zipline: %s', async (profile, expected) => {
    const bars = market([100, 106, 99, 101], [101, 107, 100, 106])
    expect(await fills(first(10, { kind: 'stop', stop: 105 }), bars, { profile })).toEqual(expected)
  })
})

describe('a trailing stop', () => {
  const sell: ExecutionStyle = { kind: 'trailing-stop', amount: 5 }
  it.each<[string, number, ExecutionStyle, Bar[], (readonly [number, number, number])[]]>([
    [
      'so far behind the best price',
      -10,
      sell,
      [
        [100, 110, 100, 109],
        [109, 109, 104, 106],
      ],
      [[4, -10, 105]],
    ],
    [
      'never loosened',
      -10,
      sell,
      [
        [109, 110, 108, 109],
        [107, 107, 106, 106],
        [106, 106, 100, 101],
      ],
      [[5, -10, 105]],
    ],
    [
      'at the open, where that is beyond it',
      -10,
      sell,
      [
        [100, 110, 100, 109],
        [103, 104, 102, 103],
      ],
      [[4, -10, 103]],
    ],
    [
      'of a buy, above the lowest price',
      10,
      sell,
      [
        [100, 100, 90, 91],
        [91, 96, 91, 94],
      ],
      [[4, 10, 95]],
    ],
    [
      'by a percentage',
      -10,
      { kind: 'trailing-stop', percent: 0.1 },
      [
        [100, 120, 100, 119],
        [119, 119, 107, 110],
      ],
      [[4, -10, 108]],
    ],
  ])('fills %s', async (_, amount, style, bars, expected) => {
    expect(
      await fills(first(amount, style), market(...bars), { broker: { use: 'simulated', triggers: 'best' } }),
    ).toEqual(expected)
  })

  it.each([
    ['worst', [[3, -10, 105]]],
    ['best', []],
    ['ohlc', []],
  ] as const)('that the bar may have met after its high: %s', async (triggers, expected) => {
    // High first, the stop is at 105 when the price falls to 98. Low first, as is likelier since it is nearer to the open, it is not met.
    const bars = market([100, 110, 98, 110])
    expect(await fills(first(-10, sell), bars, { broker: { use: 'simulated', triggers } })).toEqual(expected)
  })

  it('takes a split: the distance shrinks with the price', async () => {
    const bars = market([109, 110, 108, 110], [55, 55, 53.5, 54], [54, 54, 52, 53])
    const splits = [{ symbol: 'A', date: '2024-01-04', ratio: 0.5 }]
    expect(await fills(first(-10, sell), bars, { splits, broker: { use: 'simulated', triggers: 'best' } })).toEqual([
      [5, -20, 52.5],
    ])
  })
})

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

describe('orders for an auction', () => {
  const bars = market([101, 103, 99, 102], [104, 106, 103, 105])
  it.each<[string, ExecutionStyle, [number, number, number][]]>([
    ['at the open', { kind: 'at-open' }, [[3, 10, 101]]],
    ['at the close', { kind: 'at-close' }, [[3, 10, 102]]],
    ['at the open, not worse than the limit', { kind: 'at-open', limit: 101 }, [[3, 10, 101]]],
    ['at the open, not at all where it is', { kind: 'at-open', limit: 100.99 }, []],
    ['at the close, not at all where it is worse', { kind: 'at-close', limit: 101 }, []],
  ])('fill %s', async (_, style, expected) => {
    const outcome = await run(first(10, style), bars)
    expect(outcome.fills.map(({ date, amount, price }) => [Number(date.slice(-2)), amount, price])).toEqual(expected)
    expect(outcome.orders[0].status).toBe(expected.length > 0 ? 'filled' : 'cancelled')
  })

  it('end with it, filled or not', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const outcome = await run(first(10, { kind: 'at-open' }), market([101, 103, 99, 102, 40], [104, 106, 103, 105]), {
      slippage,
    })
    expect(outcome.orders).toMatchObject([{ filled: 4, status: 'cancelled' }])
    expect(outcome.events.at(-1)).toMatchObject({ reason: 'auction-over', amount: 6 })
  })

  it('wait in minute data for the first and the last bar of a session', async () => {
    const minute = (date: string, price: number) => ({ date, open: price, high: price, low: price, close: price })
    const days = ['2024-01-02', '2024-01-03'].flatMap((day, i) =>
      ['14:31', '14:32', '20:59', '21:00'].map((time, j) => minute(`${day} ${time}`, 100 + 10 * i + j)),
    )
    const at = async (kind: 'at-open' | 'at-close') => {
      const { fills } = await runStrategy(first(10, { kind }), { bars: { A: days }, frequency: 'minute' })
      return fills.map(({ date, price }) => [date.slice(5, 16), price])
    }
    expect(await at('at-close')).toEqual([['01-02T21:00', 103]])
    expect(await at('at-open')).toEqual([['01-03T14:31', 110]])
  })
})

describe('how long an order lives', () => {
  const never = { kind: 'limit', limit: 50 } as const
  const flat: Bar = [100, 100, 100, 100]
  const ended = async (
    options: OrderOptions,
    style: ExecutionStyle = never,
    bars = market(flat, flat, flat),
    more: Partial<StrategyTest> = {},
  ) => {
    const { orders, events } = await run(first(10, style, options), bars, more)
    const last = events.findLast(({ kind }) => kind === 'cancelled')
    return [orders[0].status, orders[0].filled, last?.reason, last?.date]
  }

  it('is for the session that it sees, for a date, or for ever', async () => {
    expect(await ended({ timeInForce: 'day' })).toEqual(['cancelled', 0, 'end-of-day', '2024-01-03'])
    expect(await ended({ timeInForce: 'gtd', goodTill: '2024-01-04' })).toEqual([
      'cancelled',
      0,
      'good-till-date',
      '2024-01-04',
    ])
    expect(await ended({ timeInForce: 'gtd', goodTill: Date.parse('2024-01-04T00:00Z') })).toEqual([
      'cancelled',
      0,
      'good-till-date',
      '2024-01-04',
    ])
    expect(await ended({ timeInForce: 'gtc' })).toEqual(['open', 0, undefined, undefined])
  })

  it('is one bar for what fills at once or not at all', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const atMarket: ExecutionStyle = { kind: 'market' }
    const thin = market([100, 100, 100, 100, 40], flat)
    expect(await ended({ timeInForce: 'ioc' }, atMarket, thin, { slippage })).toEqual([
      'cancelled',
      4,
      'immediate-or-cancel',
      '2024-01-03',
    ])
    expect(await ended({ timeInForce: 'fok' }, atMarket, thin, { slippage })).toEqual([
      'cancelled',
      0,
      'fill-or-kill',
      '2024-01-03',
    ])
    expect(await ended({ timeInForce: 'fok' }, atMarket, market(flat), { slippage })).toEqual([
      'filled',
      10,
      undefined,
      undefined,
    ])
    expect(await ended({ timeInForce: 'ioc' })).toEqual(['cancelled', 0, 'immediate-or-cancel', '2024-01-03'])
  })

  it('stands above the cancel policy', async () => {
    const keeps = (options: OrderOptions): Strategy => ({
      initialize: (each) => void (each.cancelPolicy = { cancelsAtSessionEnd: true, warnOnCancel: false }),
      ...first(10, never, options),
    })
    const status = async (options: OrderOptions) => (await run(keeps(options), market(flat, flat))).orders[0].status
    expect([await status({}), await status({ timeInForce: 'gtc' })]).toEqual(['cancelled', 'open'])
  })
})

describe('an order that is worked in slices', () => {
  const flat = (volume = 1_000_000): Bar => [100, 100, 100, 100, volume]

  it('shows so much at a time: iceberg', async () => {
    const outcome = await run(first(10, { kind: 'iceberg', display: 4 }), market(flat(), flat(), flat(), flat()))
    expect(outcome.fills.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-03', 4],
      ['2024-01-04', 4],
      ['2024-01-05', 2],
    ])
    expect(outcome.orders.map(({ amount, filled, status }) => [amount, filled, status])).toEqual([
      [10, 10, 'filled'],
      [4, 4, 'filled'],
      [4, 4, 'filled'],
      [2, 2, 'filled'],
    ])
  })

  it('goes out in equal parts: twap', async () => {
    const twap: ExecutionStyle = { kind: 'twap', slices: 3, every: 2 }
    const outcome = await run(first(-10, twap), market(flat(), flat(), flat(), flat(), flat(), flat()))
    expect(outcome.fills.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-03', -3],
      ['2024-01-05', -3],
      ['2024-01-09', -4],
    ])
  })

  it('goes out as volume is usual: vwap, by the day of the week', async () => {
    // Two weeks of history: Tuesdays trade 300, Wednesdays 100, the others 200. It is placed on a Monday.
    const week = [200, 300, 100, 200, 200]
    const bars = [...week, ...week, 200, 1000, 1000].map((volume) => bar(flat(volume)))
    const outcome = await runStrategy(first(8, { kind: 'vwap', slices: 2, window: 10 }), {
      bars: { A: bars },
      start: '2024-01-08',
      warmup: 10,
    })
    expect(outcome.fills.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-23', 6],
      ['2024-01-24', 2],
    ])
  })

  it('ends with all its slices when it is cancelled, and is what is open, not they', async () => {
    let id: string | undefined
    const seen: number[] = []
    const strategy: Strategy = {
      onBar(each) {
        const asset = each.finder.retrieve(0)
        id ??= each.order(asset, 10, { kind: 'twap', slices: 5, limit: 50 })
        seen.push(each.openOrders.get(asset)?.length ?? 0)
        if (each.session === '2024-01-04') each.cancel(id!)
      },
    }
    const outcome = await run(strategy, market(flat(), flat(), flat()))
    expect(outcome.orders.map(({ status }) => status)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled'])
    expect(seen).toEqual([1, 1, 1, 0])
  })

  it('takes a split: what shows, what is left, the limit of the slices to come', async () => {
    const half = [50, 50, 50, 50] as Bar
    const splits = [{ symbol: 'A', date: '2024-01-04', ratio: 0.5 }]
    const split = async (style: ExecutionStyle) =>
      (await run(first(10, style), market(flat(), half, half, half), { splits })).fills.map(({ amount }) => amount)
    expect(await split({ kind: 'iceberg', display: 4 })).toEqual([4, 8, 4])
    expect(await split({ kind: 'twap', slices: 2, every: 2, limit: 101 })).toEqual([5, 10])
    expect(await split({ kind: 'twap', slices: 2, every: 2, limit: 99 })).toEqual([])
  })

  it('ends with a slice that is cancelled, as far as that was to go', async () => {
    const strategy = (style: ExecutionStyle): Strategy => ({
      onBar(each) {
        if (each.session === '2024-01-02') each.order(each.finder.retrieve(0), 10, style)
        if (each.session === '2024-01-03') each.cancel('run-2')
      },
    })
    const bars = market(flat(), [50, 50, 50, 50], [50, 50, 50, 50])
    const ended = async (style: ExecutionStyle) =>
      (await run(strategy(style), bars)).orders.map(({ amount, filled, status }) => [amount, filled, status])
    expect(await ended({ kind: 'iceberg', display: 4, limit: 60 })).toEqual([
      [10, 0, 'cancelled'],
      [4, 0, 'cancelled'],
    ])
    expect(await ended({ kind: 'twap', slices: 2, limit: 60 })).toEqual([
      [5, 5, 'filled'],
      [5, 0, 'cancelled'],
      [5, 5, 'filled'],
    ])
  })

  it('completes on later bars what a bar gives in part', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const outcome = await run(first(10, { kind: 'twap', slices: 2 }), market(flat(20), flat(30), flat(1000)), {
      slippage,
    })
    expect(outcome.fills.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-03', 2],
      ['2024-01-04', 3],
      ['2024-01-05', 5],
    ])
  })
})

describe('an order changed in place', () => {
  const changed = (changes: Parameters<Parameters<NonNullable<Strategy['onBar']>>[0]['modify']>[1]): Strategy => {
    let id: string | undefined
    return {
      onBar(each) {
        if (id === undefined) id = each.order(each.finder.retrieve(0), 10, { kind: 'limit', limit: 90 })
        else if (each.session === '2024-01-03') each.record('taken', each.modify(id, changes))
      },
    }
  }
  const bars = market([100, 100, 95, 96, 1_000_000], [96, 99, 92, 94])

  it.each([
    [{ limit: 93 }, [[4, 10, 93]]],
    [{ limit: 93, amount: 4 }, [[4, 4, 93]]],
    [{ amount: 20 }, []],
  ] as const)('keeps its id: %j', async (changes, expected) => {
    const outcome = await run(changed(changes), bars)
    expect(outcome.orders).toHaveLength(1)
    expect(outcome.recorded.taken).toEqual([null, true, true])
    expect(outcome.fills.map(({ date, amount, price }) => [Number(date.slice(-2)), amount, price])).toEqual(expected)
  })

  it.each([
    [{ limit: Number.NaN }, 'bad-parameters'],
    [{ stop: 95 }, 'already-triggered'],
    [{ amount: 0 }, 'amount-filled'],
    [{ amount: -10 }, 'amount-filled'],
  ] as const)('is left as it is where it cannot be: %j', async (changes, reason) => {
    const outcome = await run(changed(changes), bars)
    expect(outcome.recorded.taken).toEqual([null, false, false])
    expect(outcome.events).toContainEqual(expect.objectContaining({ kind: 'refused', reason }))
  })

  it('loses its place in the queue with a new price or more units, not with fewer', async () => {
    const race = (changes: { limit?: number; amount?: number }): Strategy => {
      const ids: string[] = []
      return {
        onBar(each) {
          if (ids.length === 0)
            for (let i = 0; i < 2; i++) ids.push(each.order(each.finder.retrieve(0), 10, { kind: 'limit', limit: 90 })!)
          else if (each.session === '2024-01-03') each.modify(ids[0], changes)
        },
      }
    }
    const thin = market([100, 100, 95, 96], [89, 89, 89, 89, 50])
    const slippage = new VolumeShareSlippage(0.1, 0)
    const filledBy = async (changes: { limit?: number; amount?: number }) =>
      (await run(race(changes), thin, { slippage })).fills.map(({ order }) => order)
    expect([await filledBy({ amount: 9 }), await filledBy({ amount: 11 }), await filledBy({ limit: 90.5 })]).toEqual([
      [0],
      [1],
      [1],
    ])
  })
})

describe('what an order asks of its broker', () => {
  it.each<[ExecutionStyle, OrderOptions | undefined, string]>([
    [{ kind: 'trailing-stop' }, undefined, 'bad-parameters'],
    [{ kind: 'trailing-stop', percent: 1 }, undefined, 'bad-parameters'],
    [{ kind: 'bracket', entry: { kind: 'market' }, stopLoss: 105, takeProfit: 95 }, undefined, 'bad-parameters'],
    [{ kind: 'twap', slices: 0 }, undefined, 'bad-parameters'],
    [{ kind: 'iceberg', display: -1 }, undefined, 'bad-parameters'],
    [{ kind: 'market' }, { timeInForce: 'gtd' }, 'bad-parameters'],
    [{ kind: 'market' }, { timeInForce: 'often' as 'day' }, 'bad-parameters'],
  ])('is refused, as a value, where it makes no sense: %j %j', async (style, options, reason) => {
    const outcome = await run(first(10, style, options), market([100, 100, 100, 100]))
    expect([outcome.orders, outcome.events.map((event) => event.reason)]).toEqual([[], [reason]])
  })
})
