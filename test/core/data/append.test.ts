import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { Asset } from '../../../core/assets/asset.js'
import type { AdjustmentRecords } from '../../../core/data/adjustments.js'
import { sliceBars } from '../../../core/data/append-history.js'
import { loadBundle, validateFiles } from '../../../core/data/bundle.js'
import { cleanBundle } from '../../../core/data/catalog.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS } from '../../../core/data/reader.js'
import type { Bars, DataRequest, DataSource } from '../../../core/data/source.js'
import { barsAt, equity, namesIn, newRoot, quietCloses, refusalOf, removeRoots, sourceOf, weekdays } from './market.js'

afterAll(removeRoots)

const request = { frequency: 'daily', calendar: weekdays } as const
const write = (
  source: DataSource,
  root: string,
  options: Partial<IngestOptions> = {},
  more: Partial<DataRequest> = {},
) => ingest(source, { ...request, ...more }, { bundle: 'test', version: '0.1.0', root, ...options })
const append = (source: DataSource, root: string, options: Partial<IngestOptions> = {}) =>
  write(source, root, { append: true, ...options })
const load = (root: string, timestamp?: number) =>
  loadBundle('test', { calendar: weekdays, quirks: QUIRKS.strict, root, timestamp })
const folder = (root: string, ingestion: string) => join(root, 'data/test', ingestion)

/** The first days of a market of two, one of which ends. */
const CLOSES = [quietCloses(60), quietCloses(20, 50)]
function market(days: number, rest: Partial<AdjustmentRecords> = {}, closes = CLOSES): DataSource {
  const bars = closes.map((each, sid) => barsAt(sid, '2020-01-06', each.slice(0, days)))
  const assets = bars.map(({ sid, times }) =>
    equity(sid, { startDate: '2020-01-06', endDate: new Date(times.at(-1)!).toISOString().slice(0, 10) }),
  )
  return sourceOf(assets, bars, rest)
}

async function same(root: string, other: string) {
  const [one, two] = [await load(root), await load(other)]
  expect(one.finder.all).toEqual(two.finder.all)
  expect(one.adjustments.records).toEqual(two.adjustments.records)
  expect(one.reader.sessions.days).toEqual(two.reader.sessions.days)
  for (const { sid } of two.finder.all)
    for (const field of BAR_FIELDS) expect(one.reader.column(sid, field)).toEqual(two.reader.column(sid, field))
  expect(one.manifest.rows).toEqual(two.manifest.rows)
  expect(one.manifest.quality).toEqual(two.manifest.quality)
}

describe('new days', () => {
  it('make the bundle that all days at once make', async () => {
    const [root, whole] = [newRoot(), newRoot()]
    await write(market(10), root)
    for (const days of [11, 30, 60]) await append(market(days), root)
    await write(market(60), whole)
    await same(root, whole)
    expect(validateFiles('test', { root })).toEqual([])
  })

  it('touch only new files: the earlier ones stay as they are, under a second name', async () => {
    const root = newRoot()
    const first = await write(market(10), root)
    const second = await append(market(30), root)
    expect(second.appendedTo).toBe(first.ingestion)
    const stat = (ingestion: string, file: string) => statSync(join(folder(root, ingestion), 'daily', file))
    expect(stat(second.ingestion, '00000.parquet').ino).toBe(stat(first.ingestion, '00000.parquet').ino)
    expect(readdirSync(join(folder(root, second.ingestion), 'daily'))).toEqual(['00000.parquet', '00001.parquet'])
    expect(readdirSync(join(folder(root, first.ingestion), 'daily'))).toEqual(['00000.parquet'])
  })

  it('leave the earlier ingestion to runs that ask for it, and stand without it', async () => {
    const root = newRoot()
    const at = Date.parse('2026-01-01')
    await write(market(10), root, { now: () => at })
    await append(market(30), root, { now: () => at + 86_400_000 })
    expect((await load(root, at)).reader.sessions.length).toBe(10)
    expect((await load(root)).reader.sessions.length).toBe(30)
    expect(cleanBundle('test', { keepLast: 1, root })).toHaveLength(1)
    expect(validateFiles('test', { root })).toEqual([])
    expect((await load(root)).reader.column(0, 'close')[0]).toBe(CLOSES[0][0])
  })

  it('are none where the source has nothing new', async () => {
    const root = newRoot()
    const first = await write(market(10), root)
    expect((await append(market(10), root)).ingestion).toBe(first.ingestion)
    expect(namesIn(root, 'test')).toEqual([first.ingestion])
  })

  it('begin a bundle where there is none', async () => {
    const root = newRoot()
    expect((await append(market(10), root)).appendedTo).toBeUndefined()
  })

  it('are asked for from the first session on, or from where the request says', async () => {
    const root = newRoot()
    const starts: (string | undefined)[] = []
    const watched = (source: DataSource): DataSource => ({
      fetch(asked) {
        starts.push(asked.start)
        return source.fetch(asked)
      },
    })
    await write(market(10), root)
    await append(watched(market(11)), root)
    const recent = sourceOf(
      [equity(0, { startDate: '2020-01-17', endDate: '2020-01-27' })],
      [sliceBars(barsAt(0, '2020-01-06', CLOSES[0]), 9, 16)],
    )
    await write(watched(recent), root, { append: true }, { start: '2020-01-17' })
    expect(starts).toEqual(['2020-01-06', '2020-01-17'])
    const { finder, reader } = await load(root)
    expect(finder.retrieve(0)).toMatchObject({ startDate: '2020-01-06', endDate: '2020-01-27' })
    expect(finder.retrieve(1)).toMatchObject({ startDate: '2020-01-06', endDate: '2020-01-20' })
    expect([...reader.column(0, 'close')]).toEqual(CLOSES[0].slice(0, 16))
  })

  it('bring new assets, under sids of their own', async () => {
    const root = newRoot()
    await write(market(10), root)
    const assets: Asset[] = [
      equity(0, { symbol: 'AAA', name: 'New', startDate: '2020-01-06', endDate: '2020-01-17' }),
      equity(1, { symbol: 'S0', name: 'Company 0', startDate: '2020-01-06', endDate: '2020-01-20' }),
    ]
    const bars = [barsAt(0, '2020-01-06', quietCloses(10, 7)), barsAt(1, '2020-01-06', CLOSES[0].slice(0, 11))]
    const dividend = { sid: 0, exDate: '2020-01-08', amount: 0.1 }
    await append(sourceOf(assets, bars, { dividends: [dividend] }), root)
    const { finder, reader, adjustments } = await load(root)
    expect(finder.all.map(({ sid, symbol, endDate }) => [sid, symbol, endDate])).toEqual([
      [0, 'S0', '2020-01-20'],
      [1, 'S1', '2020-01-17'],
      [2, 'AAA', '2020-01-17'],
    ])
    expect(reader.column(2, 'close')[0]).toBe(7)
    expect(reader.column(0, 'close')[10]).toBe(CLOSES[0][10])
    expect(adjustments.records.dividends).toMatchObject([{ sid: 2, exDate: '2020-01-08' }])
  })

  it('bring who took over the ticker of one that is gone', async () => {
    const root = newRoot()
    await write(market(60), root)
    const heir = equity(1, { symbol: 'S1', name: 'Heir', startDate: '2020-03-02', endDate: '2020-03-31' })
    const zero = equity(0, { startDate: '2020-01-06', endDate: '2020-03-30' })
    const bars = [barsAt(0, '2020-01-06', [...CLOSES[0], 100]), barsAt(1, '2020-03-02', quietCloses(22, 9))]
    await append(sourceOf([zero, heir], bars), root)
    const { finder, reader } = await load(root)
    expect([finder.lookupSymbol('S1', '2020-01-10').sid, finder.lookupSymbol('S1', '2020-03-10').sid]).toEqual([1, 2])
    expect(finder.retrieve(2)).toMatchObject({ name: 'Heir', startDate: '2020-03-02' })
    expect(reader.column(1, 'close').filter((close) => close > 0)).toHaveLength(20)
  })

  it('bring new splits and dividends, and keep the old ones', async () => {
    const [root, whole] = [newRoot(), newRoot()]
    const dividends = ['2020-01-08', '2020-01-24'].map((exDate) => ({ sid: 0, exDate, amount: 0.5 }))
    const splits = [{ sid: 0, effectiveDate: '2020-02-03', ratio: 0.5 }]
    const closes = [[...quietCloses(20), ...quietCloses(20, 50)], CLOSES[1]]
    await write(market(10, { dividends: dividends.slice(0, 1) }, closes), root)
    await append(market(15, { dividends }, closes), root)
    await append(market(40, { dividends, splits }, closes), root)
    await write(market(40, { dividends, splits }, closes), whole)
    await same(root, whole)
  })

  it('are sessions of minutes too', async () => {
    const [root, whole] = [newRoot(), newRoot()]
    const minutes = (days: number): DataSource => {
      const { opens } = weekdays.sessions('2020-01-27', '2020-03-31')
      const times = Float64Array.from({ length: days * 3 }, (_, i) => opens[Math.floor(i / 3)] + ((i % 3) + 1) * 60_000)
      const close = times.map((_, i) => 100 + (i % 7) / 100)
      const bars = { sid: 0, times, open: close, high: close, low: close, close, volume: times.map(() => 5) }
      return sourceOf([equity(0, { startDate: '2020-01-27', endDate: '2020-01-31' })], [bars])
    }
    const ask = (source: DataSource, to: string, options: Partial<IngestOptions> = {}) =>
      write(source, to, options, { frequency: 'minute' })
    await ask(minutes(4), root)
    for (const days of [5, 12]) await ask(minutes(days), root, { append: true })
    await ask(minutes(12), whole)
    const open = (from: string) =>
      loadBundle('test', { calendar: weekdays, quirks: QUIRKS.strict, root: from, frequency: 'minute' })
    const [one, two] = [await open(root), await open(whole)]
    expect(one.reader.column(0, 'volume')).toEqual(two.reader.column(0, 'volume'))
    expect(one.manifest.rows).toEqual(two.manifest.rows)
    for (let chunk = 0; chunk < 2; chunk++)
      expect(one.minutes!.block(0, 'close', chunk)).toEqual(two.minutes!.block(0, 'close', chunk))
  })
})

describe('a source whose past has changed', () => {
  const refuse = async (source: DataSource, before: DataSource = market(10)) => {
    const root = newRoot()
    const { ingestion } = await write(before, root)
    const refusal = await refusalOf(() => append(source, root))
    expect(namesIn(root, 'test')).toEqual([ingestion])
    return refusal
  }
  const altered = (change: (closes: number[]) => number[]) => market(30, {}, [change(CLOSES[0]), CLOSES[1]])

  it('is refused with the first bar that differs', async () => {
    const source = altered((closes) => closes.map((close, i) => (i === 4 ? close + 0.01 : close)))
    expect(await refuse(source)).toMatchObject({
      code: 'APPEND_REVISED',
      message: expect.stringMatching(/^S0 2020-01-10: open was .*, and is now /),
      hint: expect.stringContaining('without --append'),
    })
  })

  it('is told apart where all its prices are adjusted', async () => {
    expect(await refuse(altered((closes) => closes.map((close) => close / 4)))).toMatchObject({
      code: 'APPEND_SPLIT',
      message: 'S0: the source now has the prices until 2020-01-17 times 0.25, as after a split',
    })
  })

  it('is refused where bars are gone, or are there that were not', async () => {
    const full = barsAt(0, '2020-01-06', CLOSES[0].slice(0, 20))
    const holed = {
      ...full,
      ...Object.fromEntries(
        Object.entries(full)
          .slice(1)
          .map(([name, column]) => [name, (column as Float64Array).filter((_, i) => i !== 3)]),
      ),
    } as Bars
    const [whole, lacking] = [sourceOf([equity(0)], [full]), sourceOf([equity(0)], [holed])]
    expect((await refuse(lacking, sourceOf([equity(0)], [sliceBars(full, 0, 10)]))).message).toBe(
      'S0 2020-01-09: the bar was ingested, and the source no longer has it',
    )
    expect((await refuse(whole, sourceOf([equity(0)], [sliceBars(holed, 0, 10)]))).message).toBe(
      'S0 2020-01-09: the source now has a bar that was not ingested',
    )
    expect((await refuse(sourceOf([equity(0)], [sliceBars(full, 0, 5)]), whole)).message).toBe(
      'S0 2020-01-31: the bar was ingested, and the source now ends on 2020-01-10',
    )
  })

  it('is refused where a dividend of past days is new, gone or another', async () => {
    const dividend = { sid: 0, exDate: '2020-01-08', amount: 0.5 }
    const one = { dividends: [dividend] }
    for (const [before, now] of [
      [{}, one],
      [one, {}],
      [one, { dividends: [{ ...dividend, amount: 0.6 }] }],
    ]) {
      const { code, message } = await refuse(market(12, now), market(10, before))
      expect(code).toBe('APPEND_REVISED')
      expect(message).toMatch(/^S0 2020-01-08: the dividend /)
    }
  })

  it('is refused where it is another source, calendar or frequency', async () => {
    const root = newRoot()
    await write(market(10), root, { choice: { use: 'csv', dir: '/x' } })
    const code = async (options: Partial<IngestOptions>, more: Partial<DataRequest> = {}) =>
      (await refusalOf(() => write(market(12), root, { append: true, ...options }, more))).code
    expect(await code({ choice: { use: 'yahoo' } })).toBe('APPEND_SOURCE')
    expect(await code({}, { calendar: { ...weekdays, name: '24/7' } })).toBe('BUNDLE_CALENDAR')
    expect(await code({}, { frequency: 'minute' })).toBe('APPEND_FREQUENCY')
  })
})
