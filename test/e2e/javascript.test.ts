import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

const ROOT = join(import.meta.dirname, '../..')
const BUY = `
import { order, symbol } from 'rustybt/compat'
import { inspect } from 'node:util'
export function initialize(context) {
  context.days = 0
}
export function handle_data(context, data) {
  if (context.days++ === 0) order(symbol('AAA'), 10)
}
`
const MODULES = { 'package.json': '{"type": "module"}' }

/** A folder in which Node finds this package by its name. */
function project(files: Readonly<Record<string, string>>): string {
  const dir = folder({ ...PRICES, ...MODULES, ...files })
  mkdirSync(join(dir, 'node_modules'))
  symlinkSync(ROOT, join(dir, 'node_modules/rustybt'))
  return dir
}

async function perf(dir: string, file: string): Promise<string> {
  const args = ['run', file, '--csv', 'prices', '--capital-base', '1000', '-o', 'perf.json']
  expect(await rustybt(args, dir)).toMatchObject({ code: 0, stderr: '' })
  return JSON.stringify(JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')).perf)
}

const OTHER = {
  'node_modules/rustybt/package.json': '{"name": "rustybt", "type": "module", "exports": {"./compat": "./compat.js"}}',
  'node_modules/rustybt/compat.js': 'throw new Error("another package of this name")',
}

describe('an algorithm in JavaScript', () => {
  const expected = perf(project({ 'buy.js': BUY }), 'buy.js')

  it('ends as it does in any other way of writing it', async () => {
    expect(JSON.parse(await expected).at(-1)).toMatchObject({ positions: [{ amount: 10 }] })
    const ticker = BUY.replace("symbol('AAA')", 'symbol(ticker)')
    const others: readonly [string, string][] = [
      [project({ 'buy.mjs': BUY }), 'buy.mjs'],
      [project({ 'buy.ts': BUY }), 'buy.ts'],
      [folder({ ...PRICES, 'buy.js': BUY }), 'buy.js'],
      [folder({ ...PRICES, ...MODULES, 'buy.js': BUY }), 'buy.js'],
      [folder({ ...PRICES, ...MODULES, ...OTHER, 'buy.js': BUY }), 'buy.js'],
      [
        project({
          'buy.js': `import { ticker } from './ticker.js'\n${ticker}`,
          'ticker.ts': `export enum Of { A }\nexport const ticker: string = 'AAA'`,
        }),
        'buy.js',
      ],
      [
        project({
          'buy.js': `const { ticker } = await import('./ticker.ts')\n${ticker}`,
          'ticker.ts': `export const ticker: string = 'AAA'`,
        }),
        'buy.js',
      ],
    ]
    for (const [dir, file] of others) expect(await perf(dir, file)).toBe(await expected)
  })

  it.each([
    ['throws', BUY.replace("symbol('AAA')", "symbol('NONE')"), 'buy.js:8'],
    ['is no JavaScript', BUY.replace('context.days = 0', 'context.days = ='), 'buy.js:5'],
    ['imports what is not there', BUY.replace('order, symbol', 'order, symbolz'), 'buy.js:2'],
  ])('tells the line where it %s', async (_, text, place) => {
    const { code, stderr } = await rustybt(['run', 'buy.js', '--csv', 'prices'], project({ 'buy.js': text }))
    expect([code, stderr]).toEqual([1, expect.stringContaining(place)])
  })
})
