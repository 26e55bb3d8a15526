import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type BarStateColumns, BarStates } from '../../../core/engine/bar-states.js'
import { performanceRows } from '../../../core/engine/rows.js'
import { stateBars } from '../../../core/engine/state-bars.js'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import { playStrategy, type StrategyTest } from '../../../core/testing/harness.js'
import { isoText } from '../../../core/time/instant.js'
import { PerTrade } from '../../../plugins/commission/per-trade.js'

type Order = readonly [bar: number, amount: number, limit?: number]

function ordering(orders: readonly Order[]): Strategy {
  let bar = 0
  return {
    onBar(run: RunContext) {
      const asset = run.finder.all[0]
      for (const [at, amount, limit] of orders)
        if (at === bar) run.order(asset, amount, limit === undefined ? undefined : { kind: 'limit', limit })
      bar++
    },
  }
}

/** Six minutes of one day, unless other bars are given. */
async function play(orders: readonly Order[], test: Partial<StrategyTest> = {}) {
  const { result, dataset } = await playStrategy(ordering(orders), {
    bars: { A: [10, 11, 12, 13, 14, 15] },
    frequency: 'minute',
    commission: new PerTrade(1),
    ...test,
    observers: [new BarStates()],
  })
  return { result, dataset, states: result.observed.states as BarStateColumns }
}

describe('states of bars', () => {
  it('are kept where something was ordered, filled or told, and nowhere else', async () => {
    // Ordered at 10, filled at 11; a limit that the market does not reach, first told of on the bar after; then nothing trades any more.
    const { states, result } = await play([
      [0, 100],
      [3, 50, 5],
    ])
    const times = Array.from(states.times, (at) => isoText(at).slice(11, 16))
    expect(times).toEqual(['14:31', '14:32', '14:34', '14:35', '14:37'])
    expect([...states.rows]).toEqual([0, 0, 0, 0, 0])
    expect([...states.cash]).toEqual([100_000, 98_899, 98_899, 98_899, 98_899])
    expect([...states.value]).toEqual([100_000, 99_999, 100_199, 100_299, 100_399])
    expect([...states.positions]).toEqual([1, 0, 100, 11.01])
    expect(Array.from(stateBars({ ...result, states }), ({ bar, close }) => [bar, close])).toEqual([
      [0, 10],
      [1, 11],
      [2, 13],
      [3, 14],
    ])
  })

  it('know of splits between sessions, and of positions that end', async () => {
    const minutes = (day: string, prices: readonly number[]) =>
      prices.map((close, i) => ({ date: `${day}T14:3${i + 1}:00Z`, close, volume: 100_000 }))
    const bars = { A: [...minutes('2024-01-02', [10, 10, 10]), ...minutes('2024-01-03', [5, 5, 5])] }
    // The bars of a day are its minutes: the fourth is the 4th of 390.
    const { states } = await play(
      [
        [0, 30],
        [390, -60],
      ],
      { bars, splits: [{ symbol: 'A', date: '2024-01-03', ratio: 0.5 }], commission: undefined },
    )
    expect([...states.rows]).toEqual([0, 0, 1, 1])
    expect([...states.positions]).toEqual([1, 0, 30, 10, 2, 0, 60, 5, 3, 0, 0, Number.NaN])
  })

  it('leave no trace in the performance, and fit the session’s end', async () => {
    const cases = fc.record({
      closes: fc.array(
        fc.integer({ min: 500, max: 5000 }).map((n) => n / 100),
        { minLength: 12, maxLength: 12 },
      ),
      orders: fc.array(fc.tuple(fc.nat(10), fc.integer({ min: -300, max: 300 })), { maxLength: 8 }),
    })
    await fc.assert(
      fc.asyncProperty(cases, async ({ closes, orders }) => {
        const test = { bars: { A: closes }, commission: new PerTrade(1) }
        const { result, dataset, states } = await play([...orders, [10, 1]], test)
        const alone = await playStrategy(ordering([...orders, [10, 1]]), { ...test, frequency: 'minute' })
        const rows = (played: Pick<typeof alone, 'result' | 'dataset'>) =>
          JSON.stringify([...performanceRows(played.result, played.dataset.finder)])
        expect(rows({ result, dataset })).toBe(rows(alone))
        const { columns } = result.performance
        // Something fills on the last bar: its state is that of the session's end.
        expect(states.value.at(-1)).toBe(columns.portfolio_value[0])
        expect(states.cash.at(-1)).toBe(columns.ending_cash[0])
      }),
      { numRuns: 30 },
    )
  })
})
