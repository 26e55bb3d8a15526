import { describe, expect, it } from '@jest/globals'
import type { BarData, Context } from '../../compat/index.js'
import { commission, order, record, set_slippage, slippage, symbol } from '../../compat/index.js'
import { test_algorithm } from '../../compat/test-algorithm.js'

const buyOnce = {
  initialize(context: Context) {
    context.asset = symbol(context.ticker ?? 'AAPL')
  },
  handle_data(context: Context, data: BarData) {
    record({ price: data.current(context.asset, 'price') })
    if (context.portfolio.positions.size === 0) order(context.asset, 10)
  },
}

describe('test_algorithm', () => {
  it("takes Zipline's costs and New York's calendar where nothing else is said", async () => {
    const { orders, fills, cash, recorded } = await test_algorithm(buyOnce, {
      bars: { AAPL: [100, 200, 300] },
      start: '2024-01-12',
      capital_base: 10_000,
    })
    // Monday the 15th is a holiday; 5 basis points of 200 are 0.1; 0.001 a share.
    expect(orders).toEqual([
      { date: '2024-01-12', symbol: 'AAPL', amount: 10, filled: 10, status: 'filled', commission: 0.01 },
    ])
    expect(fills).toEqual([{ date: '2024-01-16', symbol: 'AAPL', amount: 10, price: 200.1, order: 0 }])
    expect(cash).toBe(10_000 - 2001 - 0.01)
    expect(recorded).toEqual({ price: [100, 200, 300] })
  })

  it('fills no more than a tenth of the volume', async () => {
    const { orders, fills } = await test_algorithm(buyOnce, {
      bars: { AAPL: [100, { close: 100, volume: 40 }, { close: 100, volume: 30 }] },
    })
    expect(fills.map(({ amount }) => amount)).toEqual([4, 3])
    expect(orders).toMatchObject([{ filled: 7, status: 'open' }])
  })

  it("lets the test choose the models, and the algorithm's own come first", async () => {
    const own = {
      ...buyOnce,
      initialize(context: Context) {
        buyOnce.initialize(context)
        set_slippage(slippage.NoSlippage())
      },
    }
    const { orders, fills } = await test_algorithm(own, {
      bars: { AAPL: [100, 200, 300] },
      commission: commission.PerTrade(5),
      slippage: slippage.FixedSlippage(50),
    })
    expect(orders).toMatchObject([{ commission: 5 }])
    expect(fills).toMatchObject([{ price: 200 }])
  })

  it('keeps parameters on the context, and gives the frame that analyze gets', async () => {
    let seen: unknown
    const { perf, positions } = await test_algorithm(
      { ...buyOnce, analyze: (_, frame) => void (seen = frame.portfolio_value.tolist()) },
      { bars: { AAPL: [1, 1, 1], MSFT: [10, 10, 11] }, parameters: { ticker: 'MSFT' }, data_frequency: 'minute' },
    )
    expect(positions).toMatchObject([{ symbol: 'MSFT' }])
    expect(perf.portfolio_value.tolist()).toEqual(seen)
  })

  it('refuses a symbol that has no bars, and an algorithm that is none', async () => {
    await expect(test_algorithm(buyOnce, { bars: { MSFT: [1] } })).rejects.toMatchObject({ code: 'SYMBOL_NOT_FOUND' })
    const none = { handle_data: buyOnce.handle_data } as never
    await expect(test_algorithm(none, { bars: { AAPL: [1] } })).rejects.toMatchObject({ code: 'ALGORITHM_INCOMPLETE' })
    await expect(test_algorithm(buyOnce, { bars: { AAPL: [1] }, trading_calendar: 'XNY' })).rejects.toThrow(
      "Did you mean 'XNYS'",
    )
  })
})
