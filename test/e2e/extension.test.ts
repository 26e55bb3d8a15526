import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { folder, PRICES, rustybt } from './rustybt.js'

const ALGORITHM =
  "import { extension_args, record } from 'rustybt/compat'\nexport function initialize() {}\nexport function handle_data() { record({ team: extension_args.team ?? null }) }\n"
const EXTENSION = `
import { bundles, extension_args, metrics } from 'rustybt/compat'
const DAYS = ['2020-01-02', '2020-01-03', '2020-01-06']
const price: number = Number((extension_args.price as { start: string })?.start ?? 1)
bundles.register('own', async ({ asset_db_writer, daily_bar_writer, adjustment_writer }) => {
  asset_db_writer.write({ equities: [{ symbol: 'OWN', start_date: DAYS[0], end_date: DAYS[2] }] })
  const bar = { open: price, high: price, low: price, close: price, volume: 100 }
  await daily_bar_writer.write([[0, DAYS.map((date) => ({ date, ...bar }))]])
  adjustment_writer.write()
})
metrics.register('own', () => [{ end_of_session(packet, ledger) { packet.daily_perf.own = ledger.portfolio.cash } }])
`
const perfOf = (dir: string) => JSON.parse(readFileSync(join(dir, 'perf.json'), 'utf8')).perf

describe('extensions', () => {
  it('register bundles and metrics sets that the command line then knows, and take values', async () => {
    const dir = folder({ 'ext.ts': EXTENSION, 'algo.ts': ALGORITHM })
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const ingest = await rustybt(
      ['-e', 'ext.ts', '-x', 'price.start=7', 'ingest', '-b', 'own', '--no-show-progress'],
      dir,
    )
    expect([ingest.code, ingest.stderr]).toEqual([0, ''])
    const args = ['run', 'algo.ts', '-b', 'own', '--metrics-set', 'own', '--capital-base', '500', '-o', 'perf.json']
    const run = await rustybt(['--extension=ext.ts', '-x', 'team=quants', ...args, '--no-progress'], dir)
    expect([run.code, run.stderr]).toEqual([0, ''])
    expect(Object.keys(perfOf(dir)[0])).toEqual(['session', 'period_open', 'period_close', 'own', 'team'])
    expect(perfOf(dir)[0]).toMatchObject({ own: 500, team: 'quants' })
  })

  it('are read from RUSTYBT_ROOT by default', async () => {
    const dir = folder({ 'root/extension.ts': EXTENSION, 'algo.ts': ALGORITHM, ...PRICES })
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const args = ['run', 'algo.ts', '--csv', 'prices', '--metrics-set', 'own', '-o', 'perf.json', '--no-progress']
    expect((await rustybt(args, dir)).code).toBe(0)
    expect(perfOf(dir)[0]).toMatchObject({ own: 10_000_000 })
    const without = await rustybt(['--no-default-extension', ...args], dir)
    expect([without.code, without.stderr]).toEqual([1, expect.stringContaining("no MetricsSet called 'own'")])
  })

  it('that fail are told and left out, or end it all where they are strict', async () => {
    const dir = folder({ 'bad.ts': 'throw new Error("no data today")', 'algo.ts': ALGORITHM, ...PRICES })
    process.env.RUSTYBT_ROOT = join(dir, 'root')
    const args = ['run', 'algo.ts', '--csv', 'prices', '--no-progress']
    const told = await rustybt(['-e', 'bad.ts', ...args], dir)
    expect([told.code, told.stderr]).toEqual([0, `the extension ${join(dir, 'bad.ts')} failed: no data today\n`])
    const strict = await rustybt(['-e', 'bad.ts', '--strict-extensions', ...args], dir)
    expect([strict.code, strict.stderr]).toEqual([1, expect.stringContaining('EXTENSION_FAILED')])
    const missing = await rustybt(['-e', 'none.ts', '--strict-extensions', ...args], dir)
    expect(missing.stderr).toContain('none.ts failed: there is no such file')
  })
})
