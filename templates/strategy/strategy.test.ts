import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runStrategy } from 'rustybt/testing'
import crossover from './strategy.js'

const strategy = () => crossover({ ticker: 'AAPL', short: 1, long: 3, invested: 0.5 })

// One bar a session from 2024-01-02 on.
const bars = { AAPL: [10, 10, 10, 13, 12, 9, 9] }

test('buys when the price rises above its average, and sells when it falls below', async () => {
  const { orders } = await runStrategy(strategy(), { bars, capital: 2600 })
  assert.deepEqual(
    orders.map(({ date, amount, status }) => [date, amount, status]),
    [
      ['2024-01-05', 100, 'filled'],
      ['2024-01-09', -100, 'filled'],
    ],
  )
})

test('pays the next close for what it buys, and gets the next close for what it sells', async () => {
  const { fills, cash } = await runStrategy(strategy(), { bars, capital: 2600 })
  assert.deepEqual(
    fills.map(({ date, price }) => [date, price]),
    [
      ['2024-01-08', 12],
      ['2024-01-10', 9],
    ],
  )
  assert.equal(cash, 2600 + 100 * (9 - 12))
})

test('records both averages', async () => {
  const { recorded } = await runStrategy(strategy(), { bars })
  assert.deepEqual(recorded.fast, [null, null, 10, 13, 12, 9, 9])
  assert.equal(recorded.slow.at(-1), 10)
})
