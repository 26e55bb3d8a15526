import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { describeBundle, loadBundle, validateFiles } from '../../../core/data/bundle.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import { BAR_FIELDS, MemoryBars } from '../../../core/data/reader.js'
import type { Bars, DataSource } from '../../../core/data/source.js'
import {
  barsAt,
  equity,
  future,
  namesIn,
  newRoot,
  quietCloses,
  refusalOf,
  removeRoots,
  sourceOf,
  weekdays,
} from './market.js'

afterAll(removeRoots)

const request = { frequency: 'daily', calendar: weekdays } as const
const write = (source: DataSource, root: string, options: Partial<IngestOptions> = {}) =>
  ingest(source, request, { bundle: 'test', version: '0.1.0', root, ...options })
const load = (root: string, quirks = QUIRKS.strict, timestamp?: number) =>
  loadBundle('test', { calendar: weekdays, quirks, root, timestamp })
const bits = (column: Float64Array) => [...new BigUint64Array(column.slice().buffer)]

/** Two companies over ten weeks. */
const small = (scale = 1): DataSource =>
  sourceOf(
    [equity(0), equity(1)],
    [barsAt(0, '2020-01-06', quietCloses(50, 100 * scale)), barsAt(1, '2020-02-03', quietCloses(30, 50 * scale))],
  )

const HARD = [Number.NaN, -0, 1e-12, 5e-324, 0.1 + 0.2, 1e300, 123456.789012]

describe('bars held in memory', () => {
  it('serve the next asset of a file, within a budget, and count how often', async () => {
    const root = newRoot()
    const assets = [0, 1, 2, 3].map((sid) => equity(sid))
    await write(
      sourceOf(
        assets,
        assets.map(({ sid }) => barsAt(sid, '2020-01-06', quietCloses(50, 100 + sid))),
      ),
      root,
      { partRows: 100 },
    )
    const counts = async (cacheBytes: number | undefined, sids: readonly number[]) => {
      const { reader, cache } = await loadBundle('test', {
        calendar: weekdays,
        quirks: QUIRKS.strict,
        root,
        cacheBytes,
      })
      for (const sid of sids) expect(reader.bars(sid).close[0]).toBe(quietCloses(1, 100 + sid)[0])
      return cache()
    }
    expect(await counts(undefined, [0, 1, 2, 3])).toMatchObject({ hits: 2, misses: 2, bytes: 2 * 100 * 6 * 8 })
    // After a file that was decoded whole the next one is, with the first asset that is read from it.
    expect(await counts(undefined, [0, 1, 2])).toMatchObject({ hits: 1, misses: 2, bytes: 2 * 100 * 6 * 8 })
    expect(await counts(5000, [0, 1, 2, 3, 0])).toEqual({ hits: 2, misses: 3, bytes: expect.any(Number), budget: 5000 })
    expect(await counts(undefined, [0, 2, 0, 2, 1])).toMatchObject({ hits: 3, misses: 2 })
  })
})

describe('a bundle', () => {
  it('gives back every bit of what was ingested, whatever the size of its files', async () => {
    const days = weekdays.sessions('2020-01-01', '2020-12-31').days
    const value = fc.oneof(
      fc.double(),
      fc.constantFrom(...HARD),
      fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
    )
    const volume = fc.oneof(fc.double({ min: 0 }), fc.constantFrom(2 ** 53 + 2, 2 ** 60 + 512, 0))
    const bars = (sid: number): fc.Arbitrary<Bars> =>
      fc.uniqueArray(fc.nat(days.length - 1), { minLength: 1, maxLength: 40 }).chain((rows) => {
        const column = (of: fc.Arbitrary<number>) =>
          fc.array(of, { minLength: rows.length, maxLength: rows.length }).map((values) => Float64Array.from(values))
        const times = Float64Array.from(
          [...rows].sort((a, b) => a - b),
          (row) => days[row] * 86_400_000,
        )
        return fc
          .tuple(column(value), column(value), column(value), column(value), column(volume))
          .map(([open, high, low, close, volume]) => ({ sid, times, open, high, low, close, volume }))
      })
    const market = fc
      .uniqueArray(fc.nat(500), { minLength: 1, maxLength: 6 })
      .chain((sids) => fc.tuple(...sids.map(bars)))
    await fc.assert(
      fc.asyncProperty(market, fc.integer({ min: 1, max: 90 }), async (all, partRows) => {
        const root = newRoot()
        const assets = all.map(({ sid }) => equity(sid))
        await write(sourceOf(assets, all), root, { partRows, splits: 'apply' })
        for (const quirks of [QUIRKS.strict, QUIRKS.zipline]) {
          const { reader } = await load(root, quirks)
          const memory = new MemoryBars(reader.sessions, quirks)
          for (const each of all) memory.add(each)
          for (const { sid } of all) {
            expect([reader.firstRow(sid), reader.lastRow(sid)]).toEqual([memory.firstRow(sid), memory.lastRow(sid)])
            for (const field of BAR_FIELDS)
              expect(bits(reader.column(sid, field))).toEqual(bits(memory.column(sid, field)))
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('keeps assets, tickers, adjustments and what was said of the data', async () => {
    const root = newRoot()
    const assets = [
      equity(0, { autoCloseDate: '2022-01-01' }),
      equity(4, { symbol: 'BRK.A', country: 'GB' }),
      future(7, { symbol: 'CLF21', noticeDate: '2020-12-20', multiplier: 1000.5 }),
    ]
    const closes = [...quietCloses(20), ...quietCloses(20, 25)]
    const bars = [
      barsAt(0, '2020-01-06', closes),
      barsAt(4, '2020-01-06', quietCloses(40)),
      barsAt(7, '2020-01-06', [50]),
    ]
    const records = {
      splits: [{ sid: 0, effectiveDate: '2020-02-03', ratio: 0.25 }],
      dividends: [
        {
          sid: 0,
          exDate: '2020-01-15',
          amount: 0.1,
          payDate: '2020-01-31',
          recordDate: undefined,
          declaredDate: undefined,
        },
        {
          sid: 4,
          exDate: '2020-01-06',
          amount: 1 / 3,
          payDate: undefined,
          recordDate: undefined,
          declaredDate: '2020-01-02',
        },
      ],
      stockDividends: [
        {
          sid: 4,
          exDate: '2020-01-20',
          ratio: 0.05,
          paymentSid: 0,
          payDate: undefined,
          recordDate: undefined,
          declaredDate: undefined,
        },
      ],
      mergers: [{ sid: 4, effectiveDate: '2020-02-10', ratio: 0.9 }],
    }
    const roots = [{ rootSymbol: 'CL', sector: 'Energy', description: undefined, exchange: 'NYMEX' }]
    const symbols = [
      { sid: 0, symbol: 'OLD', start: '2020-01-01', end: '2020-06-30' },
      { sid: 0, symbol: 'NEW', start: '2020-07-01', end: '2021-12-31' },
    ]
    const manifest = await write(sourceOf(assets, bars, records, { roots, symbols }), root, {
      choice: {
        use: 'csv',
        dir: '/prices',
        apiKey: 'hunter2',
        url: 'https://me:hunter3@host/x',
        token: { $secret: 'TOKEN' },
      },
    })
    const { finder, adjustments, notices } = await load(root)
    expect(finder.all).toEqual(assets)
    expect(finder.lookupSymbol('OLD', '2020-05-01').sid).toBe(0)
    expect(finder.lookupSymbol('NEW').sid).toBe(0)
    expect(adjustments.records).toEqual(records)
    expect(notices).toEqual(manifest.quality.notices)
    expect(notices.map(({ code }) => code)).toEqual(['DIVIDEND_NOT_IN_PRICES'])
    expect(manifest.rows).toEqual({ assets: 3, bars: 81, splits: 1, dividends: 2, stockDividends: 1, mergers: 1 })
    expect(manifest).toMatchObject({ firstSession: '2020-01-06', lastSession: '2020-02-28', calendar: 'weekdays' })
    expect(JSON.stringify(describeBundle('test', { root }))).not.toMatch(/hunter/)
    expect(describeBundle('test', { root }).source).toMatchObject({ dir: '/prices', token: { $secret: 'TOKEN' } })
  })

  it('tells of the sessions without bars', async () => {
    const root = newRoot()
    const full = barsAt(0, '2020-01-06', quietCloses(10))
    const keep = (_: number, i: number) => i !== 3 && i !== 4
    const bars = Object.fromEntries(
      Object.entries(full).map(([name, column]) => [
        name,
        name === 'sid' ? column : (column as Float64Array).filter(keep),
      ]),
    ) as unknown as Bars
    await write(sourceOf([equity(0)], [bars]), root)
    const { notices, reader } = await load(root)
    expect(notices).toMatchObject([{ code: 'SESSIONS_WITHOUT_BARS', sid: 0, date: '2020-01-09' }])
    expect(notices[0].message).toContain('2 sessions')
    expect(reader.column(0, 'close')[3]).toBeNaN()
  })

  it('holds several ingestions, and serves the one that was asked for', async () => {
    const root = newRoot()
    const at = (date: string) => Date.parse(date)
    const first = await write(small(1), root, { now: () => at('2026-01-01') })
    const second = await write(small(2), root, { now: () => at('2026-02-01') })
    const third = await write(small(3), root, { now: () => at('2026-02-01') })
    expect([first.ingestion, second.ingestion, third.ingestion]).toEqual([
      '2026-01-01T000000.000Z',
      '2026-02-01T000000.000Z',
      '2026-02-01T000000.001Z',
    ])
    const close = async (timestamp?: number) =>
      (await load(root, QUIRKS.strict, timestamp)).reader.column(0, 'close')[0]
    expect(await close()).toBe(300)
    expect(await close(at('2026-02-01'))).toBe(200)
    expect(await close(at('2026-01-31'))).toBe(100)
    const early = await refusalOf(() => close(at('2025-12-31')))
    expect(early).toMatchObject({ code: 'BUNDLE_NOT_FOUND', hint: expect.stringContaining('2026-01-01T000000.000Z') })
  })

  it('reads an asset from its own file alone', async () => {
    const root = newRoot()
    const assets = Array.from({ length: 10 }, (_, sid) => equity(sid))
    await write(
      sourceOf(
        assets,
        assets.map(({ sid }) => barsAt(sid, '2020-01-06', quietCloses(50))),
      ),
      root,
      { partRows: 100 },
    )
    const folder = join(root, 'data/test', namesIn(root, 'test').find((name) => !name.startsWith('.'))!)
    const { reader } = await load(root)
    for (const file of readdirSync(join(folder, 'daily')).slice(1)) {
      const path = join(folder, 'daily', file)
      writeFileSync(path, readFileSync(path).fill(0))
    }
    expect(reader.column(1, 'close')[0]).toBe(100)
    expect(await refusalOf(() => reader.column(2, 'close'))).toMatchObject({ code: 'BUNDLE_CORRUPT' })
  })

  it('refuses a run on another calendar', async () => {
    const root = newRoot()
    await write(small(), root)
    const calendar = { ...weekdays, name: '24/7' }
    const refusal = await refusalOf(() => loadBundle('test', { calendar, quirks: QUIRKS.strict, root }))
    expect(refusal).toMatchObject({ code: 'BUNDLE_CALENDAR', hint: '--trading-calendar weekdays' })
  })

  it('finds nothing wrong with what it has just written', async () => {
    const root = newRoot()
    await write(small(), root)
    expect(validateFiles('test', { root })).toEqual([])
  })
})
