import { describe, expect, it } from '@jest/globals'
import * as api from 'rustybt/compat'
import {
  type BarData,
  type Context,
  get_open_orders,
  get_order,
  modify_order,
  order,
  symbol,
  test_algorithm,
} from 'rustybt/compat'

const flat = { open: 100, high: 100, low: 100, close: 100 }
const play = (
  handle_data: (context: Context, data: BarData) => void,
  bars: readonly object[] = [flat, flat, flat],
  more: object = {},
) =>
  test_algorithm(
    { initialize: () => {}, handle_data },
    { bars: { A: bars as never }, slippage: 'none', commission: 'none', profile: 'strict', ...more },
  )
const once = (call: () => void) => {
  let done = false
  return () => {
    if (!done) call()
    done = true
  }
}

describe("styles under Python's RustyBT's names", () => {
  it.each([
    [api.TrailingStopOrder({ trail_amount: 5 }), { kind: 'trailing-stop', amount: 5 }],
    [api.TrailingStopOrder({ trail_percent: 0.05 }), { kind: 'trailing-stop', percent: 0.05 }],
    [api.TrailingStopOrder(null, 0.05), { kind: 'trailing-stop', percent: 0.05 }],
    [
      api.OCOOrder(api.StopOrder(95), api.LimitOrder(105)),
      { kind: 'oco', first: { kind: 'stop', stop: 95 }, second: { kind: 'limit', limit: 105 } },
    ],
    [
      api.OCOOrder({ order1_style: api.StopOrder(95), order2_style: api.LimitOrder(105) }),
      { kind: 'oco', first: { kind: 'stop', stop: 95 }, second: { kind: 'limit', limit: 105 } },
    ],
    [
      api.BracketOrder(api.MarketOrder(), 95, 105),
      { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 95, takeProfit: 105 },
    ],
    [
      api.BracketOrder({ entry_style: api.LimitOrder(99), stop_loss_price: 95, take_profit_price: 105 }),
      { kind: 'bracket', entry: { kind: 'limit', limit: 99 }, stopLoss: 95, takeProfit: 105 },
    ],
    [api.IcebergOrder(10, 99.5), { kind: 'iceberg', display: 10, limit: 99.5 }],
    [api.TWAPOrder({ slices: 4, every: 2 }), { kind: 'twap', slices: 4, every: 2 }],
    [api.VWAPOrder({ slices: 4, window: 10 }), { kind: 'vwap', slices: 4, window: 10 }],
    [api.LimitOnOpenOrder(99), { kind: 'at-open', limit: 99 }],
    [api.MarketOnCloseOrder(), { kind: 'at-close' }],
  ])('are plain objects: %j', (style, expected) => {
    expect(style).toEqual(expected)
  })

  it.each([
    () => api.TrailingStopOrder(),
    () => api.TrailingStopOrder(1, 0.1),
    () => api.TrailingStopOrder({ trail_percent: 5 }),
    () => api.LimitOnOpenOrder(Number.NaN),
    () => api.TWAPOrder({ slices: 1.5 }),
    () => api.LimitOrder({} as never),
  ])('refuse what makes no sense', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_ORDER_PARAMETERS' }))
  })

  it.each([
    [() => api.BracketOrder(...([] as never)), /^A bracket's entry is of one of the kinds market, .*: was left out\.$/],
    [() => api.BracketOrder(...([api.MarketOrder, 95, 105] as never)), /entry .* was MarketOrder, not called/],
    [() => api.BracketOrder(...([api.MarketOrder(), null, 105] as never)), /stop loss, .* was left out/],
    [() => api.BracketOrder(api.MarketOrder(), 95, '105' as never), /take profit, .* was "105"/],
    [() => api.BracketOrder(api.IcebergOrder(5), 95, 105), /entry .* was {"kind":"iceberg"/],
    [() => api.OCOOrder(...([] as never)), /^An OCO's first order .* was left out/],
    [() => api.OCOOrder(api.StopOrder(95), 105 as never), /^An OCO's second order .* was 105/],
  ])('say which part is no style: %s', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_ORDER_PARAMETERS' }))
    expect(make).toThrow(message)
  })

  it.each([{}, 5, api.MarketOrder])('are what order() takes, not %s', async (style) => {
    const call = () => order(symbol('A'), 10, { style: style as never })
    const { events } = await play(call)
    expect(events).toEqual([expect.objectContaining({ kind: 'refused', reason: 'bad-parameters' })])
    await expect(play(call, [flat, flat], { profile: 'zipline' })).rejects.toThrow(
      expect.objectContaining({ code: 'BAD_ORDER_PARAMETERS' }),
    )
  })

  it('are placed with order(), and what belongs to them is on the orders', async () => {
    const seen: unknown[] = []
    const style = api.BracketOrder(api.MarketOrder(), 95, 105)
    let id: string | null = null
    const outcome = await play(() => {
      if (id === null) id = order(symbol('A'), 10, { style, tag: 'idea', strategy: 's1' })
      else
        seen.push(
          get_open_orders(symbol('A')).map(({ parent_order_id, linked_order_ids, amount, stop, limit, tag }) => [
            parent_order_id === id,
            linked_order_ids?.length,
            amount,
            stop ?? limit,
            tag,
          ]),
        )
    }, [flat, flat, { ...flat, high: 106 }])
    expect(seen[0]).toEqual([
      [true, 1, -10, 95, 'idea'],
      [true, 1, -10, 105, 'idea'],
    ])
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([
      [10, 100],
      [-10, 105],
    ])
  })

  it('live in profile zipline too, with triggers at the close', async () => {
    const style = api.OCOOrder(api.StopOrder(95), api.LimitOrder(105))
    const bars = [flat, { open: 100, high: 106, low: 94, close: 100 }, { open: 100, high: 107, low: 100, close: 106 }]
    const outcome = await play(
      once(() => order(symbol('A'), -10, { style })),
      bars,
      { profile: 'zipline' },
    )
    expect(outcome.fills.map(({ date, amount, price }) => [date, amount, price])).toEqual([['2024-01-04', -10, 106]])
    expect(outcome.orders.map(({ status }) => status)).toEqual(['cancelled', 'filled'])
  })
})

describe('how long an order lives, and what it is changed to', () => {
  it.each([
    ['day', undefined, '2024-01-03', 'end-of-day'],
    ['gtd', '2024-01-04', '2024-01-04', 'good-till-date'],
    ['gtd', new Date('2024-01-03'), '2024-01-03', 'good-till-date'],
    ['ioc', undefined, '2024-01-03', 'immediate-or-cancel'],
  ] as const)('%s', async (time_in_force, good_till, date, reason) => {
    const { events } = await play(once(() => order(symbol('A'), 10, { limit_price: 50, time_in_force, good_till })))
    expect(events.at(-1)).toMatchObject({ kind: 'cancelled', date, reason })
  })

  it('modify_order changes it in place, by its id or itself, and says whether it could', async () => {
    const answers: boolean[] = []
    let id: string | null = null
    const outcome = await play(() => {
      if (id === null) id = order(symbol('A'), 10, { limit_price: 90 })
      else
        answers.push(
          modify_order(get_order(id!)!, { amount: 5, limit_price: 100 }),
          modify_order('none', { amount: 5 }),
        )
    }, [flat, flat, flat])
    expect(answers).toEqual([true, false, false, false])
    expect(outcome.fills.map(({ amount, price }) => [amount, price])).toEqual([[5, 100]])
    expect(outcome.orders).toHaveLength(1)
  })
})

describe('an intent that becomes no order', () => {
  it('is told: less than can be traded, an asset that has left', async () => {
    const answers: unknown[] = []
    const { events } = await play(() => void answers.push(order(symbol('A'), 0.4), api.order_target(symbol('A'), 0.4)))
    expect(answers).toEqual([null, null, null, null, null, null])
    expect(events.map(({ kind, reason, amount, count }) => [kind, reason, amount, count])).toEqual([
      ['refused', 'less-than-a-lot', 0.4, 3],
    ])
  })
})
