import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokerContract, runStrategy } from 'rustybt/testing'
import breakout from './strategy.js'
import plugin from './venue.js'

brokerContract({ plugin, use: 'venue' })

test('buys on a new high, and sells on a new low', async () => {
  const { fills } = await runStrategy(breakout({ days: 2, shares: 10 }), { bars: { AAPL: [10, 11, 12, 12, 9, 9, 9] } })
  assert.deepEqual(
    fills.map(({ date, amount, price }) => [date, amount, price]),
    [
      ['2024-01-05', 10, 12],
      ['2024-01-09', -10, 9],
    ],
  )
})
