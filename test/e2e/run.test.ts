import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

const BUY = `
import { type BarData, type Context, commission, order, record, set_commission, set_slippage, slippage, symbol } from 'rustybt/compat'
import { shares } from './shares'

export function initialize(context: Context) {
  context.asset = symbol(context.ticker ?? 'AAA')
  context.days = 0
  set_commission(commission.PerTrade(1))
  set_slippage(slippage.FixedSlippage(0))
}

export function handle_data(context: Context, data: BarData): void {
  if (context.days++ === 0) order(context.asset, shares.buy)
  record({ price: data.current(context.asset, 'price'), given: context.given ?? null })
}
`
const FILES = {
  ...PRICES,
  'buy.ts': BUY,
  'shares.ts': 'export enum shares { sell = -1, buy = 10 }\n',
}

describe('rustybt run', () => {
  it('runs a TypeScript algorithm on a folder of CSV, shows its table and writes its performance', async () => {
    const dir = folder(FILES)
    const args = ['run', '-f', 'buy.ts', '--csv', 'prices', '--capital-base', '1000', '-D', 'given={"a":[1]}']
    const { code, stdout, stderr } = await rustybt([...args, '-o', 'perf.json'], dir)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^sessions +7 \(2020-01-02 to 2020-01-10\)$/m)
    expect(stdout).toMatch(/^end value +1,049\.00$/m)
    expect(stdout).toMatch(/^trades +1 \(1 order\)$/m)
    expect(stdout).toMatch(/^commissions +1\.00$/m)
    const { run, perf } = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    expect(run).toMatchObject({
      algorithm: 'buy.ts',
      start: '2020-01-02',
      end: '2020-01-10',
      capital_base: 1000,
      calendar: 'XNYS',
      benchmark: false,
      source: { use: 'csv', dir: 'prices' },
      parameters: { given: { a: [1] } },
      interrupted: false,
    })
    expect(perf).toHaveLength(7)
    expect(perf[1]).toMatchObject({
      session: '2020-01-03',
      period_open: '2020-01-03T14:31:00+00:00',
      period_close: '2020-01-03T21:00:00+00:00',
      ending_cash: 889,
      portfolio_value: 999,
      period_label: '2020-01',
      price: 11,
      given: { a: [1] },
      orders: [{ id: 0, sid: 'AAA', amount: 10, filled: 10, commission: 1, status: 1, stop: null }],
      transactions: [{ amount: 10, dt: '2020-01-03T21:00:00+00:00', price: 11, sid: 'AAA', order: 0 }],
      positions: [{ sid: 'AAA', amount: 10, last_sale_price: 11 }],
    })
  })

  it('writes the same bytes again, whatever was there', async () => {
    const dir = folder({ ...FILES, 'again.json': 'something longer or shorter' })
    const run = (file: string) => rustybt(['run', 'buy.ts', '--csv', 'prices', '-o', file], dir)
    await Promise.all([run('perf.json'), run('again.json')])
    expect(readFileSync(join(dir, 'again.json'))).toEqual(readFileSync(join(dir, 'perf.json')))
    expect(readdirSync(dir).sort()).toEqual(['again.json', 'buy.ts', 'perf.json', 'prices', 'shares.ts'])
  })

  it('runs a text, an algorithm in JavaScript and a strategy of core', async () => {
    const dir = folder({
      ...PRICES,
      'plain.js': `import { symbol } from 'rustybt/compat'\nexport function initialize(context) { context.a = symbol('AAA') }\n`,
      'native.ts': `import type { Strategy } from 'rustybt'
let bars = 0
export default { onBar: () => void bars++, onEnd: () => console.log(\`\${bars} bars\`) } satisfies Strategy\n`,
    })
    const text = `export function initialize(context: any) { const given: string = context.name; console.log('hello ' + given) }`
    const [inText, inJs, native] = await Promise.all([
      rustybt(['run', '-t', text, '-D', 'name=world', '--csv', 'prices', '--print-algo'], dir),
      rustybt(['run', 'plain.js', '--csv', 'prices', '--json'], dir),
      rustybt(['run', 'native.ts', '--csv', 'prices', '-s', '2020-01-03', '-e', '2020-01-09'], dir),
    ])
    expect([inText.code, inText.stderr]).toEqual([0, '2020-01-02T00:00:00+00:00 info  hello world\n'])
    expect(inText.stdout.startsWith(text)).toBe(true)
    expect([inJs.code, JSON.parse(inJs.stdout)]).toMatchObject([0, { sessions: 7, trades: 0, endValue: 10_000_000 }])
    expect([native.code, native.stderr]).toEqual([0, '2020-01-09T21:00:00+00:00 info  5 bars\n'])
  })

  it('takes the benchmark, and keeps splits that the prices show whatever is asked', async () => {
    const dir = folder({ ...FILES, 'spy.csv': 'date,return\n2020-01-03,0.1\n2020-01-06,0.1\n' })
    const run = ['run', 'buy.ts', '--csv', 'prices', '-D', 'ticker=BBB', '--json']
    const [applied, ignored] = await Promise.all([
      rustybt([...run, '-bf', 'spy.csv', '-o', 'perf.json'], dir),
      rustybt([...run, '--splits', 'ignore'], dir),
    ])
    const { perf } = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    expect(perf.at(-1).benchmark_period_return).toBeCloseTo(0.21, 12)
    expect(perf.at(-1).positions[0].amount).toBe(20)
    expect(JSON.parse(applied.stdout).notices).toEqual([])
    expect(JSON.parse(ignored.stdout)).toMatchObject({ notices: [], endValue: JSON.parse(applied.stdout).endValue })
  })

  it('honours the config in the working directory, its profiles and its plugins', async () => {
    const config = `
import { Command, defineConfig, definePlugin } from 'rustybt'
const plugin = definePlugin({ name: 'mine', requires: '>=0.1.0', register(host) {
  host.provide(Command, 'greet', () => ({ name: 'greet', summary: '', describe() {}, async run({ shell }) { shell.print('hi'); return 0 } }))
} })
export default defineConfig({ plugins: [plugin], strategy: 'buy.ts', source: { use: 'csv', dir: 'prices' }, capital: '500',
  profiles: { rich: { capital: '5e6' } } })`
    const dir = folder({ ...FILES, 'rustybt.config.ts': config })
    const [plain, rich, greet] = await Promise.all([
      rustybt(['run', '--json'], dir),
      rustybt(['run', '--json', '--profile', 'rich'], dir),
      rustybt(['greet'], dir),
    ])
    expect([JSON.parse(plain.stdout).startValue, JSON.parse(rich.stdout).startValue]).toEqual([500, 5_000_000])
    expect(greet).toMatchObject({ code: 0, stdout: 'hi\n' })
  })
})
