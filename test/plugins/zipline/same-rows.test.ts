import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import {
  type BarData,
  type Context,
  order,
  order_target_percent,
  record,
  run_algorithm,
  symbol,
  symbols,
} from '../../../compat/index.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { rustybt } from '../../core/cli/world.js'
import { newFolder, removeFolders, unpack } from './unpack.js'

const DATA = join(import.meta.dirname, '../../parity/data')
afterAll(removeFolders)

/** The files that the bundle was made of: some assets of a folder, with their rows of its tables. */
function original(kind: 'daily' | 'minute', names: readonly string[]): string {
  const folder = newFolder()
  mkdirSync(join(folder, 'bars'))
  for (const name of names)
    copyFileSync(join(DATA, kind, 'bars', `${name}.csv.gz`), join(folder, 'bars', `${name}.csv.gz`))
  for (const table of ['assets.csv', 'splits.csv', 'dividends.csv', 'stock_dividends.csv']) {
    if (!existsSync(join(DATA, kind, table))) continue
    const [header, ...rows] = readFileSync(join(DATA, kind, table), 'utf8')
      .trim()
      .split('\n')
    writeFileSync(join(folder, table), [header, ...rows.filter((row) => names.includes(row.split(',')[0]))].join('\n'))
  }
  return folder
}

async function migrated(name: 'daily' | 'minute'): Promise<string> {
  const root = newFolder()
  const args = ['bundle', 'migrate', unpack(name), '-b', name]
  const { code, stdout } = await rustybt(args, await firstPartyPlugins(), { RUSTYBT_ROOT: root })
  expect(code).toBe(0)
  expect(stdout).toMatch(/values compared, all equal\n$/)
  return root
}

describe('an algorithm on a migrated bundle', () => {
  it('has the same rows as on the files that Zipline read: splits, dividends, shares as dividends, history', async () => {
    const algorithm = {
      start: '2020-07-01',
      end: '2022-06-30',
      capital_base: 100_000,
      initialize(context: Context) {
        context.day = 0
      },
      handle_data(context: Context, data: BarData) {
        const assets = symbols('FOXT', 'GOLF', 'LIMA')
        if (context.day % 20 === 0) for (const asset of assets) order_target_percent(asset, 0.3)
        if (context.day % 7 === 3)
          order(symbol('NOVE'), 11, { limit_price: data.current(symbol('NOVE'), 'price') * 0.99 })
        const means = assets.map((asset) => data.history(asset, 'price', 30, '1d').mean())
        record({ means: means.join(' '), volume: data.history(assets[0], 'volume', 30, '1d').sum() })
        context.day++
      },
    }
    const files = await run_algorithm({ ...algorithm, csv: original('daily', ['FOXT', 'GOLF', 'LIMA', 'NOVE']) })
    const bundle = await run_algorithm({
      ...algorithm,
      bundle: 'daily',
      environ: { RUSTYBT_ROOT: await migrated('daily') },
    })
    expect(JSON.stringify(bundle.to_records())).toBe(JSON.stringify(files.to_records()))
    expect(
      files.to_records().filter(({ transactions }) => (transactions as unknown[]).length > 0).length,
    ).toBeGreaterThan(20)
  })

  it('has the same rows on minutes', async () => {
    const algorithm = {
      start: '2020-11-23',
      end: '2020-12-04',
      capital_base: 100_000,
      data_frequency: 'minute' as const,
      initialize(context: Context) {
        context.minute = 0
      },
      handle_data(context: Context, data: BarData) {
        const assets = symbols('AMIN', 'DMIN')
        if (context.minute % 200 === 0) for (const asset of assets) order(asset, 17)
        if (context.minute % 100 === 50) {
          const spans = assets.map((asset) => data.history(asset, 'price', 60, '1m').mean())
          const days = assets.map((asset) => data.history(asset, 'high', 2, '1d').max())
          record({ spans: spans.join(' '), days: days.join(' ') })
        }
        context.minute++
      },
    }
    const files = await run_algorithm({ ...algorithm, csv: original('minute', ['AMIN', 'DMIN']) })
    const bundle = await run_algorithm({
      ...algorithm,
      bundle: 'minute',
      environ: { RUSTYBT_ROOT: await migrated('minute') },
    })
    expect(JSON.stringify(bundle.to_records())).toBe(JSON.stringify(files.to_records()))
    expect(
      files.to_records().filter(({ transactions }) => (transactions as unknown[]).length > 0).length,
    ).toBeGreaterThan(5)
  })
})
