import type { Strategy } from '../../engine/strategy.js'
import { playStrategy, type StrategyTest } from '../harness.js'
import type { Played } from '../outcome.js'

/** Buys in two steps, sells all, and records what it sees: a run with orders, fills and recorded values in it. */
export const trading = (): Strategy => ({
  onBar(run) {
    const asset = run.finder.retrieve(0)
    const { row } = run.data
    run.record('price', run.data.spot(asset, 'close'))
    if (row === 0) run.order(asset, 100)
    if (row === 1) run.order(asset, 50, { kind: 'limit', limit: 1 })
    if (row === 3) run.order(asset, -100)
  },
})

export const PRICES = [10, 11, 12, 11, 9, 10, 12]

export const MARKET: StrategyTest = {
  bars: { TEST: PRICES },
  dividends: [{ symbol: 'TEST', exDate: '2024-01-04', amount: 0.1 }],
  splits: [{ symbol: 'TEST', date: '2024-01-08', ratio: 0.5 }],
  commission: { calculate: (_, fill) => Math.abs(fill.amount) * 0.01 },
}

export interface TestedRun extends Partial<StrategyTest> {
  readonly strategy?: Strategy
}

/** A short run with a dividend and a split in it, unless told otherwise. */
export function play({ strategy = trading(), ...test }: TestedRun = {}): Promise<Played> {
  return playStrategy(strategy, { ...MARKET, ...test })
}

/** Half an hour of minutes. */
export const MINUTES: TestedRun = {
  bars: { TEST: Array.from({ length: 30 }, (_, i) => 10 + (i % 3)) },
  frequency: 'minute',
  dividends: [],
  splits: [],
  strategy: {
    onBar(run) {
      if (run.amount(run.finder.retrieve(0)) === 0) run.order(run.finder.retrieve(0), 5)
    },
  },
}
