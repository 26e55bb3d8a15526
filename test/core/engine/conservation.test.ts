import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import type { CommissionModel } from '../../../core/finance/commission.js'
import { exactFromNumber, multiplyExact } from '../../../core/math/decimal.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { MarginAccount } from '../../../plugins/account/margin.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { TieredCommission } from '../../../plugins/commission/tiered.js'
import { ChanceFills } from '../../../plugins/fills/chance.js'
import { Funding } from '../../../plugins/financing/funding.js'
import { MarginInterest } from '../../../plugins/financing/margin-interest.js'
import { OvernightFinancing } from '../../../plugins/financing/overnight.js'
import { FixedFx } from '../../../plugins/fx/rates.js'
import { RandomLatency } from '../../../plugins/latency/models.js'
import { SquareRootSlippage } from '../../../plugins/slippage/square-root.js'

/** An asset of each class, two of them in other currencies. */
const assets = {
  SHARE: {},
  FUT: { kind: 'future', multiplier: 50, currency: 'EUR' },
  COIN: { kind: 'cryptocurrency', lotSize: 0.00001, tickSize: 0.01 },
  PAIR: { kind: 'forex', currency: 'JPY' },
} as const
const SYMBOLS = Object.keys(assets) as (keyof typeof assets)[]
const CAPITAL = 1_000_000

type Charges = [currency: string, amount: number][]

/** Tells of each charge as it is booked. */
function told(model: CommissionModel, charges: Charges): CommissionModel {
  let last = 0
  return {
    calculate: (order, fill) => (last = model.calculate(order, fill)),
    charged(order, fill) {
      model.charged?.(order, fill)
      charges.push([fill.asset.currency, last])
    },
  }
}

/** Every cost there is, made anew for each run. */
const everyCost = (charges: Charges): Partial<StrategyTest> => {
  const tiers = [
    { from: 0, rate: { maker: -0.0001, taker: 0.001 } },
    { from: 50_000, rate: { maker: -0.0002, taker: 0.0005 } },
  ]
  return {
    commission: told(new TieredCommission(tiers, { minimum: 1 }), charges),
    slippage: new SquareRootSlippage({ window: 3, volumeLimit: 0.1 }),
    latency: new RandomLatency({ network: [0, 1e8], broker: [1, 5], exchange: [0, 1] }, 'normal'),
    fills: new ChanceFills(0.8, 0.3),
    financing: [
      new OvernightFinancing({ kind: 'borrow-fee', short: { fallback: 0.03 } }),
      new OvernightFinancing({
        kind: 'overnight',
        long: { fallback: 0.01 },
        short: { fallback: -0.02 },
        futures: true,
      }),
      new MarginInterest({ rate: 0.05, cashRate: -0.01 }),
      new Funding({ rate: 0.0003 }),
    ],
    account: new MarginAccount(),
    fx: new FixedFx('USD', { EUR: 1.1, JPY: 0.0067 }),
  }
}

interface Case {
  readonly closes: readonly number[][]
  readonly orders: readonly (readonly [bar: number, symbol: number, units: number, limit: number | undefined])[]
  readonly seed: number
}
const BARS = 12
const cases: fc.Arbitrary<Case> = fc.record({
  closes: fc.array(
    fc.array(
      fc.integer({ min: 500, max: 20_000 }).map((cents) => cents / 100),
      { minLength: BARS, maxLength: BARS },
    ),
    {
      minLength: SYMBOLS.length,
      maxLength: SYMBOLS.length,
    },
  ),
  orders: fc.array(
    fc.tuple(
      fc.nat(BARS - 2),
      fc.nat(SYMBOLS.length - 1),
      fc.integer({ min: -3000, max: 3000 }),
      fc.option(
        fc.integer({ min: 500, max: 20_000 }).map((cents) => cents / 100),
        { nil: undefined },
      ),
    ),
    { maxLength: 25 },
  ),
  seed: fc.nat(),
})

async function play({ closes, orders, seed }: Case) {
  let bar = 0
  let last!: RunContext
  const charges: Charges = []
  const strategy: Strategy = {
    onBar(run) {
      last = run
      for (const [at, symbol, units, limit] of orders) {
        if (at !== bar) continue
        const asset = run.finder.lookupSymbol(SYMBOLS[symbol], run.end)
        const amount =
          asset.kind === 'cryptocurrency' ? units / 100 : asset.kind === 'future' ? Math.trunc(units / 100) : units
        run.order(asset, amount, limit === undefined ? undefined : { kind: 'limit', limit })
      }
      bar++
    },
  }
  const bars = Object.fromEntries(
    SYMBOLS.map((symbol, i) => [symbol, closes[i].map((close) => ({ close, volume: 20_000 }))]),
  )
  const lives = Object.fromEntries(SYMBOLS.map((symbol) => [symbol, { ...assets[symbol], autoCloseDate: undefined }]))
  const run = await runStrategy(strategy, {
    ...everyCost(charges),
    ...{
      bars,
      capital: CAPITAL,
      calendar: '24/7',
      plugins: [calendars],
      assets: lives as never,
      seed: String(seed),
      currency: 'USD',
    },
  })
  return { run, last, charges }
}

it('keeps every currency’s cash to the last digit, with every cost on, in every class of asset', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const { run, last, charges } = await play(given)
      const cash = new Map([['USD', exactFromNumber(CAPITAL)]])
      const pay = (currency: string, amount: bigint) => cash.set(currency, (cash.get(currency) ?? 0n) + amount)
      const { held, settled } = { held: new Map<string, bigint>(), settled: new Map<string, bigint>() }
      for (const { symbol, amount, price } of run.fills) {
        const asset = last.finder.lookupSymbol(symbol, last.end)
        const [units, at] = [exactFromNumber(amount), exactFromNumber(price)]
        const multiplier = exactFromNumber(asset.multiplier)
        if (asset.kind === 'future') {
          const gain = multiplyExact(
            multiplyExact(held.get(symbol) ?? 0n, at - (settled.get(symbol) ?? 0n)),
            multiplier,
          )
          pay(asset.currency, gain)
          settled.set(symbol, at)
          held.set(symbol, (held.get(symbol) ?? 0n) + units)
        } else pay(asset.currency, -multiplyExact(multiplyExact(units, at), multiplier))
        seen.add(asset.kind)
      }
      // What a future has gained since its last fill has been paid too.
      for (const [symbol, units] of held) {
        const asset = last.finder.lookupSymbol(symbol, last.end)
        const close = exactFromNumber(last.data.spot(asset, 'price'))
        pay(
          asset.currency,
          multiplyExact(multiplyExact(units, close - settled.get(symbol)!), exactFromNumber(asset.multiplier)),
        )
      }
      for (const [currency, amount] of charges) pay(currency, -exactFromNumber(amount))
      for (const row of run.performance)
        for (const { currency, amount } of (row.cash_flows ?? []) as { currency: string; amount: number }[]) {
          pay(currency, exactFromNumber(amount))
          seen.add('flow')
        }
      for (const [currency, amount] of cash) expect(last.ledger.cashIn(currency)).toBe(amount)
      for (const { amount, filled } of run.orders) expect(Math.abs(filled)).toBeLessThanOrEqual(Math.abs(amount))
    }),
    { numRuns: 60 },
  )
  expect([...seen].sort()).toEqual(['cryptocurrency', 'flow', 'forex', 'future', 'equity'].sort())
})

it('gives the same bytes for the same seed', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      const bytes = async () => JSON.stringify((await play(given)).run)
      expect(await bytes()).toBe(await bytes())
    }),
    { numRuns: 20 },
  )
})
