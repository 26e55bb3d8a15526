import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { RunResult } from '../../../core/engine/result.js'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import { exactFromNumber as exact, exactToNumber } from '../../../core/math/decimal.js'
import { playStrategy, runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { contributions } from '../../../plugins/analytics/contributions.js'
import { exactValue, MATCHINGS } from '../../../plugins/analytics/lots.js'
import { commissionOf, reconcile, slippageOf } from '../../../plugins/analytics/reconciliation.js'
import { roundTrips, totalOf } from '../../../plugins/analytics/round-trips.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { PerTrade } from '../../../plugins/commission/per-trade.js'
import { Funding } from '../../../plugins/financing/funding.js'
import { MarginInterest } from '../../../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../../../plugins/financing/overnight.js'
import { FixedSlippage } from '../../../plugins/slippage/fixed.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'

type Order = readonly [bar: number, amount: number, symbol?: string]

/** Market orders as they are listed, by bar; of the first symbol where none is named. */
function ordering(orders: readonly Order[], symbol: string): Strategy {
  let bar = 0
  return {
    onBar(run) {
      for (const [at, amount, of = symbol] of orders)
        if (at === bar) run.order(run.finder.lookupSymbol(of, run.end), amount)
      bar++
    },
  }
}

/** What a run's account is worth at its end, exactly: cash and every position at its last price. */
function worth({ ledger }: RunContext): bigint {
  const cash = ledger.currencies.reduce((sum, code) => sum + ledger.cashIn(code), 0n)
  return [...ledger.positions()].reduce(
    (sum, { asset, amount, lastSalePrice }) =>
      asset.kind === 'future' ? sum : sum + exactValue(amount, lastSalePrice, asset),
    cash,
  )
}

async function play(orders: readonly Order[], test: StrategyTest) {
  let end = 0n
  let result!: RunResult
  const strategy: Strategy = {
    ...ordering(orders, Object.keys(test.bars)[0]),
    onEnd(run, all) {
      end = worth(run)
      result = all
    },
  }
  const { dataset } = await playStrategy(strategy, test)
  const { performance } = result
  const capital = test.capital ?? 100_000
  const parts = contributions(performance, dataset.finder)
  return { performance, finder: dataset.finder, parts, found: reconcile(performance, parts, capital), end, capital }
}

const plain = ({ found }: Awaited<ReturnType<typeof play>>) => ({
  gross: exactToNumber(found.gross),
  slippage: exactToNumber(found.slippage),
  commissions: exactToNumber(found.commissions),
  ...Object.fromEntries(found.flows.map(([kind, amount]) => [kind, exactToNumber(amount)])),
  net: exactToNumber(found.net),
  unexplained: exactToNumber(found.unexplained),
})

describe('from prices to gain', () => {
  it('slippage and a dividend of a share that was bought and sold', async () => {
    // Bought where the market stood at 101, for 101.05; sold where it stood at 106, for 105.95.
    const told = await play(
      [
        [0, 10],
        [2, -10],
      ],
      {
        bars: { A: [100, 101, 103, 106] },
        slippage: new FixedSlippage(0.1),
        commission: new PerTrade(1),
        dividends: [{ symbol: 'A', exDate: '2024-01-04', amount: 0.5 }],
      },
    )
    expect(told.performance.transactions.flat()).toMatchObject([
      { price: 101.05, reference: 101, commission: 1 },
      { price: 105.95, reference: 106, commission: 1 },
    ])
    expect(plain(told)).toEqual({ gross: 50, slippage: -1, commissions: -2, dividend: 5, net: 52, unexplained: 0 })
  })

  it('leaves the rows as Zipline has them: what the fills cost stands in the record', async () => {
    const strategy = ordering([[0, 10]], 'A')
    const { performance } = await runStrategy(strategy, {
      bars: { A: [100, 101, 103] },
      slippage: new FixedSlippage(0.1),
      dividends: [{ symbol: 'A', exDate: '2024-01-04', amount: 0.5 }],
    })
    const [fill] = performance.flatMap((row) => row.transactions as object[])
    expect(Object.keys(fill)).toEqual(['amount', 'dt', 'price', 'sid', 'order'])
    expect(performance.some((row) => 'cash_flows' in row)).toBe(false)
  })

  it('borrowing of a short, a night at 50 and one at 40', async () => {
    const told = await play([[0, -100]], {
      bars: { A: [50, 50, 40, 40] },
      financing: [new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 0.365 } })],
    })
    expect(plain(told)).toMatchObject({ gross: 1000, slippage: 0, 'borrow-fee': -9, net: 991, unexplained: 0 })
  })

  it('interest on a thousand that is owed for two nights', async () => {
    const told = await play([[0, 20]], {
      bars: { A: [100, 100, 100, 100] },
      capital: 1000,
      financing: [new MarginInterest({ rate: 0.36 })],
    })
    expect(plain(told)).toMatchObject({ gross: 0, 'margin-interest': -2.001, net: -2.001, unexplained: 0 })
  })

  it('funding of a perpetual, three times on each of two days', async () => {
    const told = await play([[0, 3]], {
      bars: { BTC: [100, 100, 200, 200] },
      assets: { BTC: { kind: 'cryptocurrency' } },
      calendar: '24/7',
      plugins: [calendars],
      financing: [new Funding({ rate: 0.01 })],
    })
    expect(plain(told)).toMatchObject({ gross: 300, funding: -36, net: 264, unexplained: 0 })
  })

  it('cash for the fraction of a share that a split leaves', async () => {
    // Five shares at 30, two for three: three whole ones at 45, and a third of one paid at its cost basis of 45.
    const told = await play([[0, 5]], {
      bars: { A: [30, 30, 45, 45] },
      splits: [{ symbol: 'A', date: '2024-01-04', ratio: 1.5 }],
    })
    expect(plain(told)).toMatchObject({ gross: -15, 'cash-in-lieu': 15, net: 0, unexplained: 0 })
  })

  it('says what it does not explain, and of how many fills nobody knows the market’s price', async () => {
    const { performance, parts, capital } = await play([[0, 10]], { bars: { A: [100, 101, 103] } })
    const columns = { ...performance.columns, portfolio_value: performance.columns.portfolio_value.map((v) => v + 7) }
    const transactions = performance.transactions.map((fills) => fills.map(({ reference: _, ...fill }) => fill))
    const { gross, net, unexplained, unknown } = reconcile({ ...performance, columns, transactions }, parts, capital)
    expect([gross, net, unexplained, unknown]).toEqual([exact(20), exact(27), exact(7), 1])
  })
})

const cents = (min: number, max: number) => fc.integer({ min, max }).map((n) => n / 100)
const BARS = 8
const cases = fc.record({
  closes: fc.array(fc.array(cents(500, 20_000), { minLength: BARS, maxLength: BARS }), { minLength: 2, maxLength: 2 }),
  orders: fc.array(fc.tuple(fc.nat(BARS - 2), fc.integer({ min: -900, max: 900 }), fc.constantFrom('A', 'B')), {
    maxLength: 12,
  }),
  dividend: cents(1, 400),
  ratio: fc.constantFrom(0.25, 0.5, 1.5, 10),
})

it('adds up to the account’s gain to the last digit, whatever is traded: slippage, commissions, dividends, splits, borrowing, interest', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ closes: [a, b], orders, dividend, ratio }) => {
      const bars = { A: a.map((close) => ({ close, volume: 9000 })), B: b.map((close) => ({ close, volume: 9000 })) }
      const { performance, finder, parts, found, end, capital } = await play(orders, {
        bars,
        slippage: new VolumeShareSlippage(0.1, 0.3),
        commission: new PerShare(0.013, 1),
        financing: [
          new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 0.07 } }),
          new MarginInterest({ rate: 0.08, cashRate: -0.01 }),
        ],
        dividends: [{ symbol: 'A', exDate: '2024-01-05', payDate: '2024-01-09', amount: dividend }],
        splits: [{ symbol: 'B', date: '2024-01-08', ratio }],
      })
      const { gross, slippage, commissions, flows, net, unexplained } = found
      const flow = flows.reduce((sum, [, amount]) => sum + amount, 0n)
      expect(unexplained).toBe(0n)
      expect(gross + slippage + commissions + flow).toBe(net)
      expect(exact(capital) + net).toBe(end)
      const fills = performance.transactions.flat()
      expect(slippage).toBe(fills.reduce((sum, fill) => sum + slippageOf(fill), 0n))
      for (const fill of fills) expect(slippageOf(fill)).toBeLessThanOrEqual(0n)
      expect(-commissions).toBe(fills.reduce((sum, fill) => sum + commissionOf(fill), 0n))
      const isWhole = !flows.some(([kind]) => kind === 'cash-in-lieu')
      const profits = MATCHINGS.map((matching) => {
        const { closed, open } = roundTrips(performance, finder, matching)
        expect(totalOf([...closed, ...open], 'commission')).toBe(-commissions)
        return totalOf([...closed, ...open], 'profit')
      })
      if (isWhole) expect(profits).toEqual(MATCHINGS.map(() => gross + slippage + commissions))
      else expect(new Set(profits).size).toBe(1)
      expect(parts.reduce((sum, { total }) => sum + total, 0n)).toBe(gross + slippage)
    }),
    { numRuns: 60 },
  )
})
