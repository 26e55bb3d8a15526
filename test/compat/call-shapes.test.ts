import { describe, expect, it } from '@jest/globals'
import {
  type Algorithm,
  date_rules,
  LimitOrder,
  order,
  order_target,
  schedule_function,
  symbol,
  Timedelta,
  test_algorithm,
  time_rules,
} from 'rustybt/compat'

const bars = { AAPL: [10, 11, 12, 13, 14, 15] }
const play = (algorithm: Algorithm) => test_algorithm(algorithm, { bars, start: '2024-01-02' })

describe('arguments by position and by name', () => {
  it.each<[string, () => void]>([
    ['positions', () => void order(symbol('AAPL'), 10, 9.5)],
    ['one trailing object', () => void order(symbol('AAPL'), 10, { limit_price: 9.5 })],
    ['all by name', () => void order(symbol('AAPL'), { amount: 10, limit_price: 9.5 })],
    ['a style', () => void order(symbol('AAPL'), 10, { style: LimitOrder(9.5) })],
    ['a style in its place', () => void order(symbol('AAPL'), 10, null, null, LimitOrder(9.5))],
  ])('places the same limit order from %s', async (_, place) => {
    let done = false
    const { orders } = await play({
      initialize() {},
      handle_data() {
        if (!done) place()
        done = true
      },
    })
    expect(orders[0]).toMatchObject({ amount: 10, limit: 9.5 })
  })

  it('refuses a name that the function does not take', async () => {
    const handle_data = () => void order(symbol('AAPL'), 10, { limit: 9 } as never)
    await expect(play({ initialize() {}, handle_data })).rejects.toMatchObject({ code: 'UNEXPECTED_ARGUMENT' })
  })

  it('reads a window by position and by name', async () => {
    const seen: number[][] = []
    await play({
      initialize() {},
      handle_data(_context, data) {
        seen.push(data.history(symbol('AAPL'), 'price', 1, '1d').tolist())
        seen.push(data.history(symbol('AAPL'), 'price', { bar_count: 1, frequency: '1d' }).tolist())
      },
    })
    expect(seen.slice(0, 4)).toEqual([[10], [10], [11], [11]])
  })

  it.each<[string, (f: () => void) => void]>([
    [
      'positions',
      (f) => schedule_function(f, date_rules.every_day(), time_rules.market_open(Timedelta({ minutes: 5 }))),
    ],
    [
      'names',
      (f) =>
        schedule_function(f, { date_rule: date_rules.every_day(), time_rule: time_rules.market_open({ minutes: 5 }) }),
    ],
    [
      'a position, then names',
      (f) => schedule_function(f, date_rules.every_day(), { time_rule: time_rules.market_open(), half_days: true }),
    ],
    ['a time rule in the place of the date rule', (f) => schedule_function(f, time_rules.market_close())],
    ['nothing', (f) => schedule_function(f)],
  ])('schedules a function by %s', async (_, schedule) => {
    let calls = 0
    await play({
      initialize: () => schedule(() => void calls++),
      handle_data: () => void order_target(symbol('AAPL'), 1),
    })
    expect(calls).toBe(6)
  })
})
