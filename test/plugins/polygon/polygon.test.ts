/*
 * The wire format, after the recorded answers among the tests of the vendor's client:
 * https://github.com/polygon-io/client-python/tree/5d9c756be2cb767935c2887d69fc1e2779d98b27/test_rest/mocks
 * (v2/aggs/ticker/AAPL/range/1/day, v3/reference/splits.json, dividends.json, tickers/AAPL.json; pages by next_url as in
 * v3/reference/tickers.json), and its massive/rest/base.py (the key in the header Authorization).
 * Errors: https://github.com/polygon-io/issues/issues/219 ({ status: 'ERROR', request_id, error }).
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { answersFolder, readCounts } from '../../../core/data/cache-counts.js'
import type { Outside } from '../../../core/data/remote/options.js'
import type { DataRequest } from '../../../core/data/source.js'
import { Random } from '../../../core/kernel/random.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { polygonOptions } from '../../../plugins/polygon/options.js'
import polygon from '../../../plugins/polygon/plugin.js'
import { polygonSource } from '../../../plugins/polygon/source.js'
import { rustybt } from '../../core/cli/world.js'
import { type Asked, FastClock, type Reply } from '../../core/data/remote/loopback.js'
import { itIsPatient } from '../ill-service.js'
import { itResumes } from '../resumes.js'
import { xnys } from '../sessions.js'
import { fetchAll, instants, refusal, Servers } from '../source-run.js'

const KEY = 'pk_9Q2wErTy'
const REQUEST: DataRequest = {
  frequency: 'daily',
  calendar: xnys,
  symbols: ['AAPL'],
  start: '2020-08-27',
  end: '2020-08-31',
}
const servers = new Servers()
afterEach(() => servers.closeAll())

/** Midnights of New York, as Polygon labels days. */
const bar = (at: string, close: number) => ({
  v: 1000,
  vw: close,
  o: close - 1,
  c: close,
  h: close + 1,
  l: close - 2,
  t: Date.parse(at),
  n: 12,
})
const ok = (results: unknown, more: object = {}): Reply => ({
  body: { status: 'OK', request_id: 'ce8688b5', results, ...more },
})

const DAYS: readonly (readonly [at: string, close: number])[] = [
  ['2020-08-27T04:00Z', 500.04],
  ['2020-08-28T04:00Z', 499.23],
  ['2020-08-31T04:00Z', 129.04],
]

function good({ path, query }: Asked): Reply {
  if (path.startsWith('/v3/reference/tickers/AAPL'))
    return ok({
      ticker: 'AAPL',
      name: 'Apple Inc.',
      market: 'stocks',
      locale: 'us',
      primary_exchange: 'XNAS',
      currency_name: 'usd',
    })
  if (path.startsWith('/v3/reference/splits'))
    return ok([{ execution_date: '2020-08-31', split_from: 1, split_to: 4, ticker: 'AAPL' }])
  if (path.startsWith('/v3/reference/dividends')) {
    const row = {
      cash_amount: 0.82,
      declaration_date: '2020-07-30',
      dividend_type: 'CD',
      ex_dividend_date: '2020-08-28',
    }
    return ok([{ ...row, frequency: 4, pay_date: '2020-09-10', record_date: '2020-08-31', ticker: 'AAPL' }])
  }
  // A bar a page, as where the limit is reached.
  const at = Number(query.get('cursor') ?? 0)
  const next = {
    next_url: `https://api.polygon.io/v2/aggs/ticker/AAPL/range/1/day/1598500800000/2020-08-31?cursor=${at + 1}`,
  }
  const more = {
    ticker: 'AAPL',
    adjusted: false,
    queryCount: 1,
    resultsCount: 1,
    count: 1,
    ...(at < 2 ? next : undefined),
  }
  return ok([bar(...DAYS[at])], more)
}

const source = (options: object, outside: Outside) =>
  polygonSource(polygonOptions.parse({ key: KEY, ...options }), outside)
const read = (url: string, request: Partial<DataRequest> = {}, options: object = {}) =>
  fetchAll(source({ url, ...options }, { clock: new FastClock(), random: new Random(1) }), { ...REQUEST, ...request })

describe('bars of Polygon', () => {
  it('come raw, page by page, with splits and dividends', async () => {
    const { url, asked } = await servers.serve(good)
    const { assets, bars, splits, dividends } = await read(url)
    expect([instants(bars[0]), [...bars[0].close], [...bars[0].volume]]).toEqual([
      ['2020-08-27', '2020-08-28', '2020-08-31'],
      [500.04, 499.23, 129.04],
      [1000, 1000, 1000],
    ])
    expect(splits).toEqual([{ sid: 0, effectiveDate: '2020-08-31', ratio: 0.25 }])
    expect(dividends).toEqual([
      {
        sid: 0,
        exDate: '2020-08-28',
        amount: 0.82,
        declaredDate: '2020-07-30',
        recordDate: '2020-08-31',
        payDate: '2020-09-10',
      },
    ])
    expect(assets[0]).toMatchObject({
      symbol: 'AAPL',
      name: 'Apple Inc.',
      exchange: 'XNAS',
      country: 'US',
      currency: 'USD',
    })
    const pages = asked.filter(({ path }) => path.startsWith('/v2/aggs'))
    expect(pages[0].path).toBe(
      '/v2/aggs/ticker/AAPL/range/1/day/2020-08-27/2020-08-31?adjusted=false&sort=asc&limit=50000',
    )
    expect(pages).toHaveLength(3)
  })

  it('are asked for with the key in a header, in no URL, and of no host that a page names', async () => {
    const { url, asked } = await servers.serve(good)
    await read(url)
    expect(asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true)
    expect(asked.some(({ path }) => path.includes(KEY))).toBe(false)
  })

  it('of minutes end where Polygon lets them start', async () => {
    const { url } = await servers.serve((asked) =>
      asked.path.startsWith('/v2/aggs')
        ? ok([bar('2020-08-27T13:30Z', 10), bar('2020-08-27T08:00Z', 10)], { adjusted: false })
        : good(asked),
    )
    const { bars, notices } = await read(url, { frequency: 'minute' })
    expect(instants(bars[0], 16)).toEqual(['2020-08-27T13:31'])
    expect(notices[0]).toMatchObject({ code: 'DATA_OUTSIDE_SESSIONS' })
  })

  it('are refused where they come adjusted, or pages lead in a circle', async () => {
    const adjusted = await servers.serve((asked) =>
      asked.path.startsWith('/v2/aggs') ? ok([bar(...DAYS[0])], { adjusted: true }) : good(asked),
    )
    expect((await refusal(read(adjusted.url))).message).toContain('raw prices were asked for, adjusted ones came')
    const circle = await servers.serve((asked) =>
      asked.path.startsWith('/v2/aggs')
        ? ok([bar(...DAYS[0])], { next_url: 'https://api.polygon.io/v2/aggs?cursor=1' })
        : good(asked),
    )
    expect((await refusal(read(circle.url))).message).toContain('in a circle')
  })

  it('of a symbol that is not known end the ingest, or are left out', async () => {
    const unknown: Reply = { status: 404, body: { status: 'NOT_FOUND', request_id: 'x', message: 'Ticker not found.' } }
    const { url } = await servers.serve((asked) => (asked.path.includes('AAPLX') ? unknown : good(asked)))
    expect((await refusal(read(url, { symbols: ['AAPLX'] }))).code).toBe('SYMBOL_NOT_FOUND')
    const { assets } = await read(url, { symbols: ['AAPLX', 'AAPL'] }, { missing: 'skip' })
    expect(assets.map(({ symbol }) => symbol)).toEqual(['AAPL'])
  })

  it('that the plan does not allow say so', async () => {
    const body = { status: 'ERROR', request_id: 'x', error: 'Unknown API Key' }
    const { url } = await servers.serve([{ status: 401, body }])
    const error = await refusal(read(url))
    expect([error.code, error.message]).toEqual(['REMOTE_DENIED', expect.stringContaining('Unknown API Key')])
  })
})

describe('an ill service', () => {
  itIsPatient({ servers, request: REQUEST, secrets: [KEY], good, source })
})

describe('a fetch that was cut off', () => {
  itResumes({ servers, request: REQUEST, good, source: (url, outside) => source({ url }, outside) })
})

describe('rustybt ingest --source polygon', () => {
  it('killed half-way, goes on with what is missing when it is begun again, and keeps no answer once it is whole', async () => {
    const root = mkdtempSync(join(tmpdir(), 'polygon-'))
    servers.add(() => rmSync(root, { recursive: true }))
    let left = 4
    let stuck = () => {}
    const isStuck = new Promise<void>((done) => {
      stuck = done
    })
    const { url, asked } = await servers.serve((one) => {
      if (left-- > 0) return good(one)
      stuck()
      return { drip: 5 }
    })
    const command = join(import.meta.dirname, '../../../dist/rustybt.js')
    const options = ['-o', `url=${url}`, '-o', 'key={"$secret":"POLYGON_KEY"}', '-o', 'requestsPerMinute=60000']
    const range = ['--symbols', 'AAPL', '-s', '2020-08-27', '-e', '2020-08-31', '-b', 'x']
    const env = { ...process.env, RUSTYBT_ROOT: root, POLYGON_KEY: KEY }
    const begin = () =>
      spawn(process.execPath, [command, 'ingest', '--source', 'polygon', ...options, ...range], { env })
    const ended = (child: ChildProcess) =>
      new Promise((done) => child.once('close', (code, signal) => done([code, signal])))
    const killed = begin()
    await isStuck
    killed.kill('SIGKILL')
    expect(await ended(killed)).toEqual([null, 'SIGKILL'])
    left = Number.POSITIVE_INFINITY
    const before = asked.length
    expect(await ended(begin())).toEqual([0, null])
    expect([before, asked.length - before]).toEqual([5, 2])
    expect(readCounts(answersFolder('x', root))).toMatchObject({ hits: 4, misses: 7, bytes: 0 })
    const { stdout } = await rustybt(['bundles', '--cache', '--json'], [], { RUSTYBT_ROOT: root })
    expect(JSON.parse(stdout)).toMatchObject([{ cache: 'answers on disk for x', hits: 4, misses: 7, hitRate: 4 / 11 }])
    const table = await rustybt(['bundles', '--cache'], [], { RUSTYBT_ROOT: root })
    expect(table.stdout).toMatch(/answers on disk for x +4 +7 +36\.4 %/)
  })

  it('takes the key from the environment, leaves it in no file, and asks nothing twice that is kept', async () => {
    const root = mkdtempSync(join(tmpdir(), 'polygon-'))
    servers.add(() => rmSync(root, { recursive: true }))
    const { url, asked } = await servers.serve(good)
    const options = [
      '-o',
      `url=${url}`,
      '-o',
      'key={"$secret":"POLYGON_KEY"}',
      '-o',
      `cache=${root}/cache`,
      '-o',
      'requestsPerMinute=60000',
    ]
    const args = [
      'ingest',
      '--source',
      'polygon',
      ...options,
      '--symbols',
      'AAPL',
      '-s',
      '2020-08-27',
      '-e',
      '2020-08-31',
      '-b',
      'x',
    ]
    for (let i = 0; i < 2; i++) {
      const { code, stderr } = await rustybt(args, [calendars, polygon], { RUSTYBT_ROOT: root, POLYGON_KEY: KEY })
      expect([code, stderr]).toEqual([0, ''])
    }
    expect(asked).toHaveLength(6)
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.length).toBeGreaterThan(6)
    for (const { parentPath, name } of files) expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain(KEY)
  })
})
