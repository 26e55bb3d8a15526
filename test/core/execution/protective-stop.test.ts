import { describe, expect, it } from '@jest/globals'
import type { RunContext, Strategy } from '../../../core/engine/strategy.js'
import type { Transaction } from '../../../core/finance/transaction.js'
import { playStrategy, type StrategyTest } from '../../../core/testing/harness.js'

type OnBar = (run: RunContext, bar: number) => void

/** What is told of every fill: units, price, and where the stop against it stood. */
async function told(onBar: OnBar, bars: StrategyTest['bars'], test: Partial<StrategyTest> = {}) {
  let bar = 0
  const strategy: Strategy = { onBar: (run) => onBar(run, bar++) }
  const { result } = await playStrategy(strategy, { bars, ...test })
  return result.performance.transactions.flat().map(({ amount, price, stop }: Transaction) => [amount, price, stop])
}

const share = (run: RunContext) => run.finder.lookupSymbol('A', run.end)

describe('a fill is told with the stop against it', () => {
  it('of its bracket, long and short', async () => {
    const buy: OnBar = (run, bar) => {
      if (bar === 0)
        run.order(share(run), 10, { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 95, takeProfit: 130 })
      if (bar === 3)
        run.order(share(run), -10, { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 150, takeProfit: 60 })
    }
    expect(await told(buy, { A: [100, 101, 131, 130, 129, 128] })).toEqual([
      [10, 101, 95],
      [-10, 131, undefined],
      [-10, 129, 150],
    ])
  })

  it('that was placed with the entry, or once the position was seen', async () => {
    const together: OnBar = (run, bar) => {
      if (bar > 0) return
      run.order(share(run), 10)
      run.order(share(run), -10, { kind: 'stop', stop: 96 })
    }
    expect(await told(together, { A: [100, 101, 102] })).toEqual([[10, 101, 96]])
    const seen: OnBar = (run, bar) => {
      if (bar === 0) run.order(share(run), 10)
      if (bar === 1) run.order(share(run), -10, { kind: 'stop-limit', stop: 97, limit: 90 })
    }
    expect(await told(seen, { A: [100, 101, 102] })).toEqual([[10, 101, 97]])
  })

  it('as it stood then: a trailing one has followed the price up to the entry, and no farther', async () => {
    const trailing: OnBar = (run, bar) => {
      if (bar > 0) return
      run.order(share(run), 10)
      run.order(share(run), -10, { kind: 'trailing-stop', amount: 4 })
    }
    // 96 when it was placed, 106 when the entry had filled, 110 later.
    expect(await told(trailing, { A: [100, 110, 114, 113] })).toEqual([[10, 110, 106]])
  })

  it('of the last that was placed, where several stand; none where none does', async () => {
    const pyramid: OnBar = (run, bar) => {
      if (bar === 0) run.order(share(run), 10)
      if (bar === 1) run.order(share(run), -10, { kind: 'stop', stop: 95 })
      if (bar === 2) run.order(share(run), 10)
      if (bar === 3) run.order(share(run), -10, { kind: 'stop', stop: 105 })
    }
    expect(await told(pyramid, { A: [100, 101, 110, 111, 112] })).toEqual([
      [10, 101, 95],
      [10, 111, 105],
    ])
    const bare: OnBar = (run, bar) => {
      if (bar === 0) run.order(share(run), 10)
      // A stop that would buy more is none against a long.
      if (bar === 1) run.order(share(run), 10, { kind: 'stop', stop: 120 })
      if (bar === 2) run.order(share(run), -10, { kind: 'stop', stop: 90 })
    }
    expect(await told(bare, { A: [100, 101, 102, 103] })).toEqual([[10, 101, undefined]])
  })

  it('that is hit within the bar of the entry', async () => {
    const broker = { use: 'simulated', fillAt: 'next-open', triggers: 'ohlc' }
    const bars = { A: [100, { open: 101, high: 102, low: 90, close: 91 }, 92] }
    const styles = [
      { kind: 'bracket', entry: { kind: 'market' }, stopLoss: 95, takeProfit: 130 },
      {
        kind: 'bracket',
        entry: { kind: 'market' },
        stopLoss: { kind: 'stop-limit', stop: 95, limit: 94 },
        takeProfit: 130,
      },
    ] as const
    for (const style of styles) {
      const fills = await told((run, bar) => void (bar === 0 && run.order(share(run), 10, style)), bars, { broker })
      expect(fills).toEqual([
        [10, 101, 95],
        [-10, 95, undefined],
      ])
    }
    const apart: OnBar = (run, bar) => {
      if (bar > 0) return
      run.order(share(run), 10)
      run.order(share(run), -10, { kind: 'stop', stop: 96 })
    }
    expect((await told(apart, bars, { broker }))[0]).toEqual([10, 101, 96])
  })

  it('minute by minute', async () => {
    const minutes: OnBar = (run, bar) => {
      if (bar === 1)
        run.order(share(run), 10, {
          ...{ kind: 'bracket', entry: { kind: 'market' }, takeProfit: 200 },
          stopLoss: { kind: 'trailing-stop', percent: 0.1 },
        })
    }
    // Behind the fill at 110; it follows to 117 within the same session, and is hit there.
    const bars = { A: [100, 100, 110, 130, 116, 116] }
    expect(await told(minutes, bars, { frequency: 'minute' })).toEqual([
      [10, 110, 99],
      [-10, 116, undefined],
    ])
  })
})
