import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Asset, Cryptocurrency } from '../../../core/assets/asset.js'
import { assetLabel } from '../../../core/assets/asset.js'
import { openSqlite } from '../../../core/assets/sqlite.js'
import { describeBundle, loadBundle } from '../../../core/data/bundle.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import type { DataSource } from '../../../core/data/source.js'
import { barsAt, equity, future, newRoot, quietCloses, refusalOf, removeRoots, sourceOf, weekdays } from './market.js'

afterAll(removeRoots)

const coin = (sid: number, fields: Partial<Cryptocurrency> = {}): Cryptocurrency => ({
  ...equity(sid, { symbol: 'BTC/USDT', currency: 'USDT', country: '' }),
  tickSize: 1e-8,
  lotSize: 0.00001,
  ...fields,
  kind: 'cryptocurrency',
})
const write = (source: DataSource, root: string, options: Partial<IngestOptions> = {}) =>
  ingest(source, { frequency: 'daily', calendar: weekdays }, { bundle: 'test', version: '0.1.0', root, ...options })
const load = (root: string, quirks = QUIRKS.strict) => loadBundle('test', { calendar: weekdays, quirks, root })

describe('a bundle of coins', () => {
  it('keeps their steps, and prices below 1e-8, exactly', async () => {
    const root = newRoot()
    const closes = quietCloses(20, 3).map((close) => close * 1.23456789e-9)
    await write(sourceOf([coin(0), future(1), equity(2)], [barsAt(0, '2020-01-06', closes)]), root)
    const { finder, reader } = await load(root)
    expect(finder.retrieve(0)).toMatchObject({ kind: 'cryptocurrency', tickSize: 1e-8, lotSize: 0.00001 })
    expect(assetLabel(finder.lookupSymbol('BTC/USDT'))).toBe('Cryptocurrency(0 [BTC/USDT])')
    expect([...reader.column(0, 'close')]).toEqual(closes)
  })

  it('keeps volumes above 2^53', async () => {
    const root = newRoot()
    const bars = { ...barsAt(0, '2020-01-06', quietCloses(3)), volume: Float64Array.of(2 ** 53 + 2, 2 ** 70, 1e300) }
    await write(sourceOf([coin(0)], [bars]), root)
    const { reader, manifest } = await load(root)
    expect([...reader.column(0, 'volume')]).toEqual([2 ** 53 + 2, 2 ** 70, 1e300])
    expect(manifest.quality.summary?.byCode).toEqual({ VOLUME_INEXACT: 3 })
  })
})

describe('supplementary mappings', () => {
  const fields = [
    { sid: 0, field: 'ISIN', value: 'US01', start: '2020-01-01', end: '2020-06-30' },
    { sid: 0, field: 'ISIN', value: 'US02', start: '2020-07-01', end: '2021-12-31' },
  ]
  const market = (days: number) =>
    sourceOf([equity(0)], [barsAt(0, '2020-01-06', quietCloses(days))], {}, { supplementary: fields })

  it('are kept in the bundle, and over an append', async () => {
    const root = newRoot()
    await write(market(10), root)
    await write(market(12), root, { append: true })
    await write(sourceOf([equity(0)], [barsAt(0, '2020-01-06', quietCloses(14))]), root, { append: true })
    const { finder } = await load(root)
    expect(finder.supplementaryField(0, 'ISIN', '2020-06-30')).toBe('US01')
    expect(finder.lookupBySupplementaryField('ISIN', 'US02').sid).toBe(0)
  })

  it('are refused for an asset that is not there', async () => {
    const source = sourceOf(
      [equity(0)],
      [barsAt(0, '2020-01-06', quietCloses(9))],
      {},
      {
        supplementary: [{ ...fields[0], sid: 7 }],
      },
    )
    expect((await refusalOf(() => write(source, newRoot()))).code).toBe('SIDS_NOT_FOUND')
  })
})

describe('a bundle of an earlier version', () => {
  const assets: Asset[] = [equity(0), future(1)]
  const bars = [barsAt(0, '2020-01-06', quietCloses(10)), barsAt(1, '2020-01-06', quietCloses(10))]

  /** As version 1 wrote it: fewer tables and columns, nothing said of quality. */
  async function older(root: string, schemaVersion = 1): Promise<void> {
    const { ingestion } = await write(sourceOf(assets, bars), root)
    const folder = join(root, 'data/test', ingestion)
    const Sqlite = await openSqlite()
    const db = new Sqlite(join(folder, 'assets.sqlite'))
    db.exec(`DROP TABLE cryptocurrencies; DROP TABLE equity_supplementary_mappings;
      ALTER TABLE equities DROP COLUMN lot_size; ALTER TABLE futures_contracts DROP COLUMN lot_size;
      UPDATE version_info SET version = 1`)
    db.close()
    const bytes = readFileSync(join(folder, 'assets.sqlite'))
    const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
    const { checksum: _, quality, ...manifest } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    const files = manifest.files.map((file: { path: string }) =>
      file.path === 'assets.sqlite' ? { path: file.path, size: bytes.length, sha256: sha256(bytes) } : file,
    )
    const old = { ...manifest, schemaVersion, files, quality: { notices: quality.notices } }
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...old, checksum: sha256(JSON.stringify(old)) }))
  }

  it('is read as it was, its manifest in today’s form', async () => {
    const root = newRoot()
    await older(root)
    const { finder, reader } = await load(root)
    expect(finder.all).toEqual(assets)
    expect([...reader.column(0, 'close')]).toEqual(quietCloses(10))
    expect(describeBundle('test', { root })).toMatchObject({ schemaVersion: 2, quality: { notices: [] } })
  })

  it('can be appended to: the new ingestion is of today’s version', async () => {
    const root = newRoot()
    await older(root)
    const longer = [barsAt(0, '2020-01-06', quietCloses(12)), barsAt(1, '2020-01-06', quietCloses(12))]
    await write(sourceOf(assets, longer), root, { append: true })
    const { finder, reader } = await load(root)
    expect(finder.all).toEqual(assets)
    expect(reader.sessions.length).toBe(12)
  })

  it('of no version that ever was is refused', async () => {
    const root = newRoot()
    await older(root, 0)
    expect((await refusalOf(() => load(root))).code).toBe('BUNDLE_CORRUPT')
  })
})
