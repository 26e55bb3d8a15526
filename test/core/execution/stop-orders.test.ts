import { describe, expect, it } from '@jest/globals'
import type { ExecutionStyle } from '../../../core/finance/execution-style.js'
import { VolumeShareSlippage } from '../../../plugins/slippage/volume-share.js'
import { type Bar, fills, first, market } from './order-run.js'

describe('a stop and a limit in the range of the bar', () => {
  it.each<[string, number, ExecutionStyle, Bar[], (readonly [number, number, number])[]]>([
    ['a buy stop, at the stop', 10, { kind: 'stop', stop: 105 }, [[100, 106, 99, 101]], [[3, 10, 105]]],
    ['a sell stop, at the stop', -10, { kind: 'stop', stop: 95 }, [[100, 101, 94, 99]], [[3, -10, 95]]],
    [
      'a buy stop that the open is beyond: at the open',
      10,
      { kind: 'stop', stop: 105 },
      [[107, 108, 106, 107]],
      [[3, 10, 107]],
    ],
    [
      'a sell stop that the open is beyond: at the open',
      -10,
      { kind: 'stop', stop: 95 },
      [[93, 94, 92, 93]],
      [[3, -10, 93]],
    ],
    ['a buy limit, at the limit', 10, { kind: 'limit', limit: 95 }, [[100, 101, 94, 99]], [[3, 10, 95]]],
    ['a sell limit, at the limit', -10, { kind: 'limit', limit: 105 }, [[100, 106, 99, 101]], [[3, -10, 105]]],
    [
      'a buy limit that the open is better than: at the open',
      10,
      { kind: 'limit', limit: 95 },
      [[93, 96, 92, 94]],
      [[3, 10, 93]],
    ],
    [
      'a sell limit that the open is better than: at the open',
      -10,
      { kind: 'limit', limit: 105 },
      [[107, 108, 104, 106]],
      [[3, -10, 107]],
    ],
    ['not, where the range does not reach it', 10, { kind: 'stop', stop: 105 }, [[100, 104.99, 99, 101]], []],
    [
      'a buy stop-limit, at the stop',
      10,
      { kind: 'stop-limit', stop: 105, limit: 106 },
      [[100, 107, 99, 101]],
      [[3, 10, 105]],
    ],
    [
      'a buy stop-limit beyond its limit, as the price comes back',
      10,
      { kind: 'stop-limit', stop: 105, limit: 106 },
      [[108, 109, 104, 105]],
      [[3, 10, 106]],
    ],
    [
      'a sell stop-limit on a later bar, as a limit order',
      -10,
      { kind: 'stop-limit', stop: 95, limit: 94 },
      [
        [92, 93, 91, 92],
        [92, 95, 92, 93],
      ],
      [[4, -10, 94]],
    ],
    ['a market order, at the close', 10, { kind: 'market' }, [[101, 103, 99, 102]], [[3, 10, 102]]],
  ])('fills %s', async (_, amount, style, bars, expected) => {
    expect(await fills(first(amount, style), market(...bars))).toEqual(expected)
  })

  it('fills a limit on the bars that reach it, and on no other, however much of it is left', async () => {
    const slippage = new VolumeShareSlippage(0.1, 0)
    const bars = market([100, 101, 94, 99, 40], [100, 102, 99, 101, 40], [100, 101, 95, 96, 400])
    expect(await fills(first(10, { kind: 'limit', limit: 95 }), bars, { slippage })).toEqual([
      [3, 4, 95],
      [5, 6, 95],
    ])
  })

  it.each([
    ['zipline', [[4, 10, 106]]],
    ['strict', [[3, 10, 105]]],
  ] as const)('is looked for at the close alone in profile zipline: %s', async (profile, expected) => {
    const bars = market([100, 106, 99, 101], [101, 107, 100, 106])
    expect(await fills(first(10, { kind: 'stop', stop: 105 }), bars, { profile })).toEqual(expected)
  })
})

describe('a trailing stop', () => {
  const sell: ExecutionStyle = { kind: 'trailing-stop', amount: 5 }
  it.each<[string, number, ExecutionStyle, Bar[], (readonly [number, number, number])[]]>([
    [
      'so far behind the best price',
      -10,
      sell,
      [
        [100, 110, 100, 109],
        [109, 109, 104, 106],
      ],
      [[4, -10, 105]],
    ],
    [
      'never loosened',
      -10,
      sell,
      [
        [109, 110, 108, 109],
        [107, 107, 106, 106],
        [106, 106, 100, 101],
      ],
      [[5, -10, 105]],
    ],
    [
      'at the open, where that is beyond it',
      -10,
      sell,
      [
        [100, 110, 100, 109],
        [103, 104, 102, 103],
      ],
      [[4, -10, 103]],
    ],
    [
      'of a buy, above the lowest price',
      10,
      sell,
      [
        [100, 100, 90, 91],
        [91, 96, 91, 94],
      ],
      [[4, 10, 95]],
    ],
    [
      'by a percentage',
      -10,
      { kind: 'trailing-stop', percent: 0.1 },
      [
        [100, 120, 100, 119],
        [119, 119, 107, 110],
      ],
      [[4, -10, 108]],
    ],
  ])('fills %s', async (_, amount, style, bars, expected) => {
    expect(
      await fills(first(amount, style), market(...bars), { broker: { use: 'simulated', triggers: 'best' } }),
    ).toEqual(expected)
  })

  it.each([
    ['worst', [[3, -10, 105]]],
    ['best', []],
    ['ohlc', []],
  ] as const)('that the bar may have met after its high: %s', async (triggers, expected) => {
    // High first, the stop is at 105 when the price falls to 98. Low first, as is likelier since it is nearer to the open, it is not met.
    const bars = market([100, 110, 98, 110])
    expect(await fills(first(-10, sell), bars, { broker: { use: 'simulated', triggers } })).toEqual(expected)
  })

  it('takes a split: the distance shrinks with the price', async () => {
    const bars = market([109, 110, 108, 110], [55, 55, 53.5, 54], [54, 54, 52, 53])
    const splits = [{ symbol: 'A', date: '2024-01-04', ratio: 0.5 }]
    expect(await fills(first(-10, sell), bars, { splits, broker: { use: 'simulated', triggers: 'best' } })).toEqual([
      [5, -20, 52.5],
    ])
  })
})
