import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { describeBundle, loadBundle, validateFiles } from '../../../core/data/bundle.js'
import { listBundles } from '../../../core/data/catalog.js'
import { type IngestOptions, ingest } from '../../../core/data/ingest.js'
import { QUIRKS } from '../../../core/data/quirks.js'
import type { DataBatch, DataSource } from '../../../core/data/source.js'
import {
  barsAt,
  equity,
  NO_RECORDS,
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
const write = (source: DataSource, root: string, options: Partial<IngestOptions> & { signal?: AbortSignal } = {}) =>
  ingest(source, { ...request, signal: options.signal }, { bundle: 'test', version: '0.1.0', root, ...options })
const load = (root: string, name = 'test') => loadBundle(name, { calendar: weekdays, quirks: QUIRKS.strict, root })
const firstClose = async (root: string) => (await load(root)).reader.column(0, 'close')[0]
const market = (start = 100) => sourceOf([equity(0)], [barsAt(0, '2020-01-06', quietCloses(30, start))])

async function written(): Promise<{ root: string; folder: string }> {
  const root = newRoot()
  const { ingestion } = await write(market(), root)
  return { root, folder: join(root, 'data/test', ingestion) }
}

/** Gives a batch, then does something in the middle of the ingest. */
const interrupted = (middle: () => unknown): DataSource => ({
  async *fetch() {
    yield { kind: 'assets', assets: [equity(0), equity(1)] } satisfies DataBatch
    yield { kind: 'bars', bars: barsAt(0, '2020-01-06', quietCloses(30, 200)) } satisfies DataBatch
    await middle()
    yield { kind: 'bars', bars: barsAt(1, '2020-01-06', quietCloses(30)) } satisfies DataBatch
  },
})

describe('a bundle that is not there', () => {
  it('is told with those that are, and the nearest', async () => {
    const root = newRoot()
    for (const bundle of ['daily', 'crypto']) await write(market(), root, { bundle })
    expect(await refusalOf(() => load(root, 'dayly'))).toMatchObject({
      code: 'BUNDLE_NOT_FOUND',
      message: "no bundle called 'dayly'; there are crypto, daily. Did you mean 'daily'?",
      hint: 'rustybt ingest -b dayly --csv DIR makes it',
    })
    expect((await refusalOf(() => load(newRoot(), 'daily'))).message).toContain('there is none yet')
  })

  it.each(['..', '../x', 'a/b', 'a\\b', '', '.hidden', 'a..b', 'a b', 'ä', 'x'.repeat(101), 'a\0'])(
    'cannot be called %j',
    async (name) => {
      const root = newRoot()
      expect((await refusalOf(() => load(root, name))).code).toBe('BUNDLE_NAME')
      expect((await refusalOf(() => write(market(), root, { bundle: name }))).code).toBe('BUNDLE_NAME')
      expect(readdirSync(root)).toEqual([])
    },
  )
})

describe('an ingest that ends half-way', () => {
  it('leaves nothing behind where it fails', async () => {
    const { root } = await written()
    const before = namesIn(root, 'test')
    const failing = interrupted(() => {
      throw new Error('the vendor is down')
    })
    await expect(write(failing, root, { partRows: 10 })).rejects.toThrow('the vendor is down')
    expect(namesIn(root, 'test')).toEqual(before)
    expect(await firstClose(root)).toBe(100)
  })

  it('leaves nothing behind where it is aborted', async () => {
    const { root } = await written()
    const before = namesIn(root, 'test')
    const controller = new AbortController()
    const run = write(
      interrupted(() => controller.abort()),
      root,
      { partRows: 10, signal: controller.signal },
    )
    await expect(run).rejects.toMatchObject({ name: 'AbortError' })
    expect(namesIn(root, 'test')).toEqual(before)
  })

  it('is swept away by the next one where it was killed', async () => {
    const { root } = await written()
    const bundle = join(root, 'data/test')
    mkdirSync(join(bundle, '.draft-2026-01-01T000000.000Z/daily'), { recursive: true })
    writeFileSync(join(bundle, '.draft-2026-01-01T000000.000Z/daily/00000.parquet'), 'half')
    writeFileSync(
      join(bundle, '.lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '2026-01-01T00:00:00Z' }),
    )
    expect(await firstClose(root)).toBe(100)
    const remarks: string[] = []
    await write(market(300), root, { onRemark: (text) => remarks.push(text) })
    expect(remarks[0]).toMatch(/^took over the lock of process 4194305, .* and is gone$/)
    expect(remarks[1]).toBe('removed what an unfinished ingest had left behind')
    expect(namesIn(root, 'test').filter((name) => name.startsWith('.'))).toEqual([])
    expect(await firstClose(root)).toBe(300)
  })

  it('makes a bundle that has no ingestion yet no bundle', async () => {
    const root = newRoot()
    await expect(
      write(
        interrupted(() => Promise.reject(new Error('no'))),
        root,
      ),
    ).rejects.toThrow('no')
    expect(listBundles(root)).toEqual([])
    expect(readdirSync(join(root, 'data'))).toEqual([])
    await write(market(), root)
    expect(await firstClose(root)).toBe(100)
  })
})

describe('two ingests of one bundle at once', () => {
  it('are one: the second is told who the first is', async () => {
    const root = newRoot()
    const refusals: unknown[] = []
    await write(
      interrupted(async () => refusals.push(await refusalOf(() => write(market(), root)))),
      root,
    )
    expect(refusals).toMatchObject([
      { code: 'BUNDLE_LOCKED', message: expect.stringContaining(`process ${process.pid} on ${hostname()}`) },
    ])
    await write(market(), root)
  })

  it('of two bundles are two', async () => {
    const root = newRoot()
    await write(
      interrupted(() => write(market(), root, { bundle: 'other' })),
      root,
    )
    expect(listBundles(root).map(({ name }) => name)).toEqual(['other', 'test'])
  })

  it('a lock of another machine, or one that says nothing, is not taken over', async () => {
    for (const owner of [JSON.stringify({ pid: 1, host: 'elsewhere', since: 'then' }), '']) {
      const { root } = await written()
      writeFileSync(join(root, 'data/test/.lock'), owner)
      expect(await refusalOf(() => write(market(), root))).toMatchObject({
        code: 'BUNDLE_LOCKED',
        hint: expect.stringContaining('.lock'),
      })
    }
  })
})

describe('a damaged bundle', () => {
  const FILES = ['daily/00000.parquet', 'assets.sqlite', 'index.json']

  it.each(FILES)('names %s where a byte of it was changed', async (file) => {
    const { root, folder } = await written()
    const path = join(folder, file)
    const bytes = readFileSync(path)
    bytes[Math.floor(bytes.length / 2)] ^= 1
    writeFileSync(path, bytes)
    const refusal = await refusalOf(async () => firstClose(root))
    expect(refusal).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining(path) })
    expect(validateFiles('test', { root }).map(({ message }) => message)).toEqual([expect.stringContaining(path)])
  })

  it.each([...FILES, 'adjustments.sqlite'])('names %s where it is shorter, longer or gone', async (file) => {
    for (const damage of [
      (path: string) => truncateSync(path, 7),
      (path: string) => appendFileSync(path, 'x'),
      rmSync,
    ]) {
      const { root, folder } = await written()
      damage(join(folder, file))
      const refusal = await refusalOf(() => load(root))
      expect(refusal).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining(join(folder, file)) })
      expect(refusal.hint).toContain('--bundle-timestamp')
    }
  })

  it('names the manifest where it is no JSON, no manifest, changed or gone', async () => {
    const damages: ((text: string) => string | undefined)[] = [
      (text) => text.slice(0, 100),
      () => 'null',
      () => '{"schemaVersion":1}',
      (text) => text.replace('"bars": 30', '"bars": 31'),
      (text) => text.replace('"checksum": "', '"checksum": "0'),
      () => undefined,
    ]
    for (const damage of damages) {
      const { root, folder } = await written()
      const path = join(folder, 'manifest.json')
      const text = damage(readFileSync(path, 'utf8'))
      if (text === undefined) rmSync(path)
      else writeFileSync(path, text)
      const refusal = await refusalOf(() => load(root))
      expect(refusal).toMatchObject({ code: 'BUNDLE_CORRUPT', message: expect.stringContaining(path) })
      expect(listBundles(root)[0].ingestions[0].problem).toContain(path)
    }
  })

  it('of a newer schema says so', async () => {
    const { root, folder } = await written()
    const path = join(folder, 'manifest.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"schemaVersion": 2', '"schemaVersion": 3'))
    expect(await refusalOf(() => load(root))).toMatchObject({
      code: 'BUNDLE_SCHEMA',
      hint: expect.stringContaining('update rustybt'),
    })
  })
})

describe('a source that is wrong', () => {
  const refuse = async (source: DataSource) => {
    const root = newRoot()
    const refusal = await refusalOf(() => write(source, root))
    expect(namesIn(root, 'test')).toEqual([])
    return refusal
  }
  const bars = barsAt(0, '2020-01-06', quietCloses(10))

  it('has no bars, or bars of nobody', async () => {
    expect((await refuse(sourceOf([equity(0)], []))).code).toBe('DATA_EMPTY')
    expect((await refuse(sourceOf([equity(1)], [bars]))).code).toBe('SIDS_NOT_FOUND')
    expect(
      (await refuse(sourceOf([equity(0)], [bars], { splits: [{ sid: 9, effectiveDate: '2020-01-08', ratio: 0.5 }] })))
        .code,
    ).toBe('SIDS_NOT_FOUND')
  })

  it('has an asset twice, or a ticker with two owners', async () => {
    expect((await refuse(sourceOf([equity(0), equity(0)], [bars]))).code).toBe('ASSET_DUPLICATE')
    expect((await refuse(sourceOf([equity(0), equity(1, { symbol: 'S0' })], [bars]))).code).toBe('SYMBOL_OWNED_TWICE')
  })

  it('gives bars twice, backwards or at no instant', async () => {
    expect(await refuse(sourceOf([equity(0)], [bars, bars]))).toMatchObject({
      code: 'BARS_DISORDERED',
      message:
        'S0 (sid 0): bar 0, at 2020-01-06T00:00:00.000Z, is not after 2020-01-17T00:00:00.000Z, the bar before it',
    })
    expect((await refuse(sourceOf([equity(0)], [{ ...bars, times: bars.times.toReversed() }]))).code).toBe(
      'BARS_DISORDERED',
    )
    expect((await refuse(sourceOf([equity(0)], [{ ...bars, times: bars.times.map(() => Number.NaN) }]))).code).toBe(
      'BARS_DISORDERED',
    )
  })

  it('has bars on a day that is no session', async () => {
    const onSunday = bars.times.map((time, i) => (i === 9 ? time + 2 * 86_400_000 : time))
    expect((await refuse(sourceOf([equity(0)], [{ ...bars, times: onSunday }]))).code).toBe('BAR_OUTSIDE_SESSIONS')
  })
})

describe('splits that do not agree with the prices', () => {
  const stepping = [...quietCloses(10), ...quietCloses(10, 50)]
  const assets = [equity(0, { symbol: 'AAA' }), equity(1, { symbol: 'BBB' }), equity(2, { symbol: 'CCC' })]
  const splits = [
    { sid: 0, effectiveDate: '2020-01-20', ratio: 0.5 },
    { sid: 1, effectiveDate: '2020-01-20', ratio: 0.25 },
  ]
  const source = sourceOf(
    assets,
    [barsAt(0, '2020-01-06', stepping), barsAt(1, '2020-01-06', quietCloses(20)), barsAt(2, '2020-01-06', stepping)],
    { ...NO_RECORDS, splits },
  )

  it('stop the ingest, each with asset and date', async () => {
    const root = newRoot()
    const refusal = await refusalOf(() => write(source, root))
    expect(refusal).toMatchObject({ code: 'SPLITS_INCONSISTENT', hint: expect.stringContaining('--splits apply') })
    expect(refusal.message.split('\n  ').slice(1)).toEqual([
      expect.stringMatching(/^BBB 2020-01-20: the split 4:1 is listed, but not in the prices/),
      expect.stringMatching(/^CCC 2020-01-20: .* as by a split 2:1, but none is listed$/),
    ])
    expect(namesIn(root, 'test')).toEqual([])
  })

  it('are kept by apply, and said', async () => {
    const root = newRoot()
    await write(source, root, { splits: 'apply' })
    const { adjustments, notices } = await load(root)
    expect(adjustments.records.splits).toEqual(splits)
    expect(notices.map(({ code, sid }) => [code, sid])).toEqual([
      ['SPLIT_NOT_IN_PRICES', 1],
      ['SPLIT_NOT_LISTED', 2],
    ])
  })

  it('are left out by ignore, those that are in the prices are not', async () => {
    const root = newRoot()
    await write(source, root, { splits: 'ignore' })
    const { adjustments, notices } = await load(root)
    expect(adjustments.records.splits).toEqual([splits[0]])
    expect(notices.map(({ code, sid }) => [code, sid])).toEqual([
      ['SPLIT_IGNORED', 1],
      ['SPLIT_NOT_LISTED', 2],
    ])
    // The report is on what the bundle holds.
    const { findings } = describeBundle('test', { root }).quality
    expect(findings?.filter(({ rule }) => rule === 'split').map(({ code }) => code)).toEqual(['SPLIT_NOT_LISTED'])
  })
})
