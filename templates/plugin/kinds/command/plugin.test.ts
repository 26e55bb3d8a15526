import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from 'rustybt/testing'
import plugin from './plugin.js'

const plugins = [plugin]

test('adds up what it is given', async () => {
  assert.deepEqual(await runCommand(['{{short}}', '1', '2.5'], { plugins }), { code: 0, stdout: '3.5\n', stderr: '' })
  const { stdout } = await runCommand(['{{short}}', '--json', '1', '2'], { plugins })
  assert.deepEqual(JSON.parse(stdout), { sum: 3 })
})

test('says what is wrong', async () => {
  const { code, stderr } = await runCommand(['{{short}}', 'two'], { plugins })
  assert.equal(code, 1)
  assert.match(stderr, /NUMBER_EXPECTED: 'two' is no number/)
})

test('tells how it is called', async () => {
  const { stdout } = await runCommand(['{{short}}', '--help'], { plugins })
  assert.match(stdout, /<number\.\.\.>/)
})
