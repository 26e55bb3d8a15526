import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, rustybt } from './rustybt.js'

const days = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09']
const prices = (price: number) =>
  `date,open,high,low,close,volume\n${days.map((day) => `${day},${price},${price},${price},${price},100000`).join('\n')}\n`
const algorithm = `
import { order, symbol } from 'rustybt/compat'
let bar = 0
export function initialize() {}
export function handle_data() {
  if (bar === 0) order(symbol('SAP'), -100)
  if (bar === 0) order(symbol('SPY'), 1e6)
  bar++
}
`
const config = {
  capital: '100000',
  strategy: './algorithm.js',
  source: { use: 'csv', dir: 'prices' },
  quirks: 'strict',
  seed: 7,
  commission: { equity: 'ib-fixed' },
  slippage: { use: 'spread', spread: { SAP: 0.002 } },
  latency: {
    use: 'composite',
    parts: [
      { use: 'historical', file: 'latency.csv' },
      { use: 'random', network: [1, 5] },
    ],
  },
  fills: { use: 'volume', ratio: 0.5, impact: 0 },
  financing: [{ use: 'borrow', file: 'borrow.csv' }, 'margin-interest'],
  account: 'margin',
  currency: 'USD',
  fx: { use: 'csv', file: 'fx.csv' },
}
const world = (more: object = {}, files: Record<string, string> = {}) =>
  folder({
    'prices/assets.csv': 'symbol,currency\nSAP,EUR\nSPY,USD\n',
    'prices/bars/SAP.csv': prices(100),
    'prices/bars/SPY.csv': prices(400),
    'algorithm.js': algorithm,
    'latency.csv': 'date,ms\n,20\n2024-01-04,40\n',
    'borrow.csv': 'symbol,date,rate\nSAP,,0.365\nSAP,2024-01-05,0.73\n',
    'fx.csv': 'date,from,to,rate\n2024-01-01,EUR,USD,1.1\n',
    'rustybt.config.json': JSON.stringify({ ...config, ...more }),
    ...files,
  })
const run = (dir: string) => rustybt(['run', '-o', 'perf.json', '--no-progress'], dir)

describe('a run whose config chooses every cost', () => {
  it('charges them, and writes what it was', async () => {
    const dir = world()
    expect(await run(dir)).toMatchObject({ code: 0, stderr: '' })
    const written = JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8'))
    expect(written.run).toMatchObject({
      account: 'margin',
      currency: 'USD',
      fx: config.fx,
      latency: config.latency,
      seed: '7',
    })
    const rows = written.perf as {
      transactions: object[]
      cash_flows: { dt: string; kind: string; sid: string; amount: number; currency: string }[]
    }[]
    expect(rows.flatMap(({ transactions }) => transactions)).toMatchObject([{ sid: 'SAP', amount: -100, price: 99.9 }])
    // 100 shares at 100 EUR: 10 EUR a night, from the 5th on 20; three nights over the weekend.
    const flows = rows.flatMap(({ cash_flows }) => cash_flows)
    expect(
      flows
        .filter(({ kind }) => kind === 'borrow-fee')
        .map(({ dt, sid, currency, amount }) => [dt.slice(0, 10), sid, currency, amount]),
    ).toEqual([
      ['2024-01-04', 'SAP', 'EUR', -10],
      ['2024-01-05', 'SAP', 'EUR', -10],
      ['2024-01-08', 'SAP', 'EUR', -60],
      ['2024-01-09', 'SAP', 'EUR', -20],
    ])
    // 10 of spread and 1.00 of commission are owed, since what the short has brought is collateral: 11 × 5 % ÷ 360.
    expect(flows.find(({ kind }) => kind === 'margin-interest')).toMatchObject({ currency: 'EUR', amount: -0.00152778 })
    expect(JSON.stringify(written)).toContain('insufficient-funds')
  })

  it('gives the same bytes again', async () => {
    const bytes = async () => {
      const dir = world()
      await run(dir)
      return readFileSync(join(dir, 'perf.json'), 'utf8')
    }
    expect(await bytes()).toBe(await bytes())
  })

  it.each([
    [{ latency: 'slow' }, {}, "no LatencyModel called 'slow'"],
    [{ commission: { use: 'tiered' } }, {}, 'commission'],
    [{ account: { use: 'margin', initial: { long: 2 } } }, {}, 'account.initial.long'],
    [{ fx: undefined }, {}, 'FX_RATE_MISSING'],
    [
      {},
      { 'borrow.csv': 'symbol,date,rate\nSAP,2024-01-01,25\n' },
      'borrow.csv, line 2, column rate: 25 is not between 0 and 10',
    ],
  ])('says what is wrong: %j', async (more, files, message) => {
    const { code, stderr } = await run(world(more, files as Record<string, string>))
    expect(code).toBeGreaterThan(0)
    expect(stderr).toContain(message)
  })
})
