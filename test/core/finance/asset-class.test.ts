import { describe, expect, it } from '@jest/globals'
import type { ASSET_CLASSES } from '../../../core/assets/asset-class.js'
import type { Strategy } from '../../../core/engine/strategy.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import calendars from '../../../plugins/calendars/plugin.js'
import commission from '../../../plugins/commission/plugin.js'
import { SpreadSlippage } from '../../../plugins/slippage/spread.js'

/** Orders on the first bar. */
const first = (amount: number, limit?: number): Strategy => {
  let bars = 0
  return {
    onBar: (run) =>
      void (
        bars++ === 0 &&
        run.order(run.finder.retrieve(0), amount, limit === undefined ? undefined : { kind: 'limit', limit })
      ),
  }
}
const closes = (price: number, volume = 1e6) => Array.from({ length: 4 }, () => ({ close: price, volume }))

describe('each class of asset', () => {
  it.each<[keyof typeof ASSET_CLASSES, number, number]>([
    // What a tenth of a volume of 12.3456789 gives an order of more.
    ['equity', 12.345678912, 1],
    ['future', 12.345678912, 1],
    ['cryptocurrency', 12.345678912, 1.23456789],
    ['forex', 12.345678912, 1],
  ])('%s trades in its lots, toward zero', async (kind, volume, filled) => {
    const test: StrategyTest = {
      bars: { A: closes(10, volume) },
      assets: { A: { kind } },
      slippage: new SpreadSlippage(0, 1, 0.1),
    }
    for (const side of [1, -1]) {
      const { fills } = await runStrategy(first(side * 100), test)
      expect(fills[0].amount).toBe(side * filled)
    }
  })

  it.each<[keyof typeof ASSET_CLASSES, number, number]>([
    ['equity', 12.3456, 12.34],
    ['forex', 1.234567, 1.23456],
    ['cryptocurrency', 0.000012345678, 0.00001234],
  ])('%s has limits on its ticks; a buy’s rounds down', async (kind, limit, rounded) => {
    const { orders } = await runStrategy(first(1, limit), { bars: { A: closes(2 * limit) }, assets: { A: { kind } } })
    expect(orders[0].limit).toBeCloseTo(rounded, 10)
  })

  it('rounds to cents what names no asset, where the quirk says so', async () => {
    const test: StrategyTest = {
      bars: { A: closes(1) },
      assets: { A: { kind: 'forex' } },
      quirks: { centsWithoutAsset: true },
    }
    expect((await runStrategy(first(1, 1.23456), test)).orders[0].limit).toBe(1.23)
  })

  it('costs what shares do, unless it has models of its own', async () => {
    const charge = async (choice: object) => {
      const test = {
        bars: { A: closes(1) },
        assets: { A: { kind: 'forex' } },
        plugins: [commission],
        commission: choice,
      } as const
      return (await runStrategy(first(1000), test as never)).orders[0].commission
    }
    const equity = { use: 'percentage', rate: 0.01 }
    expect(await charge({ equity })).toBe(10)
    expect(await charge({ equity, forex: { use: 'percentage', rate: 0.002 } })).toBe(2)
  })
})

describe('a coin on a market that never closes', () => {
  it('trades on weekends, in parts, to the last digit of the account', async () => {
    let bar = 0
    const strategy: Strategy = {
      onBar: (run) => void run.order(run.finder.retrieve(0), [0.00012345, -0.00002345, -0.0001][bar++] ?? 0),
    }
    const run = await runStrategy(strategy, {
      bars: { BTC: [60_000.01, 61_000.02, 62_000.03, 63_000.04, 64_000.05] },
      assets: { BTC: { kind: 'cryptocurrency', currency: 'USDT' } },
      // A Friday.
      ...{ calendar: '24/7', start: '2024-01-05', plugins: [calendars], capital: 1000 },
    })
    expect(run.fills.map(({ date, amount }) => [date, amount])).toEqual([
      ['2024-01-06', 0.00012345],
      ['2024-01-07', -0.00002345],
      ['2024-01-08', -0.0001],
    ])
    // 1000 − 0.00012345 × 61000.02 + 0.00002345 × 62000.03 + 0.0001 × 63000.04
    expect(run.cash).toBe(1000.2234522345)
    expect(run.positions).toEqual([])
  })

  it('counts 365 days a year in strict, 252 in profile zipline, as Zipline does', async () => {
    const prices = [100, 101, 99, 102, 100, 103]
    const volatility = async (profile: 'strict' | 'zipline') => {
      const test = {
        bars: { BTC: prices },
        assets: { BTC: { kind: 'cryptocurrency' } },
        calendar: '24/7',
        plugins: [calendars],
        profile,
      } as const
      return Number((await runStrategy(first(100), test)).performance.at(-1)!.algo_volatility)
    }
    expect((await volatility('strict')) / (await volatility('zipline'))).toBeCloseTo(Math.sqrt(365 / 252), 10)
  })
})
