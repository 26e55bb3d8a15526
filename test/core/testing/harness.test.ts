import { describe, expect, it } from '@jest/globals'
import type { Asset } from '../../../core/assets/asset.js'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import type { CommissionModel } from '../../../core/finance/commission.js'
import { runStrategy } from '../../../core/testing/harness.js'
import { xnys } from '../time/xnys.js'

const assetOf = (run: RunContext, symbol: string): Asset => run.finder.lookupSymbol(symbol, run.end)

/** Places these amounts of a symbol, one a bar from the first on. */
function ordering(symbol: string, ...amounts: number[]): Strategy {
  let bar = 0
  return {
    onBar(run) {
      run.order(assetOf(run, symbol), amounts[bar++] ?? 0)
    },
  }
}

describe('runStrategy', () => {
  it('fills an order at the close of the next bar, and tells it in plain objects', async () => {
    const { sessions, orders, fills, positions, cash, portfolioValue } = await runStrategy(ordering('AAPL', 10), {
      bars: { AAPL: [10, 11, 12] },
      capital: 1000,
    })
    expect(sessions).toEqual(['2024-01-02', '2024-01-03', '2024-01-04'])
    expect(orders).toEqual([
      { date: '2024-01-02', symbol: 'AAPL', amount: 10, filled: 10, status: 'filled', commission: 0 },
    ])
    expect(fills).toEqual([{ date: '2024-01-03', symbol: 'AAPL', amount: 10, price: 11, order: 0 }])
    expect(positions).toEqual([{ symbol: 'AAPL', amount: 10, costBasis: 11, price: 12 }])
    expect(cash).toBe(1000 - 110)
    expect(portfolioValue).toBe(1000 - 110 + 120)
  })

  it('lists orders as they were placed, open ones too', async () => {
    const strategy: Strategy = {
      onBar(run) {
        if (run.session !== '2024-01-02') return
        const asset = assetOf(run, 'AAPL')
        run.order(asset, 5, { kind: 'limit', limit: 9 })
        run.order(asset, 3, { kind: 'limit', limit: 20 })
        run.cancel(run.order(asset, 2)!)
      },
    }
    const { orders, fills } = await runStrategy(strategy, { bars: { AAPL: [10, 11, 12] } })
    expect(orders).toMatchObject([
      { amount: 5, filled: 0, status: 'open', limit: 9 },
      { amount: 3, filled: 3, status: 'filled', limit: 20 },
      { amount: 2, filled: 0, status: 'cancelled' },
    ])
    expect(fills).toMatchObject([{ amount: 3, price: 11, order: 1 }])
  })

  it('fills nothing on a bar without trades', async () => {
    const { fills } = await runStrategy(ordering('AAPL', 10), { bars: { AAPL: [10, null, 12] } })
    expect(fills).toMatchObject([{ date: '2024-01-04', price: 12 }])
  })

  it('charges the commission model and fills by the slippage model that it is given', async () => {
    const commission: CommissionModel = { assetKinds: ['equity'], calculate: (_, { amount }) => 0.5 * amount }
    const { orders, positions } = await runStrategy(ordering('AAPL', 10), {
      bars: { AAPL: [10, { open: 20, close: 22, volume: 100 }, 30] },
      commission,
      slippage: { fill: (order, bar) => ({ price: bar.open + 1, amount: order.amount }) },
    })
    expect(orders).toMatchObject([{ commission: 5 }])
    expect(positions).toEqual([{ symbol: 'AAPL', amount: 10, costBasis: 21.5, price: 30 }])
  })

  it('splits positions and open orders, and pays the fraction in cash', async () => {
    const { positions, cash } = await runStrategy(ordering('AAPL', 5), {
      bars: { AAPL: [30, 30, 20, 20] },
      splits: [{ symbol: 'AAPL', date: '2024-01-04', ratio: 2 / 3 }],
      capital: 1000,
    })
    // 5 / (2/3) = 7.5 shares: 7 are kept, the half is paid at 20.
    expect(positions).toMatchObject([{ amount: 7, price: 20 }])
    expect(cash).toBeCloseTo(1000 - 150 + 10, 2)
  })

  it('pays dividends on the ex date where no pay date is given, and to shorts nothing but the bill', async () => {
    const bars = { AAPL: [30, 30, 30, 30], MSFT: [10, 10, 10, 10] }
    const dividends = [{ symbol: 'AAPL', exDate: '2024-01-04', amount: 0.5 }]
    const long = await runStrategy(ordering('AAPL', 4), { bars, dividends, capital: 1000 })
    const short = await runStrategy(ordering('AAPL', -4), { bars, dividends, capital: 1000 })
    expect(long.performance.map(({ ending_cash }) => ending_cash)).toEqual([1000, 880, 882, 882])
    expect(short.performance.map(({ ending_cash }) => ending_cash)).toEqual([1000, 1120, 1118, 1118])
  })

  it('pays a dividend on its pay date, and shares of another symbol', async () => {
    const { performance, positions } = await runStrategy(ordering('AAPL', 4), {
      bars: { AAPL: [30, 30, 30, 30, 30], MSFT: [10, 10, 10, 10, 10] },
      dividends: [{ symbol: 'AAPL', exDate: '2024-01-04', payDate: '2024-01-05', amount: 1 }],
      stockDividends: [{ symbol: 'AAPL', exDate: '2024-01-04', ratio: 0.5, paidIn: 'MSFT' }],
      capital: 1000,
    })
    expect(performance.map(({ ending_cash }) => ending_cash)).toEqual([1000, 880, 880, 884, 884])
    expect(positions).toMatchObject([
      { symbol: 'AAPL', amount: 4 },
      { symbol: 'MSFT', amount: 2 },
    ])
  })

  it('closes what is held of a symbol the day after its last bar', async () => {
    const { fills, positions } = await runStrategy(ordering('GONE', 10), {
      bars: {
        AAPL: [1, 1, 1, 1],
        GONE: [
          { date: '2024-01-02', close: 5 },
          { date: '2024-01-03', close: 6 },
        ],
      },
    })
    expect(fills).toEqual([
      { date: '2024-01-03', symbol: 'GONE', amount: 10, price: 6, order: 0 },
      { date: '2024-01-04', symbol: 'GONE', amount: -10, price: 6 },
    ])
    expect(positions).toEqual([])
  })

  it('keeps the first sessions as history where asked', async () => {
    const seen: number[][] = []
    const strategy: Strategy = {
      onBar: (run) => void seen.push([...run.data.history(assetOf(run, 'AAPL'), 'close', 3)]),
    }
    const { sessions } = await runStrategy(strategy, { bars: { AAPL: [10, 11, 12, 13] }, warmup: 2 })
    expect(sessions).toEqual(['2024-01-04', '2024-01-05'])
    expect(seen).toEqual([
      [10, 11, 12],
      [11, 12, 13],
    ])
  })

  it('runs on minutes, and tells instants', async () => {
    const { sessions, orders, fills } = await runStrategy(ordering('AAPL', 0, 10), {
      bars: { AAPL: [10, 11, 12] },
      frequency: 'minute',
    })
    expect(sessions).toEqual(['2024-01-02'])
    expect(orders).toMatchObject([{ date: '2024-01-02T14:32:00+00:00' }])
    expect(fills).toMatchObject([{ date: '2024-01-02T14:33:00+00:00', price: 12 }])
  })

  it('goes on with minutes in the next session, over a half day of the calendar', async () => {
    const bars = { AAPL: Array.from({ length: 212 }, (_, i) => 10 + i) }
    const { sessions, fills } = await runStrategy(ordering('AAPL', ...new Array(210).fill(0), 1), {
      bars,
      frequency: 'minute',
      calendar: xnys,
      start: '2023-11-24',
    })
    expect(sessions).toEqual(['2023-11-24', '2023-11-27'])
    // 210 minutes of the half day, then 14:31 and 14:32 of Monday.
    expect(fills).toEqual([{ date: '2023-11-27T14:32:00+00:00', symbol: 'AAPL', amount: 1, price: 221, order: 0 }])
  })

  it('takes minutes with their instants, UTC where none is named', async () => {
    const { fills } = await runStrategy(ordering('AAPL', 10), {
      bars: {
        AAPL: [
          { date: '2024-01-03T14:31', close: 10 },
          { date: '2024-01-03T09:40:00-05:00', close: 20 },
        ],
      },
      frequency: 'minute',
    })
    expect(fills).toMatchObject([{ date: '2024-01-03T14:40:00+00:00', price: 20 }])
  })

  it('trades futures by their multiplier', async () => {
    const { portfolioValue } = await runStrategy(ordering('CLF24', 2), {
      bars: { CLF24: [70, 71, 73] },
      assets: { CLF24: { kind: 'future', rootSymbol: 'CL', multiplier: 1000 } },
    })
    expect(portfolioValue).toBe(100_000 + 2 * 2 * 1000)
  })

  it('tells what was recorded and logged, by session', async () => {
    const strategy: Strategy = {
      onBar(run) {
        if (run.session === '2024-01-02') return
        run.record('price', run.data.spot(assetOf(run, 'AAPL'), 'price'))
        run.log('info', 'seen')
      },
    }
    const { recorded, log } = await runStrategy(strategy, { bars: { AAPL: [10, 11] } })
    expect(recorded).toEqual({ price: [null, 11] })
    expect(log).toEqual([{ date: '2024-01-03', level: 'info', message: 'seen' }])
  })

  it('lets through what the strategy throws', async () => {
    const strategy: Strategy = {
      onBar: () => {
        throw new TypeError('mine')
      },
    }
    await expect(runStrategy(strategy, { bars: { AAPL: [10] } })).rejects.toThrow(new TypeError('mine'))
  })
})
