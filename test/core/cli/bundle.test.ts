import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AssetInfo } from '../../../core/data/bundle-info.js'
import type { Finding } from '../../../core/data/finding.js'
import calendars from '../../../plugins/calendars/plugin.js'
import csv from '../../../plugins/csv/plugin.js'
import { newRoot, removeRoots } from '../data/market.js'
import { rustybt } from './world.js'

const DATA = join(import.meta.dirname, '../../parity/data')
const root = newRoot()
const call = (...args: string[]) => rustybt(args, [calendars, csv], { RUSTYBT_ROOT: root })
const folderOf = (bundle: string) => {
  const folder = join(root, 'data', bundle)
  return join(
    folder,
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .at(-1)!,
  )
}

beforeAll(async () => {
  const answer = await call('ingest', '-b', 'days', '--csv', join(DATA, 'daily'), '--splits', 'apply')
  expect(answer).toMatchObject({ code: 0 })
})
afterAll(removeRoots)

describe('rustybt bundle info', () => {
  it('tells what a bundle holds, also as JSON', async () => {
    const { code, stdout } = await call('bundle', 'info', 'days')
    expect(code).toBe(0)
    for (const part of ['XNYS', 'frequency', '20 assets', 'csv', folderOf('days')]) expect(stdout).toContain(part)
    const { stdout: json } = await call('bundle', 'info', 'days', '--json')
    const info = JSON.parse(json)
    expect(info).toMatchObject({ bundle: 'days', calendar: 'XNYS', frequency: 'daily', source: { use: 'csv' } })
    expect(info.size).toBe(info.files.reduce((sum: number, file: { size: number }) => sum + file.size, 0))
    expect(info.assets.reduce((sum: number, asset: AssetInfo) => sum + asset.bars, 0)).toBe(info.rows.bars)
    expect(info.ingestions).toMatchObject([{ ingestion: info.ingestion, size: info.size }])
    const holes = info.quality.findings.filter(({ code }: Finding) => code === 'SESSIONS_WITHOUT_BARS')
    const missing = (list: readonly number[]) => list.reduce((sum, each) => sum + each, 0)
    expect(missing(holes.map(({ value }: Finding) => value))).toBe(
      missing(info.assets.map((asset: AssetInfo) => asset.missing)),
    )
  })

  it('refuses what is no bundle, and what cannot be done', async () => {
    expect(await call('bundle', 'info', 'dais')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Did you mean 'days'?"),
    })
    expect(await call('bundle', 'inof', 'days')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("did you mean 'info'?"),
    })
    expect(await call('bundle', 'info')).toMatchObject({ code: 2 })
  })
})

describe('rustybt ingest', () => {
  const folder = newRoot()
  const price = (i: number) => (i === 20 ? 500 : 100 + (i % 3))
  const rows = Array.from({ length: 31 }, (_, i) => `2020-01-${String(i + 1).padStart(2, '0')},${price(i)}`)
  const lines = rows.map((row) => row.replace(/,(.*)$/, ',$1,$1,$1,$1,100'))

  it('warns of what is wrong with the data, and with --strict stops', async () => {
    mkdirSync(join(folder, 'daily'))
    writeFileSync(join(folder, 'daily/COIN.csv'), `date,open,high,low,close,volume\n${lines.join('\n')}\n`)
    const line = ['ingest', '-b', 'coin', '--csv', folder, '--calendar', '24/7']
    const { code, stderr } = await call(...line)
    expect(code).toBe(0)
    expect(stderr).toContain('0 errors and 2 warnings in the quality of the data:')
    expect(stderr).toContain('warning PRICE_OUTLIER COIN 2020-01-21: the close goes from 101 to 500')
    const strict = await call(...line, '--strict')
    expect(strict).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error QUALITY_FAILED: 2 findings/) })
    expect((await call('bundle', 'info', 'coin')).stdout).toContain('warning PRICE_OUTLIER COIN 2020-01-21')
  })
})

describe('rustybt ingest --splits', () => {
  const folder = newRoot()

  it('tells each split that the prices do not show once, with what becomes of it', async () => {
    const rows = Array.from({ length: 10 }, (_, i) => `2020-01-${String(i + 1).padStart(2, '0')},9,9,9,9,100`)
    writeFileSync(join(folder, 'CORP.csv'), `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
    writeFileSync(join(folder, 'splits.csv'), 'symbol,effective_date,ratio\nCORP,2020-01-05,0.5\n')
    const line = ['ingest', '-b', 'split', '--csv', folder, '--calendar', '24/7']
    expect(await call(...line)).toMatchObject({ code: 1, stderr: expect.stringContaining('SPLITS_INCONSISTENT') })
    expect(readdirSync(join(root, 'data'))).not.toContain('split')
    const { code, stderr } = await call(...line, '--splits', 'apply')
    expect(code).toBe(0)
    expect(stderr.split('CORP 2020-01-05: the split 2:1 is listed')).toHaveLength(2)
    expect(stderr).toContain('it is applied as listed')
    expect(stderr).not.toContain('in the quality of the data')
    // Kept with the bundle it is a warning as any other.
    expect((await call('bundle', 'info', 'split')).stdout).toContain('warning SPLIT_NOT_IN_PRICES CORP 2020-01-05')
  })
})

describe('rustybt ingest --append', () => {
  const folder = newRoot()
  const file = join(folder, 'daily/COIN.csv')
  const save = (days: number, close = 100) => {
    const rows = Array.from(
      { length: days },
      (_, i) => `2020-01-${String(i + 1).padStart(2, '0')},${close},${close},${close},${close},9`,
    )
    writeFileSync(file, `date,open,high,low,close,volume\n${rows.join('\n')}\n`)
  }
  const append = () => call('ingest', '-b', 'grown', '--csv', folder, '--calendar', '24/7', '--append')

  it('adds new days, says where there is none, and refuses a past that changed', async () => {
    mkdirSync(join(folder, 'daily'))
    save(10)
    expect((await append()).stdout).toContain('10 bars, 2020-01-01 to 2020-01-10')
    save(12)
    expect((await append()).stdout).toContain('12 bars, 2020-01-01 to 2020-01-12')
    expect(await append()).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing new') })
    save(13, 50)
    expect(await append()).toMatchObject({ code: 1, stderr: expect.stringContaining('error APPEND_SPLIT: COIN') })
    const { ingestions } = JSON.parse((await call('bundle', 'info', 'grown', '--json')).stdout)
    expect(ingestions.map((each: { rows: { bars: number } }) => each.rows.bars)).toEqual([12, 10])
    const [, first] = ingestions
    const older = await call('bundle', 'info', 'grown', '--json', '--bundle-timestamp', first.time)
    expect(JSON.parse(older.stdout)).toMatchObject({ ingestion: first.ingestion, lastSession: '2020-01-10' })
  })
})

describe('rustybt bundle validate', () => {
  it('finds no error in a sound bundle', async () => {
    const { code, stdout } = await call('bundle', 'validate', 'days', '--json')
    const report = JSON.parse(stdout)
    expect(report.findings.filter(({ severity }: Finding) => severity === 'error')).toEqual([])
    expect({ code, ok: report.ok }).toEqual({ code: 0, ok: true })
    expect((await call('bundle', 'validate', 'days')).stdout).toContain('0 errors')
  })

  it('names each damaged file, and exits with 1', async () => {
    await call('ingest', '-b', 'damaged', '--csv', join(DATA, 'daily'), '--splits', 'apply')
    const files = ['adjustments.sqlite', 'daily/00000.parquet']
    for (const file of files) {
      const path = join(folderOf('damaged'), file)
      const bytes = readFileSync(path)
      bytes[bytes.length >> 1] ^= 1
      writeFileSync(path, bytes)
    }
    const { code, stdout } = await call('bundle', 'validate', 'damaged', '--json')
    const { findings } = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(findings.filter(({ rule }: Finding) => rule === 'file')).toEqual(
      ['adjustments.sqlite', 'daily/00000.parquet'].map((file) => ({
        code: 'BUNDLE_CORRUPT',
        rule: 'file',
        severity: 'error',
        message: expect.stringContaining(join(folderOf('damaged'), file)),
      })),
    )
  })
})
