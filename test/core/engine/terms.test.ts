import { describe, expect, it } from '@jest/globals'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import type { CommissionModel } from '../../../core/finance/commission.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { CashAccount } from '../../../plugins/account/cash.js'
import { MarginAccount } from '../../../plugins/account/margin.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { MakerTakerCommission } from '../../../plugins/commission/maker-taker.js'
import { PercentageCommission } from '../../../plugins/commission/percentage.js'
import { TieredCommission } from '../../../plugins/commission/tiered.js'
import { VolumeFills } from '../../../plugins/fills/volume.js'
import { Funding } from '../../../plugins/financing/funding.js'
import { MarginInterest } from '../../../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../../../plugins/financing/overnight.js'
import { AssetFx, FixedFx, TableFx } from '../../../plugins/fx/rates.js'
import { FixedLatency } from '../../../plugins/latency/models.js'

type Ordered = readonly [bar: number, amount: number, style?: ExecutionStyle, sid?: number]

/** Orders by the number of the bar. */
function ordering(...orders: readonly Ordered[]): Strategy {
  let bar = 0
  return {
    onBar(run) {
      for (const [at, amount, style, sid = 0] of orders)
        if (at === bar) run.order(run.finder.retrieve(sid), amount, style)
      bar++
    },
  }
}
const limit = (price: number): ExecutionStyle => ({ kind: 'limit', limit: price })
const ms = (network: number) => new FixedLatency({ network, broker: 0, exchange: 0 })
const filled = async (strategy: Strategy, test: StrategyTest) =>
  (await runStrategy(strategy, test)).fills.map(({ date, amount, price }) => [
    /T(.{5})/.exec(date)?.[1] ?? date,
    amount,
    price,
  ])

describe('latency moves a fill to the bar where it lands', () => {
  const minutes = { frequency: 'minute', bars: { A: [10, 11, 12, 13, 14, 15] } } as const
  it.each([
    [0, '14:32', 11],
    [60_000, '14:32', 11],
    [60_001, '14:33', 12],
    [150_000, '14:34', 13],
  ])('of minutes: %d ms', async (delay, minute, price) => {
    const fills = await filled(ordering([0, 5]), { ...minutes, latency: ms(delay) })
    expect(fills).toEqual([[minute, 5, price]])
  })

  it('a minute’s open is met a minute earlier', async () => {
    const bars = { A: [10, 11, 12, 13].map((open) => ({ open, close: open })) }
    const test = { ...minutes, bars, broker: { use: 'simulated', fillAt: 'next-open' } } as const
    expect(await filled(ordering([0, 5]), test)).toEqual([['14:32', 5, 11]])
    expect(await filled(ordering([0, 5]), { ...test, latency: ms(1) })).toEqual([['14:33', 5, 12]])
  })

  it('of days: an order that is on its way at the open misses it', async () => {
    const bars = { A: [10, 11, 12] }
    const test = { bars, broker: { use: 'simulated', fillAt: 'next-open' } } as const
    const hours = (n: number) => ms(n * 3_600_000)
    // From the close at 16:00 to the next open at 9:30.
    expect(await filled(ordering([0, 5]), { ...test, latency: hours(17) })).toEqual([['2024-01-03', 5, 11]])
    expect(await filled(ordering([0, 5]), { ...test, latency: hours(18) })).toEqual([['2024-01-04', 5, 12]])
  })

  it('nothing fills on the bar that placed it, and the log says why', async () => {
    const test = {
      bars: { A: [10, 11, 12] },
      broker: { use: 'simulated', fillAt: 'this-close' },
      latency: ms(1),
    } as const
    const { fills, events } = await runStrategy(ordering([0, 5]), test)
    expect(fills.map(({ date }) => date)).toEqual(['2024-01-03'])
    expect(events).toMatchObject([{ kind: 'unfilled', reason: 'in-flight', count: 1 }])
  })

  it('a limit is not seen on the way', async () => {
    const bars = { A: [10, 8, 10, 10, 8] }
    expect(await filled(ordering([0, 5, limit(9)]), { frequency: 'minute', bars, latency: ms(61_000) })).toEqual([
      ['14:35', 5, 8],
    ])
  })
})

describe('maker and taker', () => {
  const charged = async (
    style: ExecutionStyle | undefined,
    amount: number,
    prices: number[],
    more: Partial<StrategyTest> = {},
  ) => {
    const commission = new MakerTakerCommission(-0.001, 0.002)
    const { orders } = await runStrategy(ordering([0, amount, style]), { bars: { A: prices }, commission, ...more })
    return orders[0].commission
  }
  it.each<[string, ExecutionStyle | undefined, number, number[], number]>([
    ['a market order takes', undefined, 10, [100, 100], 2],
    ['a limit that the market has reached takes', limit(101), 10, [100, 100], 2],
    ['a limit below the market rests, and is paid', limit(90), 10, [100, 90], -0.9],
    ['a sell above the market rests', limit(110), -10, [100, 110], -1.1],
    ['a stop-limit beyond its stop takes', { kind: 'stop-limit', stop: 105, limit: 106 }, 10, [100, 105, 105], 2.1],
    ['a stop-limit below its stop rests', { kind: 'stop-limit', stop: 105, limit: 100 }, 10, [100, 105, 100], -1],
  ])('%s', async (_, style, amount, prices, commission) => {
    expect(await charged(style, amount, prices)).toBeCloseTo(commission, 10)
  })

  it('the market may reach a limit while the order is on its way: then it takes', async () => {
    const more = { frequency: 'minute', latency: ms(61_000) } as const
    expect(await charged(limit(90), 10, [100, 90, 90, 90], more)).toBeCloseTo(1.8, 10)
  })
})

describe('partial fills', () => {
  it.each([1, -1])('complete on later bars, at whatever price is then: %d', async (side) => {
    const bars = { A: [10, 11, 12, 13].map((close) => ({ close, volume: 400 })) }
    const run = await runStrategy(ordering([0, side * 100]), { bars, fills: new VolumeFills(0.1, 0) })
    expect(run.fills.map(({ amount, price }) => [amount, price])).toEqual([
      [side * 40, 11],
      [side * 40, 12],
      [side * 20, 13],
    ])
    expect(run.orders).toMatchObject([{ status: 'filled', filled: side * 100 }])
  })

  it('an order that is refused counts for nothing in the month’s volume', async () => {
    const tiers = [
      { from: 0, rate: 0.01 },
      { from: 500, rate: 0 },
    ]
    const test = {
      bars: { A: [10, 10, 10] },
      account: new CashAccount(),
      commission: new TieredCommission(tiers),
      capital: 1000,
    }
    const { orders } = await runStrategy(ordering([0, 1000], [0, 10]), test)
    expect(orders.map(({ status, commission }) => [status, commission])).toEqual([
      ['rejected', 0],
      ['filled', 1],
    ])
  })
})

describe('holding costs', () => {
  const free = { commission: { calculate: () => 0 } as CommissionModel, capital: 100_000 }
  const borrow = new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 0.365 } })

  it('a short’s fee each night, three over a weekend, at the last close', async () => {
    // Tuesday 2 January 2024; filled on Wednesday at 100.
    const bars = { A: [100, 100, 110, 120, 100, 100] }
    const { cashFlows, cash } = await runStrategy(ordering([0, -10]), { ...free, bars, financing: [borrow] })
    expect(cashFlows).toEqual([
      { date: '2024-01-04', kind: 'borrow-fee', symbol: 'A', amount: -1 },
      { date: '2024-01-05', kind: 'borrow-fee', symbol: 'A', amount: -1.1 },
      { date: '2024-01-08', kind: 'borrow-fee', symbol: 'A', amount: -3.6 },
      { date: '2024-01-09', kind: 'borrow-fee', symbol: 'A', amount: -1 },
    ])
    expect(cash).toBe(100_000 + 1000 - 6.7)
  })

  it('lines stand in the session’s row, and nowhere in a run without financing', async () => {
    const bars = { A: [100, 100, 100] }
    const rows = async (financing: StrategyTest['financing']) =>
      (await runStrategy(ordering([0, -10]), { ...free, bars, financing })).performance
    expect((await rows([borrow])).map((row) => row.cash_flows)).toEqual([
      [],
      [],
      [{ dt: '2024-01-04T00:00:00+00:00', kind: 'borrow-fee', sid: 'A', currency: 'USD', amount: -1 }],
    ])
    expect((await rows(undefined)).some((row) => 'cash_flows' in row)).toBe(false)
  })

  it('interest on what is owed', async () => {
    const test = { bars: { A: [100, 100, 100, 100] }, capital: 1000, financing: [new MarginInterest({ rate: 0.36 })] }
    const { cashFlows } = await runStrategy(ordering([0, 20]), test)
    // 1,000 owed; the second night interest on the first's as well.
    expect(cashFlows.map(({ amount }) => amount)).toEqual([-1, -1.001])
  })

  it('funding at its times, on what was held then', async () => {
    const test = {
      bars: { BTC: [100, 100, 200, 200] },
      assets: { BTC: { kind: 'cryptocurrency' } },
      calendar: '24/7',
      plugins: [calendars],
      financing: [new Funding({ rate: 0.01 })],
    } as const
    const { cashFlows } = await runStrategy(ordering([0, 3]), test)
    // Bought at the close of 3 January, which is midnight: too late for that payment. Each later bar passes three, at its price of 200.
    expect(cashFlows.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-04', -18],
      ['2024-01-05', -18],
    ])
  })
})

describe('a cash account', () => {
  const cash = { account: new CashAccount(), capital: 1000, bars: { A: [10, 10, 10, 10] } }
  it('refuses what it cannot pay, its commission included, as a value', async () => {
    const commission = new PercentageCommission(0.01)
    const { orders, events, cash: left } = await runStrategy(ordering([0, 100], [0, 99]), { ...cash, commission })
    expect(orders).toMatchObject([
      { status: 'rejected', reason: 'insufficient-funds', filled: 0, commission: 0 },
      { status: 'filled' },
    ])
    expect(events).toMatchObject([{ kind: 'rejected', reason: 'insufficient-funds', amount: 100, order: 0 }])
    expect(left).toBeCloseTo(1000 - 990 * 1.01, 10)
  })

  it('counts fills of the same bar that are not booked yet', async () => {
    const { orders } = await runStrategy(ordering([0, 60], [0, 60], [0, 40]), cash)
    expect(orders.map(({ status }) => status)).toEqual(['filled', 'rejected', 'filled'])
  })

  it('sells what it holds, and no more', async () => {
    const { orders } = await runStrategy(ordering([0, 50], [1, -51], [1, -50], [2, -1]), cash)
    expect(orders.map(({ status }) => status)).toEqual(['filled', 'rejected', 'filled', 'rejected'])
  })
})

describe('a margin account', () => {
  const margin = (onCall: 'warn' | 'liquidate' = 'liquidate') => ({
    account: new MarginAccount({ onCall }),
    capital: 1000,
  })

  it('holds up to twice what it is worth, and lets positions be lowered whatever it is worth', async () => {
    const bars = { A: [10, 10, 10, 5.5, 5.5] }
    const { orders } = await runStrategy(ordering([0, 201], [0, 200], [1, 1], [3, -10]), { ...margin('warn'), bars })
    expect(orders.map(({ status }) => status)).toEqual(['rejected', 'filled', 'rejected', 'filled'])
  })

  it('counts positions of every currency, those of the same bar too', async () => {
    const test = {
      ...margin(),
      bars: { A: [10, 10, 10], B: [10, 10, 10] },
      assets: { B: { currency: 'EUR' } },
      fx: new FixedFx('USD', { EUR: 2 }),
    }
    const orders = async (...units: readonly [number, number]) => {
      const run = await runStrategy(ordering([0, units[0], undefined, 1], [0, units[1]]), test)
      return run.orders.map(({ status }) => status)
    }
    // 50 of B are worth 1,000 dollars: half of what 1,000 can hold.
    expect(await orders(50, 100)).toEqual(['filled', 'filled'])
    expect(await orders(50, 101)).toEqual(['filled', 'rejected'])
    expect(await orders(101, 1)).toEqual(['rejected', 'filled'])
  })

  it('sells short against half', async () => {
    const bars = { A: [10, 10, 10] }
    const { orders } = await runStrategy(ordering([0, -201], [0, -200]), { ...margin(), bars })
    expect(orders.map(({ status }) => status)).toEqual(['rejected', 'filled'])
  })

  it('is called at the end of a session: every position is lowered until the maintenance margin is there', async () => {
    // 200 at 10 with 1,000 of debt; at 6 the account is worth 200 and needs a quarter of 1,200: a third goes, 66.67 shares and so 67.
    const bars = { A: [10, 10, 6, 6, 6] }
    const { events, fills, positions, log } = await runStrategy(ordering([0, 200]), { ...margin(), bars })
    expect(events).toMatchObject([
      { date: '2024-01-04', kind: 'margin-call', reason: 'below-maintenance', symbol: 'A', amount: -67 },
    ])
    expect(fills.at(-1)).toMatchObject({ date: '2024-01-05', amount: -67, price: 6 })
    expect(positions).toMatchObject([{ amount: 133 }])
    expect(log).toMatchObject([{ level: 'warn', message: expect.stringContaining('margin call') }])
  })

  it('that is worth nothing gives up everything; one that only warns keeps it', async () => {
    const bars = { A: [10, 10, 4, 4, 4] }
    expect((await runStrategy(ordering([0, 200]), { ...margin(), bars })).positions).toEqual([])
    const warned = await runStrategy(ordering([0, 200]), { ...margin('warn'), bars })
    expect(warned.positions).toMatchObject([{ amount: 200 }])
    expect(warned.events.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['margin-call', 0],
      ['margin-call', 0],
      ['margin-call', 0],
    ])
  })
})

describe('several currencies', () => {
  const assets = { SAP: { currency: 'EUR' } }
  const bars = { SPY: [100, 100, 100, 100], SAP: [50, 50, 60, 60] }
  const both = () => ordering([0, 1, undefined, 0], [0, 10, undefined, 1])

  it('without a rate are an error, before anything is ordered', async () => {
    await expect(runStrategy(both(), { bars, assets })).rejects.toMatchObject({
      code: 'FX_RATE_MISSING',
      hint: expect.stringContaining('fx'),
    })
  })

  it('are one where the quirk says so, as in Zipline', async () => {
    const { cash } = await runStrategy(both(), { bars, assets, quirks: { currenciesAreOne: true } })
    expect(cash).toBe(100_000 - 100 - 500)
  })

  it('are kept apart, and valued in the account’s', async () => {
    let last: RunContext | undefined
    const ordered = both()
    const strategy: Strategy = {
      onBar(run) {
        ordered.onBar!(run)
        last = run
      },
    }
    const { portfolioValue, cash } = await runStrategy(strategy, { bars, assets, fx: new FixedFx('USD', { EUR: 1.2 }) })
    expect([cash, portfolioValue]).toEqual([100_000 - 100 - 600, 100_000 + 120])
    expect([last!.ledger.cashIn('EUR'), last!.ledger.cashIn('USD')].map((exact) => Number(exact / 10n ** 18n))).toEqual(
      [-500, 99_900],
    )
  })

  it('can be exchanged', async () => {
    let bar = 0
    let got = 0
    const strategy: Strategy = { onBar: (run) => void (bar++ === 0 && (got = run.exchange(1200, 'USD', 'EUR'))) }
    const { cash } = await runStrategy(strategy, { bars, assets, fx: new FixedFx('USD', { EUR: 1.2 }) })
    expect([got, cash]).toEqual([1000, 100_000])
  })

  it('gain and lose by their rates', async () => {
    const fx = new TableFx('date,from,to,rate\n2024-01-01,EUR,USD,1.2\n2024-01-05,EUR,USD,1.1\n', 'fx.csv')
    const strategy: Strategy = {
      onBar: (run) => void (run.session === '2024-01-02' && run.exchange(1200, 'USD', 'EUR')),
    }
    const { performance } = await runStrategy(strategy, { bars, assets, fx })
    expect(performance.map((row) => row.portfolio_value)).toEqual([100_000, 100_000, 100_000, 99_900])
  })

  it('have rates that are prices of the run', async () => {
    const strategy: Strategy = {
      onBar: (run) => void (run.session === '2024-01-02' && run.exchange(1200, 'USD', 'EUR')),
    }
    const test = { bars: { ...bars, EURUSD: [1.2, 1.2, 1.3, 1.3] }, assets, fx: new AssetFx({ 'EUR/USD': 'EURUSD' }) }
    expect((await runStrategy(strategy, test)).performance.at(-1)!.portfolio_value).toBe(100_100)
  })

  it('pay dividends in their own, and interest on what is owed in each', async () => {
    const test = {
      ...{ bars, assets, fx: new FixedFx('USD', { EUR: 1.2 }), financing: [new MarginInterest({ rate: 0.36 })] },
      dividends: [{ symbol: 'SAP', exDate: '2024-01-04', payDate: '2024-01-04', amount: 1 }],
    }
    const { performance } = await runStrategy(ordering([0, 10, undefined, 1]), test as never)
    const flows = performance.flatMap((row) => row.cash_flows as { kind: string; currency: string; amount: number }[])
    expect(flows.map(({ kind, currency, amount }) => [kind, currency, amount])).toEqual([
      ['margin-interest', 'EUR', -0.5],
      ['dividend', 'EUR', 10],
      ['margin-interest', 'EUR', -0.4905],
    ])
  })
})
