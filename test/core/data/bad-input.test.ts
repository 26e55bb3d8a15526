import { readdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { loadBundle, validateFiles } from '../../../core/data/bundle.js'
import { openCodec, PartWriter, readRows } from '../../../core/data/codec.js'
import { ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import type { DataRequest } from '../../../core/data/source.js'
import { csvOptions } from '../../../plugins/csv/options.js'
import { csvSource } from '../../../plugins/csv/source.js'
import { collect, folder, refusal, removeFolders } from '../../plugins/csv/folder.js'
import { barsAt, newRoot, quietCloses, refusalOf, removeRoots, weekdays } from './market.js'

afterAll(removeRoots)
afterAll(removeFolders)

const HEADER = 'date,open,high,low,close,volume'
const row = (date: string, price: number | string = 10, volume: number | string = 100) =>
  `${date},${price},${price},${price},${price},${volume}`
const minutes = (...times: string[]) => ({ 'minute/A.csv': [HEADER, ...times.map((time) => row(time))].join('\n') })

/** A folder of CSV as a bundle. */
async function bundleOf(files: Record<string, string>, request: Partial<DataRequest> = {}, root = newRoot()) {
  const source = csvSource(csvOptions.parse({ dir: folder(files) }))
  const asked = { frequency: 'daily', calendar: weekdays, ...request } as const
  const manifest = await ingest(source, asked, { bundle: 'test', version: '0.1.0', root })
  const data = await loadBundle('test', { calendar: asked.calendar, quirks: QUIRKS.strict, root })
  return { ...data, manifest, root }
}

describe('a Parquet file that was cut off', () => {
  it('is refused wherever the cut is, by its name', async () => {
    const codec = await openCodec()
    const writer = new PartWriter(codec)
    writer.add(barsAt(3, '2020-01-06', quietCloses(50)))
    const bytes = writer.begin().end()
    for (let length = 0; length < bytes.length; length += 7) {
      const refused = await refusalOf(() => readRows(codec, bytes.subarray(0, length), 'x.parquet', 0, 50))
      expect(refused).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining('x.parquet') })
    }
  })

  it('of a bundle is found when it is opened, and when it is validated', async () => {
    const { manifest, root } = await bundleOf({ 'daily/A.csv': `${HEADER}\n${row('2020-01-06')}` })
    const path = join(root, 'data/test', manifest.ingestion, 'daily/00000.parquet')
    truncateSync(path, readFileSync(path).length - 1)
    const load = () => loadBundle('test', { calendar: weekdays, quirks: QUIRKS.strict, root })
    expect(await refusalOf(load)).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining(path) })
    expect(validateFiles('test', { root })).toMatchObject([{ code: 'BUNDLE_CORRUPT' }])
  })
})

describe('an asset that is listed twice', () => {
  it('is refused with both lines', async () => {
    const dir = folder({ 'assets.csv': 'symbol\nA\nA', 'bars/A.csv': `${HEADER}\n${row('2020-01-06')}` })
    expect(await refusal(dir)).toMatchObject({
      code: 'DATA_SYMBOL_DUPLICATE',
      message: expect.stringContaining('first in line 2'),
    })
  })
})

describe("bars outside the asset's life", () => {
  it('are kept, and said with their number', async () => {
    const { finder, manifest, reader } = await bundleOf({
      'assets.csv': 'symbol,start_date,end_date\nA,2020-01-07,2020-01-08',
      'bars/A.csv': [HEADER, ...['06', '07', '08', '09', '10'].map((day) => row(`2020-01-${day}`))].join('\n'),
    })
    expect(manifest.quality.findings).toMatchObject([
      { code: 'BARS_OUTSIDE_LIFE', asset: 'A', date: '2020-01-06', severity: 'warning', value: 1 },
      { code: 'BARS_OUTSIDE_LIFE', asset: 'A', date: '2020-01-09', severity: 'warning', value: 2 },
    ])
    expect(finder.retrieve(0)).toMatchObject({ startDate: '2020-01-07', endDate: '2020-01-08' })
    expect([...reader.column(0, 'close')]).toEqual([10, 10, 10, 10, 10])
  })
})

describe('the kinds that assets.csv lists', () => {
  const bars = { 'bars/BTC.csv': `${HEADER}\n${row('2020-01-06', '0.000000001')}` }

  it('are shares and coins, these with their steps', async () => {
    const assets = 'symbol,kind,tick_size,lot_size\nBTC,cryptocurrency,0.00000001,0.001'
    const { finder, reader } = await bundleOf({ ...bars, 'assets.csv': assets })
    expect(finder.retrieve(0)).toMatchObject({ kind: 'cryptocurrency', tickSize: 1e-8, lotSize: 0.001 })
    expect(reader.column(0, 'close')[0]).toBe(1e-9)
  })

  it('are no others', async () => {
    expect(await refusal(folder({ ...bars, 'assets.csv': 'symbol,kind\nBTC,coin' }))).toMatchObject({
      code: 'DATA_VALUE_INVALID',
      hint: expect.stringContaining('equity, cryptocurrency or forex'),
    })
  })
})

describe('time zones in one file', () => {
  const request = { frequency: 'minute', calendar: weekdays } as const

  it('may differ from row to row, if each row names its own', async () => {
    const times = ['2020-03-06T14:31:00Z', '2020-03-06T09:32:00-05:00', '2020-03-06 23:33+0900', '2020-03-06T14:34+00']
    const { bars } = await collect(folder(minutes(...times)), request)
    const first = Date.parse('2020-03-06T14:31:00Z')
    expect([...bars.get(0)!.times]).toEqual([0, 1, 2, 3].map((i) => first + i * 60_000))
  })

  it.each([
    ['2020-03-06T14:31:00Z', '2020-03-06 14:32:00'],
    ['2020-03-06 14:31', '2020-03-06 09:32-05:00'],
  ])('are refused where some rows name one and others do not: %s, %s', async (...times) => {
    for (const files of [
      minutes(...times),
      { 'minute/A.csv': minutes(...times)['minute/A.csv'].replace('100', '"100"') },
    ]) {
      expect(await refusal(folder(files), request)).toMatchObject({
        code: 'DATA_ZONE_MIXED',
        message: expect.stringMatching(/A\.csv.*3/),
      })
    }
  })
})

describe('the nights on which clocks are changed', () => {
  it.each([
    ['2020-03-06', '2020-03-09', '14:31', '13:31'],
    ['2020-10-30', '2020-11-02', '13:31', '14:31'],
  ])('leave no hole and no bar outside its session: %s to %s', async (friday, monday, before, after) => {
    const files = minutes(`${friday}T${before}:00Z`, `${monday}T${after}:00Z`)
    const { reader, manifest } = await bundleOf(files, { frequency: 'minute' })
    expect(Array.from(reader.sessions.days, (_, i) => reader.sessions.date(i))).toEqual([friday, monday])
    expect([...reader.column(0, 'volume')]).toEqual([100, 100])
    expect(manifest.quality).toMatchObject({ notices: [], findings: [] })
  })

  it('an hour that is off puts bars before the open: they are dropped, and counted', async () => {
    const files = minutes('2020-03-06T14:31:00Z', '2020-03-09T13:30:00Z', '2020-03-09T13:31:00Z')
    const { manifest } = await bundleOf(files, { frequency: 'minute' })
    expect(manifest.rows.bars).toBe(2)
    expect(manifest.quality.notices).toMatchObject([
      { code: 'DATA_OUTSIDE_SESSIONS', date: '2020-03-09', message: expect.stringContaining('1 of 3 bars dropped') },
    ])
  })
})

describe('numbers at the ends', () => {
  it('volumes above 2^53 are the nearest double, and said to be', async () => {
    const big = ['9007199254740993', '18446744073709551616', '123456789012345678901234567890']
    const rows = big.map((volume, i) => row(`2020-01-0${i + 6}`, 10, volume))
    const { reader, manifest } = await bundleOf({ 'daily/A.csv': [HEADER, ...rows].join('\n') })
    expect([...reader.column(0, 'volume')]).toEqual(big.map(Number))
    expect(manifest.quality.summary?.byCode).toEqual({ VOLUME_INEXACT: 3 })
  })

  it('prices below 1e-8 are kept to the last digit', async () => {
    const tiny = ['0.000000001234567890123', '1e-12', '4.9e-324', '0.000000009999999999999999']
    const rows = tiny.map((price, i) => row(`2020-01-0${i + 6}`, price))
    const { reader } = await bundleOf({ 'daily/A.csv': [HEADER, ...rows].join('\n') })
    expect([...reader.column(0, 'close')]).toEqual(tiny.map(Number))
  })
})

it('leaves nothing of the bundle behind where it is refused', async () => {
  const root = newRoot()
  const files = { 'daily/A.csv': `${HEADER}\n${row('2020-01-06')}\n${row('2020-01-06')}` }
  expect(await refusalOf(() => bundleOf(files, {}, root))).toMatchObject({ code: 'DATA_DATE_DUPLICATE' })
  expect(readdirSync(join(root, 'data'))).toEqual([])
})
