import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { openSqlite } from '../../../core/assets/sqlite.js'
import { listBundles } from '../../../core/data/catalog.js'
import { migrate } from '../../../core/data/migration.js'
import type { DataBatch, DataSource } from '../../../core/data/source.js'
import { createKernel } from '../../../core/kernel/kernel.js'
import { Calendar } from '../../../core/time/calendar.js'
import { firstPartyPlugins } from '../../../plugins/index.js'
import { ziplineSource } from '../../../plugins/zipline/source.js'
import { rustybt } from '../../core/cli/world.js'
import { newFolder, removeFolders, unpack } from './unpack.js'

afterAll(removeFolders)

const sourceOf = (path: string) => ziplineSource({ path, currency: 'USD', country: 'US' })

async function calendarCalled(name: string): Promise<Calendar> {
  const kernel = await createKernel({ version: '0.1.0', plugins: await firstPartyPlugins() })
  return kernel.create(Calendar, name)
}

async function readAll(
  path: string,
  request: { symbols?: string[]; start?: string; end?: string } = {},
): Promise<DataBatch[]> {
  const calendar = await calendarCalled('XNYS')
  const batches: DataBatch[] = []
  for await (const batch of sourceOf(path).fetch({ frequency: 'daily', calendar, ...request })) batches.push(batch)
  return batches
}

describe('a damaged bundle is refused with the file and what is wrong', () => {
  const damage: [string, RegExp, (path: string) => void][] = [
    [
      'a chunk cut short',
      /__0\.blp: is no whole chunk/,
      (path) => edit(path, 'close/data/__0.blp', (bytes) => bytes.subarray(0, 500)),
    ],
    [
      'a chunk of nothing',
      /__0\.blp: is no whole chunk/,
      (path) => edit(path, 'close/data/__0.blp', () => new Uint8Array(0)),
    ],
    [
      'a chunk that is gone',
      /__0\.blp: is missing/,
      (path) => rmSync(join(path, 'daily_equities.bcolz/open/data/__0.blp')),
    ],
    [
      'a chunk that is something else',
      /is no whole chunk/,
      (path) => edit(path, 'high/data/__0.blp', (bytes) => bytes.fill(7)),
    ],
    [
      'a column of another type',
      /float64, not uint32/,
      (path) => text(path, 'low/meta/storage', (json) => json.replace('uint32', 'float64')),
    ],
    [
      'a column without its length',
      /sizes: is missing/,
      (path) => rmSync(join(path, 'daily_equities.bcolz/day/meta/sizes')),
    ],
    [
      'rows of another asset',
      /row 0 is of sid 0, and should be of 1/,
      (path) => text(path, '__attrs__', (json) => json.replace('"1": 1008', '"1": 0')),
    ],
    [
      'rows beyond the end',
      /has 4032 rows, and rows/,
      (path) => text(path, '__attrs__', (json) => json.replace('"3": 4031', '"3": 9999')),
    ],
    ['attributes cut short', /is no JSON/, (path) => text(path, '__attrs__', (json) => json.slice(0, 40))],
  ]
  it.each(damage)('%s', async (_, message, spoil) => {
    const path = unpack('daily')
    spoil(path)
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'ZIPLINE_BUNDLE',
      message: expect.stringMatching(message),
    })
  })

  it('a database of another version', async () => {
    const path = unpack('daily')
    const Sqlite = await openSqlite()
    const db = new Sqlite(join(path, 'assets-7.sqlite'))
    db.exec('UPDATE version_info SET version = 9')
    db.close()
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'ZIPLINE_BUNDLE',
      message: expect.stringContaining('version 9'),
    })
  })

  it('a folder without a bundle, and minutes of a daily one', async () => {
    await expect(readAll(newFolder())).rejects.toMatchObject({ code: 'ZIPLINE_BUNDLE_NOT_FOUND' })
    await expect(readAll('/nowhere')).rejects.toMatchObject({ code: 'ZIPLINE_BUNDLE_NOT_FOUND' })
    const calendar = await calendarCalled('XNYS')
    const reading = sourceOf(unpack('daily')).fetch({ frequency: 'minute', calendar })[Symbol.asyncIterator]().next()
    await expect(reading).rejects.toMatchObject({ code: 'DATA_FREQUENCY_MISSING' })
  })

  it('a flipped bit in a chunk is an error, or a difference that Zipline would read as well, never a crash', async () => {
    const path = unpack('daily')
    const file = join(path, 'daily_equities.bcolz/close/data/__0.blp')
    const whole = readFileSync(file)
    for (let at = 0; at < 400; at += 13) {
      const bytes = Buffer.from(whole)
      bytes[at] ^= 1 << (at % 8)
      writeFileSync(file, bytes)
      const outcome = await readAll(path).then(
        () => 'read',
        (error) => error.code,
      )
      expect(['read', 'ZIPLINE_BUNDLE']).toContain(outcome)
    }
  })
})

describe('what is asked of the source', () => {
  it('is some symbols, and some days', async () => {
    const range = { symbols: ['GOLF'], start: '2020-02-03', end: '2020-05-29' }
    const batches = await readAll(unpack('daily'), range)
    const [listed] = batches
    expect(listed).toMatchObject({
      kind: 'assets',
      assets: [{ symbol: 'GOLF', sid: 1 }],
      symbols: [{ symbol: 'GOLF' }],
    })
    const bars = batches.flatMap((batch) => (batch.kind === 'bars' ? [batch.bars] : []))
    expect(bars.map(({ sid, times }) => [sid, times[0], times.at(-1)])).toEqual([
      [1, Date.UTC(2020, 1, 3), Date.UTC(2020, 4, 29)],
    ])
    const changes = batches.find((batch) => batch.kind === 'adjustments')
    expect(changes).toMatchObject({ splits: [], dividends: [{ exDate: '2020-02-10' }, { exDate: '2020-05-11' }] })
    await expect(readAll(unpack('daily'), { symbols: ['NONE'] })).rejects.toMatchObject({ code: 'SYMBOL_NOT_FOUND' })
  })

  it("may be a bundle's folder: the latest ingestion is taken", async () => {
    const parent = join(unpack('daily'), '..')
    const { renameSync } = await import('node:fs')
    renameSync(join(parent, 'daily'), join(parent, '2024-01-31T12;00;00.000000'))
    expect(await sourceOf(parent).describe?.()).toEqual({ calendar: 'XNYS', frequency: 'daily' })
  })
})

describe('a dividend ratio without a dividend', () => {
  it("is kept as a merger's ratio, and told", async () => {
    const path = unpack('daily')
    const Sqlite = await openSqlite()
    const db = new Sqlite(join(path, 'adjustments.sqlite'))
    db.exec('DELETE FROM dividend_payouts WHERE ex_date = 1581292800')
    db.exec('UPDATE dividend_payouts SET amount = amount * 2 WHERE ex_date = 1589155200')
    db.close()
    const batches = await readAll(path)
    expect(batches.find((batch) => batch.kind === 'adjustments')).toMatchObject({
      mergers: [{ sid: 1, effectiveDate: '2020-02-10', ratio: 0.9929093122337188 }],
    })
    const notices = batches.flatMap((batch) => (batch.kind === 'notice' ? [batch.notice] : []))
    expect(notices.map(({ code, date }) => [code, date])).toEqual([
      ['ZIPLINE_DIVIDEND_RATIO', '2020-02-10'],
      ['ZIPLINE_DIVIDEND_RATIO', '2020-05-11'],
    ])
  })
})

describe('a migration that does not prove', () => {
  it('leaves nothing behind, and says what differs', async () => {
    const calendar = await calendarCalled('XNYS')
    const plain = sourceOf(unpack('daily'))
    let reads = 0
    const fickle: DataSource = {
      async *fetch(request) {
        const isSecond = ++reads === 2
        for await (const batch of plain.fetch(request)) {
          if (isSecond && batch.kind === 'bars' && batch.bars.sid === 2) {
            batch.bars.high[100] += 0.001
            batch.bars.volume[5] = 0
          }
          if (isSecond && batch.kind === 'adjustments') yield { ...batch, splits: batch.splits.slice(1) }
          else yield batch
        }
      },
    }
    const root = newFolder()
    const migration = migrate(
      fickle,
      { frequency: 'daily', calendar },
      { bundle: 'b', version: '0.1.0', root, splits: 'apply' },
    )
    await expect(migration).rejects.toMatchObject({
      code: 'MIGRATION_DIFFERS',
      message: expect.stringMatching(
        /^3 values[\s\S]*sid 2, .*volume: 0 became[\s\S]*sid 2, .*high: [\s\S]*splits: added/,
      ),
    })
    expect(listBundles(root).flatMap(({ ingestions }) => ingestions)).toEqual([])
  })

  it('is told on the command line, as is a missing name', async () => {
    const plugins = await firstPartyPlugins()
    const root = newFolder()
    const bare = await rustybt(['bundle', 'migrate', unpack('daily')], plugins, { RUSTYBT_ROOT: root })
    expect(bare).toMatchObject({ code: 2, stderr: expect.stringContaining('-b NAME') })
    const gone = await rustybt(['bundle', 'migrate', '/nowhere', '-b', 'x'], plugins, { RUSTYBT_ROOT: root })
    expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining('ZIPLINE_BUNDLE_NOT_FOUND') })
    expect(readdirSync(root)).toEqual([])
  })
})

function edit(path: string, name: string, change: (bytes: Buffer) => Uint8Array): void {
  const file = join(path, 'daily_equities.bcolz', name)
  writeFileSync(file, change(readFileSync(file)))
}

function text(path: string, name: string, change: (text: string) => string): void {
  edit(path, name, (bytes) => Buffer.from(change(bytes.toString())))
}
