import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES } from './rustybt.js'

const COMPAT = join(import.meta.dirname, '../../dist/compat/index.js')
const SCRIPT = `
import { type Context, order, record, symbol } from 'rustybt/compat'
enum Side { buy = 1 }
export function initialize(context: Context): void { context.days = 0 }
export function handle_data(context: Context): void {
  if (context.days++ === 0) order(symbol(ticker), Side.buy * amount)
  record({ held: context.portfolio.positions.get(symbol(ticker)).amount })
}
`

async function play(script: string, namespace: object): Promise<string> {
  const dir = folder({
    ...PRICES,
    'play.mjs': `
      import { TradingAlgorithm } from ${JSON.stringify(COMPAT)}
      const sim_params = { start_session: '2020-01-02', end_session: '2020-01-10', capital_base: 1000 }
      const namespace = ${JSON.stringify(namespace)}
      const script = ${JSON.stringify(script)}
      try {
        const perf = await new TradingAlgorithm({ sim_params, csv: 'prices', script, namespace }).run()
        console.log(perf.get('held').toArray().join(' '))
      } catch (error) {
        console.log(error.code ?? error.name, error.message)
      }`,
  })
  const { stdout } = await promisify(execFile)(process.execPath, ['play.mjs'], { cwd: dir })
  return stdout.trim()
}

describe('TradingAlgorithm with a script', () => {
  it('runs TypeScript, with the values of its namespace as constants', async () => {
    expect(await play(SCRIPT, { ticker: 'AAA', amount: 7 })).toBe('0 7 7 7 7 7 7')
  })

  it('refuses names that cannot be, and tells what is wrong in the text', async () => {
    expect(await play(SCRIPT, { 'a-b': 1 })).toBe("NAMESPACE_NAME 'a-b' cannot be a name in a script")
    expect(await play('export function initialize( {', {})).toMatch(/^SyntaxError .*algotext\.ts:1/)
  })
})
