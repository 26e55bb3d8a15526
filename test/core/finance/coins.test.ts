import { describe, expect, it } from '@jest/globals'
import type { Strategy } from '../../../core/engine/strategy.js'
import { runStrategy } from '../../../core/testing/harness.js'
import commission from '../../../plugins/commission/plugin.js'

/** Places these amounts of BTC, one a bar. */
function ordering(...amounts: number[]): Strategy {
  let bar = 0
  return {
    onBar(run) {
      run.order(run.finder.lookupSymbol('BTC', run.end), amounts[bar++] ?? 0)
    },
  }
}
const market = {
  bars: { BTC: [100, 110, 120] },
  assets: { BTC: { kind: 'cryptocurrency', lotSize: 0.001 } },
  capital: 1000,
} as const

describe('a coin', () => {
  it('is held and accounted for as a share is', async () => {
    const { positions, cash, portfolioValue } = await runStrategy(ordering(2), market)
    expect(positions).toEqual([{ symbol: 'BTC', amount: 2, costBasis: 110, price: 120 }])
    expect([cash, portfolioValue]).toEqual([780, 1020])
  })

  it('costs what shares cost, unless it has a model of its own', async () => {
    const paid = async (choice: object) =>
      (await runStrategy(ordering(2), { ...market, plugins: [commission], commission: choice as never })).orders[0]
        .commission
    const share = { use: 'per-trade', cost: 3 }
    expect(await paid({ equity: share })).toBe(3)
    expect(await paid({ equity: share, cryptocurrency: { use: 'per-dollar', cost: 0.01 } })).toBe(2.2)
  })
})
