import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import type { OrderOptions } from '../../../core/finance/order.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { type Bar, bar, first, market, run } from './order-run.js'

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
