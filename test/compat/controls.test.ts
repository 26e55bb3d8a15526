import { describe, expect, it } from '@jest/globals'
import * as api from '../../compat/index.js'
import { type BarData, type Context, order, StaticRestrictions, symbol } from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

const bars = { AAPL: [100, 100, 100, 100], MSFT: [50, 50, 50, 50] }

/** Sets a control and orders 10 AAPL on each bar. */
function run(set: () => void, each: (context: Context, data: BarData) => void = () => order(symbol('AAPL'), 10)) {
  const algorithm = { initialize: () => set(), handle_data: each }
  return test_algorithm(algorithm, { bars, start: '2024-01-02', slippage: 'none', commission: 'none' })
}

describe('a trading control', () => {
  it.each([
    [
      'set_max_order_size',
      () => api.set_max_order_size({ max_shares: 9 }),
      /constraint MaxOrderSize\(\{ maxShares: 9 \}\)/,
    ],
    [
      'by value',
      () => api.set_max_order_size(symbol('AAPL'), { max_notional: 999 }),
      /Equity\(0 \[AAPL\]\), maxNotional: 999/,
    ],
    ['set_max_position_size', () => api.set_max_position_size(null, 25), /MaxPositionSize\(\{ maxShares: 25 \}\)/],
    ['set_max_order_count', () => api.set_max_order_count(0), /MaxOrderCount\(\{ maxCount: 0 \}\)/],
    ['set_do_not_order_list', () => api.set_do_not_order_list([symbol('AAPL')]), /RestrictedListOrder\(\)/],
  ])('ends the run with its name, the asset and the amount: %s', async (_, set, message) => {
    const failure = run(set)
    await expect(failure).rejects.toMatchObject({ name: 'TradingControlViolation', code: 'TRADING_CONTROL_VIOLATION' })
    await expect(failure).rejects.toThrow(message)
    await expect(failure).rejects.toThrow(/^Order for 10 shares of Equity\(0 \[AAPL\]\) at 2024-01-0\d 21:00:00\+00:00/)
  })

  it('lets pass what is within it', async () => {
    const { orders } = await run(() => {
      api.set_max_order_size({ max_shares: 10, max_notional: 1000 })
      api.set_max_order_size(symbol('MSFT'), 1)
      api.set_max_position_size({ asset: symbol('AAPL'), max_shares: 40 })
      api.set_max_order_count({ max_count: 1 })
      api.set_long_only()
    })
    expect(orders).toHaveLength(4)
  })

  it("tells and places the order with on_error 'log'", async () => {
    const { orders, log } = await run(() => api.set_max_order_size({ max_shares: 9, on_error: 'log' }))
    expect(orders).toHaveLength(4)
    expect(log.map(({ level, message }) => `${level} ${message.slice(0, 20)}`)[3]).toBe('warn Order for 10 shares ')
  })

  it('counts orders of no units too', async () => {
    const failure = run(
      () => api.set_max_order_count(2),
      () => [0, 0.4, 5].map((amount) => order(symbol('AAPL'), amount)),
    )
    await expect(failure).rejects.toThrow('Order for 5 shares')
  })

  it('keeps positions long', async () => {
    const failure = run(
      () => api.set_long_only(),
      () => order(symbol('MSFT'), -1),
    )
    await expect(failure).rejects.toThrow(/Equity\(1 \[MSFT\]\).* violates trading constraint LongOnly\(\)/)
  })

  it.each([
    ['nothing to limit', () => api.set_max_order_size({}), 'CONTROL_INVALID'],
    ['a negative limit', () => api.set_max_position_size({ max_notional: -1 }), 'CONTROL_INVALID'],
    ['a negative leverage', () => api.set_max_leverage(-0.5), 'CONTROL_INVALID'],
    ['an unknown argument', () => api.set_max_order_count({ count: 1 } as object), 'UNEXPECTED_ARGUMENT'],
    ['no restrictions', () => api.set_asset_restrictions([] as never), 'CONTROL_INVALID'],
  ])('refuses %s', async (_, set, code) => {
    await expect(run(set)).rejects.toMatchObject({ code })
  })
})

describe('an account control', () => {
  it('ends the run at the end of the session that is beyond it', async () => {
    const failure = run(
      () => api.set_max_leverage(0.5),
      () => order(symbol('AAPL'), 300),
    )
    await expect(failure).rejects.toMatchObject({ name: 'AccountControlViolation' })
    await expect(failure).rejects.toThrow('Account violates account constraint MaxLeverage({ maxLeverage: 0.5 })')
  })

  it('waits for its grace period', async () => {
    const set = (days: number) => () => api.set_min_leverage(0.5, { days })
    await expect(run(set(2))).rejects.toThrow('MinLeverage({ minLeverage: 0.5, deadline: 2024-01-04T00:00:00+00:00 })')
    await expect(run(set(4))).resolves.toBeDefined()
  })
})

describe('restrictions', () => {
  it('are told by can_trade, from their date on and in union', async () => {
    const seen: unknown[] = []
    const { orders } = await run(
      () => {
        const { FROZEN, ALLOWED } = api.RESTRICTION_STATES
        const { Restriction } = api
        const [aapl, msft] = api.symbols('AAPL', 'MSFT')
        const dated = api.HistoricalRestrictions([
          Restriction(msft, '2024-01-05', ALLOWED),
          Restriction(msft, '2024-01-03', FROZEN),
        ])
        expect(dated.or(StaticRestrictions([aapl])).is_restricted([aapl, msft], '2024-01-05').values).toEqual(
          Float64Array.of(1, 0),
        )
        expect(api.NoRestrictions().or(dated).is_restricted(msft, '2024-01-04')).toBe(true)
        api.set_asset_restrictions(dated.or(api.NoRestrictions()), { on_error: 'log' })
      },
      (_, data) => {
        seen.push([data.can_trade(symbol('AAPL')), data.can_trade(symbol('MSFT'))])
        order(symbol('MSFT'), 1)
      },
    )
    expect(seen).toEqual([
      [true, true],
      [true, false],
      [true, false],
      [true, true],
    ])
    expect(orders).toHaveLength(4)
  })

  it("take a list of the algorithm's own", async () => {
    class OddDays extends api.Restrictions {
      is_restricted(_: unknown, dt: api.Timestamp) {
        return dt.day % 2 === 1
      }
    }
    const failure = run(() => api.set_asset_restrictions(new OddDays()))
    await expect(failure).rejects.toThrow(
      'at 2024-01-03 21:00:00+00:00 violates trading constraint RestrictedListOrder()',
    )
  })
})

describe('after initialize', () => {
  it.each([
    ['set_max_leverage', () => api.set_max_leverage(1), 'RegisterAccountControlPostInit'],
    ['set_min_leverage', () => api.set_min_leverage(1, 0), 'RegisterAccountControlPostInit'],
    ['set_max_position_size', () => api.set_max_position_size({ max_shares: 1 }), 'RegisterTradingControlPostInit'],
    ['set_max_order_size', () => api.set_max_order_size({ max_shares: 1 }), 'RegisterTradingControlPostInit'],
    ['set_max_order_count', () => api.set_max_order_count(1), 'RegisterTradingControlPostInit'],
    ['set_long_only', () => api.set_long_only(), 'RegisterTradingControlPostInit'],
    [
      'set_asset_restrictions',
      () => api.set_asset_restrictions(api.NoRestrictions()),
      'RegisterTradingControlPostInit',
    ],
    ['set_do_not_order_list', () => api.set_do_not_order_list([]), 'RegisterTradingControlPostInit'],
    ['set_cancel_policy', () => api.set_cancel_policy(api.NeverCancel()), 'SetCancelPolicyPostInit'],
    ['set_commission', () => api.set_commission(api.commission.NoCommission()), 'SetCommissionPostInit'],
    ['set_slippage', () => api.set_slippage(api.slippage.NoSlippage()), 'SetSlippagePostInit'],
  ])('%s is refused', async (_, call, name) => {
    await expect(run(() => {}, call)).rejects.toMatchObject({ name })
  })
})
