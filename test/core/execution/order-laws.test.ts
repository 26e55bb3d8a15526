import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { RunResult } from '../../../core/engine/result.js'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import type { FillAt, Triggers } from '../../../core/execution/simulated-broker.js'
import type { ExecutionStyle, SingleStyle } from '../../../core/finance/execution-style.js'
import { type OrderSnapshot, TIMES_IN_FORCE, type TimeInForce } from '../../../core/finance/order.js'
import { exactFromNumber, exactToNumber, multiplyExact } from '../../../core/math/decimal.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { PerShare } from '../../../plugins/commission/per-share.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'

const DAYS = 14
/** For machines that are busy. */
const PATIENCE = 120_000

interface Bar {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}
/** What is done on one bar: units, which style, two prices, a distance; sometimes an order is changed or cancelled too. */
interface Deed {
  readonly amount: number
  readonly style: number
  readonly prices: readonly [number, number]
  readonly distance: number
  readonly timeInForce?: TimeInForce
  readonly disturb: number
}

const cents = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100)
const bar: fc.Arbitrary<Bar> = fc
  .record({
    open: cents(90, 110),
    close: cents(90, 110),
    up: cents(0, 8),
    down: cents(0, 8),
    volume: fc.constantFrom(30, 90, 400, 1e6),
  })
  .map(({ open, close, up, down, volume }) => ({
    open,
    close,
    high: Math.round(100 * (Math.max(open, close) + up)) / 100,
    low: Math.round(100 * (Math.min(open, close) - down)) / 100,
    volume,
  }))
const bars = fc.array(bar, { minLength: DAYS, maxLength: DAYS })
const deed: fc.Arbitrary<Deed> = fc.record({
  amount: fc.integer({ min: -20, max: 20 }),
  style: fc.integer({ min: 0, max: 11 }),
  prices: fc.tuple(cents(85, 115), cents(85, 115)),
  distance: cents(1, 9),
  timeInForce: fc.option(fc.constantFrom(...TIMES_IN_FORCE.filter((each) => each !== 'gtd')), { nil: undefined }),
  disturb: fc.integer({ min: 0, max: 5 }),
})
const deeds = fc.array(deed, { minLength: DAYS, maxLength: DAYS })
const rule = fc.record({
  triggers: fc.constantFrom<Triggers>('close', 'worst', 'best', 'ohlc'),
  fillAt: fc.constantFrom<FillAt>('next-close', 'next-open'),
})

/** `side`: how prices look to it, themselves or in a mirror. */
function styleOf(
  { style, prices: [a, b], distance }: Deed,
  isBuy: boolean,
  side: (price: number) => number,
): ExecutionStyle {
  const [low, high] = [Math.min(a, b), Math.max(a, b) + 0.01]
  // A buy stops out below and takes its profit above; a mirror turns both around.
  const [loss, profit] = (isBuy ? [low, high] : [high, low]).map(side)
  const singles: SingleStyle[] = [
    { kind: 'market' },
    { kind: 'limit', limit: side(a) },
    { kind: 'stop', stop: side(a) },
    { kind: 'stop-limit', stop: side(a), limit: side(b) },
    { kind: 'trailing-stop', amount: distance },
    { kind: 'at-open' },
    { kind: 'at-close', limit: side(a) },
  ]
  const composed: ExecutionStyle[] = [
    { kind: 'oco', first: { kind: 'stop', stop: side(a) }, second: { kind: 'limit', limit: side(b) } },
    { kind: 'bracket', entry: singles[Math.floor(distance) % 3], stopLoss: loss, takeProfit: profit },
    {
      kind: 'bracket',
      entry: { kind: 'market' },
      stopLoss: { kind: 'trailing-stop', amount: distance },
      takeProfit: profit,
    },
    { kind: 'iceberg', display: Math.ceil(distance) },
    { kind: 'twap', slices: 3 },
  ]
  return [...singles, ...composed][style]
}

function follow(plan: readonly Deed[], sign: 1 | -1 = 1, seen: (run: RunContext) => void = () => {}): Strategy {
  let day = 0
  const ids: string[] = []
  const side = (price: number) => (sign === 1 ? price : Math.round(100 * (200 - price)) / 100)
  return {
    onBar(run) {
      const each = plan[day++ % plan.length]
      const { amount, timeInForce, disturb, prices } = each
      const style = styleOf(each, amount > 0, side)
      const id = run.order(run.finder.retrieve(0), sign * amount, style, timeInForce && { timeInForce })
      if (id !== undefined) ids.push(id)
      const other = ids[disturb * 3]
      if (disturb === 1 && other) run.cancel(other)
      if (disturb === 2 && other) run.modify(other, { limit: side(prices[0]) })
      if (disturb === 3 && other) run.modify(other, { amount: Math.trunc((run.orderOf(other)?.amount ?? 0) / 2) })
      seen(run)
    },
  }
}

interface Played {
  readonly result: RunResult
  readonly orders: readonly OrderSnapshot[]
  readonly bytes: string
  readonly rows: readonly unknown[]
}

async function play(
  strategy: Strategy,
  given: readonly Bar[],
  broker: object,
  more: Partial<StrategyTest> = {},
): Promise<Played> {
  let result: RunResult | undefined
  const slippage = new VolumeShareSlippage(0.1, 0)
  const onEnd: Strategy['onEnd'] = (_, of) => void (result = of)
  const run = await runStrategy(
    { ...strategy, onEnd },
    { bars: { A: given }, slippage, broker: { use: 'simulated', ...broker }, ...more },
  )
  const latest = new Map(result!.performance.orders.flat().map((order) => [order.id, order]))
  const { performance: rows, events } = run
  return { result: result!, orders: [...latest.values()], bytes: JSON.stringify([rows, events, run.bounds]), rows }
}

const filledBy = (orders: readonly OrderSnapshot[]) => orders.reduce((sum, { filled }) => sum + Math.abs(filled), 0)

describe('laws of orders, of every kind, by every rule', () => {
  it(
    'fill no more than was ordered; orders that exclude each other, exits and slices no more together',
    async () => {
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const { orders, result } = await play(follow(plan), given, broker)
          const fills = new Map<string, number>()
          for (const { orderId, amount } of result.performance.transactions.flat())
            if (orderId !== undefined) fills.set(orderId, (fills.get(orderId) ?? 0) + amount)
          const byId = new Map(orders.map((order) => [order.id, order]))
          for (const order of orders) {
            const { id, amount, filled, terms } = order
            expect(Math.abs(filled)).toBeLessThanOrEqual(Math.abs(amount))
            expect(filled * amount).toBeGreaterThanOrEqual(0)
            if (!terms?.sliced) expect(fills.get(id) ?? 0).toBe(filled)
            const slices = orders.filter((each) => each.terms?.parentId === id && each.terms.role === 'slice')
            if (terms?.sliced) expect(filledBy(slices)).toBe(Math.abs(filled))
            const exits = orders.filter((each) => each.terms?.parentId === id && each.terms.role !== 'slice')
            if (terms?.exits) expect(filledBy(exits)).toBeLessThanOrEqual(Math.abs(filled))
            if (!terms?.siblings || terms.parentId !== undefined) continue
            const pair = [order, ...terms.siblings.map((each) => byId.get(each)!)]
            const asked = Math.max(...plan.map((each) => Math.abs(each.amount)))
            expect(filledBy(pair)).toBeLessThanOrEqual(asked)
          }
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )

  it(
    'never fill both of two that exclude each other beyond what was asked of them',
    async () => {
      const pair = (plan: Deed): ExecutionStyle => ({
        kind: 'oco',
        first: { kind: 'stop', stop: plan.prices[0] },
        second: { kind: 'limit', limit: plan.prices[1] },
      })
      await fc.assert(
        fc.asyncProperty(bars, deed, rule, async (given, plan, broker) => {
          let placed = false
          const strategy: Strategy = {
            onBar(run) {
              if (!placed) run.order(run.finder.retrieve(0), plan.amount, pair(plan))
              placed = true
            },
          }
          const { result } = await play(strategy, given, broker)
          const total = result.performance.transactions
            .flat()
            .reduce((sum, { amount, orderId }) => sum + (orderId ? amount : 0), 0)
          expect(Math.abs(total)).toBeLessThanOrEqual(Math.abs(plan.amount))
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )

  it(
    'never loosen a stop that trails',
    async () => {
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const stops = new Map<string, number>()
          const look = (run: RunContext) => {
            for (const { id, amount, stop, terms } of run.openOrders.get(run.finder.retrieve(0)) ?? []) {
              if (!terms?.trail || stop === undefined) continue
              const before = stops.get(id)
              if (before !== undefined) expect(amount > 0 ? stop <= before : stop >= before).toBe(true)
              stops.set(id, stop)
            }
          }
          const trailing = plan.map((each) => ({ ...each, style: 4 + 5 * (each.style % 2), disturb: 0 }))
          await play(follow(trailing, 1, look), given, broker)
        }),
        { numRuns: 30 },
      )
    },
    PATIENCE,
  )

  it(
    'give the same bytes for the same input',
    async () => {
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const [one, two] = [await play(follow(plan), given, broker), await play(follow(plan), given, broker)]
          expect(two.bytes).toBe(one.bytes)
        }),
        { numRuns: 15 },
      )
    },
    PATIENCE,
  )

  it(
    'see nothing of what comes later',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          bars,
          bars,
          fc.integer({ min: 2, max: DAYS - 1 }),
          deeds,
          rule,
          async (given, others, day, plan, broker) => {
            const changed = [...given.slice(0, day), ...others.slice(day)]
            const [one, two] = [await play(follow(plan), given, broker), await play(follow(plan), changed, broker)]
            expect(two.rows.slice(0, day)).toEqual(one.rows.slice(0, day))
          },
        ),
        { numRuns: 25 },
      )
    },
    PATIENCE,
  )

  it(
    'conserve cash to the last digit',
    async () => {
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const { orders, result } = await play(follow(plan), given, broker, { commission: new PerShare(0.0075, 1) })
          const { transactions, columns, length } = result.performance
          const paid = transactions
            .flat()
            .reduce(
              (sum, { amount, price }) => sum + multiplyExact(exactFromNumber(amount), exactFromNumber(price)),
              0n,
            )
          const taken = orders.reduce((sum, { commission }) => sum + exactFromNumber(commission), 0n)
          const left = exactToNumber(exactFromNumber(100_000) - paid - taken)
          expect(columns.ending_cash[length - 1]).toBeCloseTo(left, 9)
        }),
        { numRuns: 25 },
      )
    },
    PATIENCE,
  )

  it(
    'treat sells as they treat buys: in a mirror the same fills at mirrored prices',
    async () => {
      const mirrored = ({ open, high, low, close, volume }: Bar): Bar => {
        const [o, h, l, c] = [open, low, high, close].map((price) => Math.round(100 * (200 - price)) / 100)
        return { open: o, high: h, low: l, close: c, volume }
      }
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const one = await play(follow(plan), given, broker)
          const two = await play(follow(plan, -1), given.map(mirrored), broker)
          const fills = ({ result }: Played, sign: number) =>
            result.performance.transactions.flat().map(({ amount, price }) => ({
              amount: sign * amount + 0,
              price: Math.round(1000 * (sign === 1 ? price : 200 - price)) / 1000,
            }))
          expect(fills(two, -1)).toEqual(fills(one, 1))
        }),
        { numRuns: 60 },
      )
    },
    PATIENCE,
  )

  it(
    'bound the end value: taken the worse way it is not above, taken the better way not below, one way differing',
    async () => {
      await fc.assert(
        fc.asyncProperty(bars, deeds, rule, async (given, plan, broker) => {
          const { result } = await play(follow(plan), given, broker)
          const { low, high, share } = result.bounds!
          const end = result.performance.columns.portfolio_value[result.performance.length - 1]
          expect(low).toBeLessThanOrEqual(end)
          expect(high).toBeGreaterThanOrEqual(end)
          if (low === high) expect(share).toBe(0)
          if (broker.triggers === 'worst') expect(low).toBe(end)
          if (broker.triggers === 'best') expect(high).toBe(end)
          if (broker.triggers === 'close') expect([low, high]).toEqual([end, end])
        }),
        { numRuns: 40 },
      )
    },
    PATIENCE,
  )
})
