import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import { type FillAt, SimulatedBroker } from '../../../core/execution/simulated-broker.js'
import { market, play } from './market.js'

const buyOnce = (amount: number): Strategy => {
  let bought = false
  return {
    onBar(run) {
      if (!bought) run.order(run.finder.retrieve(0), amount)
      bought = true
    },
  }
}

describe('a backtest', () => {
  it('fills an order on the next bar, at its close', async () => {
    const { performance } = await play(market([[10, 12, 15]]), buyOnce(100))
    const { columns, transactions } = performance
    expect(transactions.map((fills) => fills.length)).toEqual([0, 1, 0])
    expect(transactions[1][0]).toMatchObject({ amount: 100, price: 12 })
    expect([...columns.ending_cash]).toEqual([10_000, 8_800, 8_800])
    expect([...columns.portfolio_value]).toEqual([10_000, 10_000, 10_300])
    expect(columns.pnl[2]).toBe(300)
    expect(columns.returns[2]).toBeCloseTo(0.03, 15)
  })

  it('leaves the last bar’s order open', async () => {
    const { performance } = await play(market([[10]]), buyOnce(1))
    expect(performance.orders[0][0]).toMatchObject({ amount: 1, filled: 0, status: 0 })
  })

  it('waits over a day without trades', async () => {
    const { performance } = await play(market([[10, Number.NaN, 11]]), buyOnce(1))
    expect(performance.transactions.map((fills) => fills.length)).toEqual([0, 0, 1])
  })

  it('carries a position through a split and pays the fraction in cash', async () => {
    const splits = [{ sid: 0, effectiveDate: '2021-01-03', ratio: 2 }]
    const { performance } = await play(market([[10, 10, 20]], { splits }), buyOnce(7))
    expect([...performance.positions[2]]).toEqual([0, 3, 20, 20])
    expect(performance.columns.ending_cash[2]).toBe(10_000 - 70 + 10)
  })

  it('pays a dividend on its pay date to whoever held on the ex date, and charges it to shorts', async () => {
    const dividends = [{ sid: 0, exDate: '2021-01-03', payDate: '2021-01-04', amount: 0.5 }]
    const long = await play(market([[10, 10, 10, 10]], { dividends }), buyOnce(100))
    const short = await play(market([[10, 10, 10, 10]], { dividends }), buyOnce(-100))
    expect([...long.performance.columns.ending_cash]).toEqual([10_000, 9_000, 9_000, 9_050])
    expect([...short.performance.columns.ending_cash]).toEqual([10_000, 11_000, 11_000, 10_950])
  })

  it('has the same columns and fills where the lists of its sessions are not wanted', async () => {
    const run = (lists?: boolean) => play(market([[10, 12, 15]]), buyOnce(100), { lists })
    const [whole, lean] = [(await run()).performance, (await run(false)).performance]
    expect(lean.columns).toEqual(whole.columns)
    expect([lean.sessions, lean.transactions]).toEqual([whole.sessions, whole.transactions])
    expect(whole.positions).toHaveLength(3)
    expect([lean.orders, lean.positions, lean.recorded.size]).toEqual([[], [], 0])
  })

  it('stops between sessions when it is told to, with what it has', async () => {
    const abort = new AbortController()
    const result = await play(
      market([[1, 2, 3, 4, 5]]),
      { onBar: (run) => run.session === '2021-01-03' && abort.abort() },
      { signal: abort.signal },
    )
    expect(result.interrupted).toBe(true)
    expect(result.performance.sessions).toEqual(['2021-01-01', '2021-01-02', '2021-01-03'])
  })

  it('keeps what was recorded until it is recorded again', async () => {
    const { performance } = await play(market([[1, 2, 3]]), {
      onBar: (run) => run.session === '2021-01-02' && run.record('x', 7),
    })
    expect(performance.recorded.get('x')).toEqual([undefined, 7, 7])
  })

  it.each([
    ['2021-01-03', '2021-01-01', 'DATES_REVERSED'],
    ['2020-12-30', '2021-01-02', 'START_OUTSIDE_DATA'],
    ['2021-01-02', '2021-02-02', 'END_OUTSIDE_DATA'],
  ])('refuses to run from %s to %s', async (start, end, code) => {
    await expect(play(market([[1, 2, 3]]), {}, { start, end })).rejects.toMatchObject({ code })
  })
})

describe('when an order meets the market', () => {
  const bars = () => market([[10, 12, 15]], {}, [[9, 11, 14]])

  it('is at the next close as in Zipline, or where asked at the next open or at this close', async () => {
    const fills = async (fillAt?: FillAt) => {
      const { performance } = await play(bars(), buyOnce(1), { broker: new SimulatedBroker(fillAt) })
      return performance.transactions.map((session) => session.map(({ price }) => price))
    }
    expect(await fills()).toEqual([[], [12], []])
    expect(await fills('next-open')).toEqual([[], [11], []])
    expect(await fills('this-close')).toEqual([[10], [], []])
  })

  it('tells the account at once where it is this close', async () => {
    const { performance } = await play(bars(), buyOnce(100), { broker: new SimulatedBroker('this-close') })
    expect([...performance.columns.ending_cash]).toEqual([9_000, 9_000, 9_000])
    expect(performance.orders[0][0]).toMatchObject({ amount: 100, filled: 100 })
  })
})

describe('the benchmark', () => {
  it('may be an asset of the data: its returns, the first from open to close', async () => {
    const data = market(
      [
        [10, 11, 12],
        [20, 22, 33],
      ],
      {},
      [
        [10, 11, 12],
        [16, 22, 33],
      ],
    )
    const { performance } = await play(data, {}, { benchmarkAsset: data.finder.retrieve(1) })
    const [first, second, third] = performance.columns.benchmark_period_return
    expect([first, second, third].map((x) => Number(x.toFixed(12)))).toEqual([0.25, 0.375, 1.0625])
  })
})
