import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { BinanceExchange, KEY, SECRET } from '../plugins/ccxt/binance-exchange.js'
import { folder, rustybt } from './rustybt.js'

jest.setTimeout(120_000)

const REPOSITORY = join(import.meta.dirname, '../..')

/** Buys ten on each of its first three bars. It does not know where it runs. */
const STRATEGY = `
import { order, record, symbol } from 'rustybt/compat'
export function initialize(context) {
  context.asset = symbol('BTCUSDT')
  context.bars = 0
}
export function handle_data(context, data) {
  if (context.bars++ < 3) order(context.asset, 10)
  record({ price: data.current(context.asset, 'price'), held: context.portfolio.positions.get(context.asset).amount })
}\n`

const DAYS = Array.from({ length: 7 }, (_, i) => `2024-03-0${i + 1}`)
const PRICES = `date,open,high,low,close,volume\n${DAYS.map((date, i) => `${date},${10 + i},${10 + i},${10 + i},${10 + i},100000`).join('\n')}\n`

const config = (settings: object) => `
import { defineConfig, env, secret } from 'rustybt'
export default defineConfig({
  plugins: ['rustybt-plugin-acme'],
  strategy: 'strategy.ts',
  source: { use: 'csv', dir: 'prices' },
  calendar: '24/7',
  capital: 1000000,
  end: '2024-03-06',
  profiles: {
    paper: { feed: 'replay' },
    exchange: {
      feed: { use: 'replay', speed: 86400 },
      broker: {
        use: 'ccxt',
        exchange: 'binance',
        key: env('EXCHANGE_KEY'),
        secret: secret('EXCHANGE_SECRET'),
        markets: { BTCUSDT: 'BTC/USDT' },
        settle: 50,
        settings: ${JSON.stringify(settings)},
      },
    },
    partner: { feed: 'replay', broker: { use: 'acme', price: 42 } },
  },
})\n`

/** Somebody else's package: plain JavaScript, no build. */
const ACME = {
  'acme/package.json': JSON.stringify({
    name: 'rustybt-plugin-acme',
    version: '1.0.0',
    type: 'module',
    main: 'index.js',
    peerDependencies: { rustybt: '>=0.1.0' },
    peerDependenciesMeta: { rustybt: { optional: true } },
    rustybt: {
      requires: '>=0.1.0',
      offers: [{ role: 'Broker', name: 'acme', summary: 'fills at a price of its own' }],
    },
  }),
  'acme/index.js': `
import { Broker, definePlugin } from 'rustybt'
export default definePlugin({
  name: 'acme',
  requires: '>=0.1.0',
  register(host) {
    host.provide(Broker, 'acme', ({ price }) => {
      const events = []
      return {
        send: (outbox) => {
          for (const command of outbox)
            if (command.kind === 'submit')
              events.push({ kind: 'filled', orderId: command.order.id, at: Date.UTC(2024, 2, 9), amount: command.order.amount, price, commission: 1 })
        },
        drain: () => events.splice(0),
      }
    })
  },
})\n`,
}

let exchange: BinanceExchange
let dir: string

beforeAll(async () => {
  exchange = await BinanceExchange.open()
  exchange.price = 15
  dir = folder({
    ...ACME,
    'package.json': '{ "name": "project", "private": true, "type": "module" }',
    'strategy.ts': STRATEGY,
    'prices/BTCUSDT.csv': PRICES,
    'rustybt.config.ts': config(exchange.settings),
  })
  const npm = (args: string[], cwd: string) => execFileSync('npm', args, { cwd, encoding: 'utf8' })
  const tarball = npm(['pack', '--silent', '--pack-destination', dir], join(dir, 'acme')).trim().split('\n').at(-1)!
  npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`], dir)
  mkdirSync(join(dir, 'node_modules'), { recursive: true })
  if (!existsSync(join(dir, 'node_modules/rustybt'))) symlinkSync(REPOSITORY, join(dir, 'node_modules/rustybt'))
  process.env.RUSTYBT_ROOT = join(dir, 'root')
  process.env.EXCHANGE_KEY = KEY
  process.env.EXCHANGE_SECRET = SECRET
})
afterAll(() => exchange.close())

interface Row {
  readonly transactions: readonly { readonly price: number; readonly amount: number }[]
  readonly ending_cash: number
  readonly held: number
}
const perfOf = (name: string): Row[] => JSON.parse(readFileSync(join(dir, name), 'utf8')).perf
const fillsOf = (name: string) => perfOf(name).flatMap(({ transactions }) => transactions)

describe('one strategy, unchanged, by config alone', () => {
  it('as a backtest and as paper on the replay: the same bytes', async () => {
    const backtest = await rustybt(['run', '-o', 'backtest.json'], dir)
    const paper = await rustybt(['paper', '-o', 'paper.json'], dir)
    expect([backtest.code, backtest.stderr, paper.code]).toEqual([0, '', 0])
    expect(fillsOf('backtest.json')).toHaveLength(3)
    expect(JSON.stringify(perfOf('paper.json'))).toBe(JSON.stringify(perfOf('backtest.json')))
  })

  it('with a broker that somebody else has published', async () => {
    const { code, stderr } = await rustybt(['run', '--profile', 'partner', '-o', 'partner.json'], dir)
    expect([code, stderr]).toEqual([0, ''])
    expect(fillsOf('partner.json').map(({ price, amount }) => [price, amount])).toEqual([
      [42, 10],
      [42, 10],
      [42, 10],
    ])
    expect(perfOf('partner.json').at(-1)!.ending_cash).toBe(1_000_000 - 3 * 421)
  })

  it('at an exchange, through ccxt: its orders are there, and its fills are the run’s', async () => {
    const asked = await rustybt(['run', '--profile', 'exchange'], dir)
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining("orders go to 'ccxt' for real") })
    expect(exchange.orders).toEqual([])

    const args = ['run', '--profile', 'exchange', '--run-id', 'day', '--yes', '-o', 'exchange.json']
    const answer = await rustybt(args, dir)
    expect([answer.code, answer.stderr]).toEqual([0, ''])
    expect(
      exchange.orders.map(({ clientOrderId, side, quantity, status }) => [clientOrderId, side, quantity, status]),
    ).toEqual([
      ['day-1', 'BUY', 10, 'FILLED'],
      ['day-2', 'BUY', 10, 'FILLED'],
      ['day-3', 'BUY', 10, 'FILLED'],
    ])
    expect(fillsOf('exchange.json').map(({ price, amount }) => [price, amount])).toEqual([
      [15, 10],
      [15, 10],
      [15, 10],
    ])
    expect(perfOf('exchange.json').at(-1)).toMatchObject({ ending_cash: 1_000_000 - 3 * 150, held: 30 })

    const journal = readFileSync(join(dir, 'root/live/day.jsonl'), 'utf8')
    for (const text of [answer.stdout, answer.stderr, journal, readFileSync(join(dir, 'exchange.json'), 'utf8')])
      for (const key of [KEY, SECRET]) expect(text).not.toContain(key)
  })

  it('not on prices of the past with a real broker', async () => {
    writeFileSync(
      join(dir, 'past.config.ts'),
      readFileSync(join(dir, 'rustybt.config.ts'), 'utf8').replace("feed: { use: 'replay', speed: 86400 },", ''),
    )
    const answer = await rustybt(['run', '--config', 'past.config.ts', '--profile', 'exchange', '--yes'], dir)
    expect(answer).toMatchObject({ code: 2, stderr: expect.stringContaining('BROKER_ON_HISTORY') })
  })

  it('killed in the middle, it is not begun again under its id, and nothing is ordered twice', async () => {
    const before = exchange.orders.length
    const args = ['run', '--profile', 'exchange', '--run-id', 'crash', '--yes']
    const killed = await rustybtKilled(args, dir, () => exchange.orders.length > before)
    expect(killed).toBe('SIGKILL')
    const ordered = exchange.orders.length
    const again = await rustybt(args, dir)
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('RUN_UNFINISHED') })
    expect(again.stderr).toContain("run 'crash' was cut off")
    expect(exchange.orders).toHaveLength(ordered)
  })
})

/** Kills the command without warning as soon as something is true; answers by which signal it ended. */
function rustybtKilled(args: readonly string[], cwd: string, isTime: () => boolean): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'dist/rustybt.js'), ...args], {
    cwd,
    env: { ...process.env },
    stdio: 'ignore',
  })
  const timer = setInterval(() => {
    if (isTime()) child.kill('SIGKILL')
  }, 5)
  return new Promise((resolve) =>
    child.on('close', (_, signal) => {
      clearInterval(timer)
      resolve(signal)
    }),
  )
}
