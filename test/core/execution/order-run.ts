import type { Strategy } from '../../../core/engine/strategy.js'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import type { OrderOptions } from '../../../core/finance/order.js'
import { runStrategy, type StrategyTest } from '../../../core/testing/harness.js'

export type Bar = [open: number, high: number, low: number, close: number, volume?: number]
export const bar = ([open, high, low, close, volume = 1_000_000]: Bar) => ({ open, high, low, close, volume })
/** The first bar is the one that places the order, at 100. */
export const market = (...bars: Bar[]) => ({ A: [100, ...bars.map(bar)] })

export const first = (amount: number, style?: ExecutionStyle, options?: OrderOptions): Strategy => {
  let bars = 0
  return { onBar: (run) => void (bars++ === 0 && run.order(run.finder.retrieve(0), amount, style, options)) }
}
export const run = (strategy: Strategy, bars: ReturnType<typeof market>, more: Partial<StrategyTest> = {}) =>
  runStrategy(strategy, { bars, ...more })
/** Day of January and price of each fill, with its amount where it was not the whole. */
export const fills = async (...given: Parameters<typeof run>) =>
  (await run(...given)).fills.map(({ date, price, amount }) => [Number(date.slice(-2)), amount, price])
