import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import { StaticRestrictions } from '../../../core/finance/restrictions.js'
import type { SlippageModel } from '../../../core/finance/slippage.js'
import { LongOnly, MaxOrderSize } from '../../../core/finance/trading-controls.js'
import { runStrategy } from '../../../core/testing/harness.js'
import { FixedBasisPointsSlippage } from '../../../plugins/slippage/fixed-basis-points.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'

/** Orders once, on the first bar. */
const first = (amount: number, style?: ExecutionStyle): Strategy => {
  let bars = 0
  return { onBar: (run) => void (bars++ === 0 && run.order(run.finder.retrieve(0), amount, style)) }
}
const told = ({ events }: Awaited<ReturnType<typeof runStrategy>>) =>
  events.map(({ date, kind, reason, amount, count }) => [date, kind, reason, amount, count])
const bar = (close: number, volume = 1_000_000) => ({ close, volume })

describe('a run', () => {
  it('has no events where orders are placed and fill', async () => {
    expect((await runStrategy(first(10), { bars: { A: [10, 11, 12] } })).events).toEqual([])
  })

  it('tells why an order did not fill, bar by bar', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const bars = { A: [10, null, bar(9, 50), bar(9, 5), bar(9, 1000)] }
    expect(told(await runStrategy(first(10), { bars, slippage }))).toEqual([
      ['2024-01-03', 'unfilled', 'no-trade', 10, 1],
      ['2024-01-04', 'unfilled', 'partly-filled', 5, 1],
      ['2024-01-05', 'unfilled', 'liquidity-exceeded', 5, 1],
    ])
  })

  it.each([
    [{ kind: 'limit', limit: 8 }, 'limit-not-reached'],
    [{ kind: 'stop', stop: 12 }, 'stop-not-reached'],
    [{ kind: 'stop-limit', stop: 12, limit: 8 }, 'stop-not-reached'],
  ] as [ExecutionStyle, string][])('tells of the level that is waited for: %j', async (style, reason) => {
    const run = await runStrategy(first(10, style), { bars: { A: [10, 10, 10, 10, 10] } })
    expect(told(run)).toEqual([['2024-01-03', 'unfilled', reason, 10, 4]])
    expect(run.events[0]).toMatchObject({ symbol: 'A', order: 0 })
  })

  it("tells that the model's price was beyond the limit, or that it offered nothing", async () => {
    const slippage = new VolumeShareSlippage(0.1, 10)
    const limited = await runStrategy(first(10, { kind: 'limit', limit: 10 }), {
      bars: { A: [10, bar(10, 100)] },
      slippage,
    })
    expect(told(limited)).toEqual([['2024-01-03', 'unfilled', 'worse-than-limit', 10, 1]])
    const nothing: SlippageModel = { fill: () => undefined }
    expect(told(await runStrategy(first(10), { bars: { A: [10, 10] }, slippage: nothing }))).toEqual([
      ['2024-01-03', 'unfilled', 'nothing-offered', 10, 1],
    ])
  })

  it('tells it of sells as of buys, and of every order that a bar had no volume left for', async () => {
    const strategy: Strategy = {
      onBar(run) {
        if (run.session !== '2024-01-02') return
        for (const amount of [-6, -6, -6]) run.order(run.finder.retrieve(0), amount)
      },
    }
    const slippage = new FixedBasisPointsSlippage(0, 0.1)
    expect(told(await runStrategy(strategy, { bars: { A: [10, bar(10, 100), 10] }, slippage }))).toEqual([
      ['2024-01-03', 'unfilled', 'liquidity-exceeded', -6, 1],
      ['2024-01-03', 'unfilled', 'partly-filled', -2, 1],
    ])
  })

  it('tells what was cancelled, and by whom', async () => {
    let id: string | undefined
    const strategy: Strategy = {
      onBar(run) {
        if (id === undefined) id = run.order(run.finder.retrieve(0), 10, { kind: 'limit', limit: 5 })
        else if (run.session === '2024-01-04') run.cancel(id)
      },
    }
    expect(told(await runStrategy(strategy, { bars: { A: [10, 10, 10, 10] } }))).toEqual([
      ['2024-01-03', 'unfilled', 'limit-not-reached', 10, 2],
      ['2024-01-04', 'cancelled', 'by-strategy', 10, 1],
    ])
  })
})

describe('an intent that is refused', () => {
  const refusal = async (set: (run: Parameters<NonNullable<Strategy['initialize']>>[0]) => void, amount: number) => {
    const answers: unknown[] = []
    const run = await runStrategy(
      {
        initialize: set,
        onBar: (each) => void answers.push(each.order(each.finder.retrieve(0), amount), each.events.at(-1)?.reason),
      },
      { bars: { A: [10, 10] } },
    )
    return [answers, run.events.map(({ kind, reason, amount, count }) => [kind, reason, amount, count]), run.orders]
  }

  it.each([
    ['control', (run) => run.controls.limitOrders(new MaxOrderSize({ maxShares: 9 })), 10],
    ['control', (run) => run.controls.limitOrders(new LongOnly()), -10],
    ['restricted', (run) => run.controls.restrict(new StaticRestrictions(run.finder.all)), 10],
    ['too-large', () => {}, -2e11],
    ['bad-amount', () => {}, Number.NaN],
  ] as [string, (run: Parameters<NonNullable<Strategy['initialize']>>[0]) => void, number][])(
    'answers undefined and leaves an event: %s',
    async (reason, set, amount) => {
      expect(await refusal(set, amount)).toEqual([
        [undefined, reason, undefined, reason],
        [['refused', reason, amount, 2]],
        [],
      ])
    },
  )

  it('has the control and what was wrong with it', async () => {
    const run = await runStrategy(
      {
        initialize: ({ controls }) => controls.limitOrders(new MaxOrderSize({ maxShares: 9 })),
        onEnd: (_, { events }) => expect(events[0].data).toEqual({ control: 'MaxOrderSize({ maxShares: 9 })' }),
        ...first(10),
      },
      { bars: { A: [10, 10] } },
    )
    expect(run.events).toHaveLength(1)
    expect(told(await runStrategy(first(10, { kind: 'limit', limit: -1 }), { bars: { A: [10, 10] } }))).toEqual([
      ['2024-01-02', 'refused', 'bad-parameters', 10, 1],
    ])
  })

  it("ends the run where it is to, and as Zipline's rules have it", async () => {
    const limited = (onViolation?: 'fail'): Strategy => ({
      initialize: ({ controls }) => controls.limitOrders(new MaxOrderSize({ maxShares: 9 }), onViolation),
      ...first(10),
    })
    const bars = { A: [10, 10] }
    await expect(runStrategy(limited('fail'), { bars })).rejects.toThrow('MaxOrderSize')
    await expect(runStrategy(limited(), { bars, profile: 'zipline' })).rejects.toThrow('MaxOrderSize')
    await expect(runStrategy(first(2e11), { bars, profile: 'zipline' })).rejects.toThrow("Can't order more than")
  })
})
