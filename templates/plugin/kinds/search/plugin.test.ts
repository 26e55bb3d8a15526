import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createKernel, SearchMethod, search } from 'rustybt'
import { searchContract } from 'rustybt/testing'
import plugin from './plugin.js'

searchContract({ plugin, use: '{{short}}' })

test('comes close to the top of a hill', async () => {
  const kernel = await createKernel({ version: '{{version}}', plugins: [plugin] })
  const { best } = await search({
    method: await kernel.create(SearchMethod, { use: '{{short}}', trials: 200 }),
    space: { x: { from: -10, to: 10 }, y: { from: -10, to: 10 } },
    evaluate: (sets) => sets.map(({ x, y }) => -((Number(x) - 3) ** 2) - (Number(y) + 1) ** 2),
  })
  await kernel.close()
  assert.ok(best !== undefined && best.value > -0.5, JSON.stringify(best))
})
