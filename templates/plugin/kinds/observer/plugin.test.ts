import assert from 'node:assert/strict'
import { test } from 'node:test'
import { observerContract, runStrategy } from 'rustybt/testing'
import plugin, { observer } from './plugin.js'

observerContract({ plugin, use: '{{short}}' })

test('tells how far the account lies below its highest value', async () => {
  const { performance } = await runStrategy(
    { onBar: (run) => void (run.data.row === 0 && run.order(run.finder.all[0], 100)) },
    { bars: { AAPL: [10, 10, 12, 9] }, capital: 1000, observers: [observer()] },
  )
  assert.deepEqual(
    performance.map(({ below_peak }) => below_peak),
    [0, 0, 0, 0.25],
  )
})
