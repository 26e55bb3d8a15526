import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

const ALGORITHM = `
import { order, set_slippage, slippage, symbol } from 'rustybt/compat'
export function initialize() { set_slippage(slippage.FixedSlippage(0.5)) }
export function handle_data(context) {
  if (!context.done) order(symbol('BBB'), 1, { limit_price: 40 })
  context.done = true
}
`

describe('rustybt run --quirk', () => {
  const line = ['run', 'algo.ts', '--csv', 'prices', '-o', 'perf.json', '--no-progress']
  const play = async (...flags: string[]) => {
    const dir = folder({ 'algo.ts': ALGORITHM, ...PRICES })
    const { code, stderr } = await rustybt([...line, ...flags], dir)
    if (code !== 0) return stderr
    const { run, perf } = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    return [run.quirks, run.switches, perf[1].transactions[0].price]
  }

  it('sets one rule by itself', async () => {
    expect(await play()).toEqual(['zipline', {}, 40.25])
    expect(await play('--quirk', 'fillBeyondLimit=off')).toEqual(['zipline', { fillBeyondLimit: false }, 40])
    expect(await play('--quirks', 'strict', '--quirk', 'fillBeyondLimit=on')).toEqual([
      'strict',
      { fillBeyondLimit: true },
      40.25,
    ])
  })

  it('refuses what is no quirk', async () => {
    expect(await play('--quirk', 'fillBeyondLimits=off')).toMatch(/QUIRK_UNKNOWN.*\n.*did you mean 'fillBeyondLimit'/)
    expect(await play('--quirk', 'roundHistory')).toContain('It is given as NAME=on or NAME=off')
  })
})
