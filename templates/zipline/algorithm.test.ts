import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commission, slippage, test_algorithm } from 'rustybt/compat'
import * as algorithm from './algorithm.js'

// One bar a session from 2024-01-02 on; the first two are history only.
const rising_and_falling = {
  bars: { AAPL: [10, 10, 10, 13, 12, 9, 9] },
  warmup: 2,
  parameters: { short: 1, long: 3, shares: 100 },
  capital_base: 10_000,
}

test('buys when the price rises above its average, and sells when it falls below', async () => {
  const { orders } = await test_algorithm(algorithm, rising_and_falling)
  assert.deepEqual(
    orders.map(({ date, amount, status }) => [date, amount, status]),
    [
      ['2024-01-05', 100, 'filled'],
      ['2024-01-09', -100, 'filled'],
    ],
  )
})

test('pays the next close for what it buys, and gets the next close for what it sells', async () => {
  const { fills, portfolioValue } = await test_algorithm(algorithm, {
    ...rising_and_falling,
    commission: commission.NoCommission(),
    slippage: slippage.NoSlippage(),
  })
  assert.deepEqual(
    fills.map(({ date, price }) => [date, price]),
    [
      ['2024-01-08', 12],
      ['2024-01-10', 9],
    ],
  )
  assert.equal(portfolioValue, 10_000 + 100 * (9 - 12))
})
