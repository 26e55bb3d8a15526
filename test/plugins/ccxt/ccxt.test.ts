// What the exchanges answer, and where it is documented, is in wire.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import type { DataRequest } from '../../../core/data/source.js'
import { Random } from '../../../core/kernel/random.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { ccxtOptions } from '../../../plugins/ccxt/options.js'
import ccxtPlugin from '../../../plugins/ccxt/plugin.js'
import { ccxtSource } from '../../../plugins/ccxt/source.js'
import { rustybt } from '../../core/cli/world.js'
import { type Asked, FastClock, type Reply } from '../../core/data/remote/loopback.js'
import { itResumes } from '../resumes.js'
import { fetchAll, instants, refusal, Servers } from '../source-run.js'
import { EXCHANGE_INFO, KRAKEN_ASSETS, KRAKEN_PAIRS, klines, krakenOhlc } from './wire.js'

const NOW = Date.UTC(2026, 0, 15, 12)
const LISTED = Date.UTC(2025, 11, 1)
const REQUEST: DataRequest = {
  frequency: 'daily',
  calendar: alwaysOpen,
  symbols: ['BTC/USDT'],
  start: '2025-12-20',
  end: '2026-01-20',
}
const servers = new Servers()
afterEach(() => servers.closeAll())

const binanceAnswers =
  (bars: (asked: Asked) => Reply) =>
  (asked: Asked): Reply =>
    asked.path.startsWith('/api/v3/exchangeInfo') ? { body: EXCHANGE_INFO } : bars(asked)

const good = binanceAnswers((asked) => klines(asked, LISTED, NOW))

/** ccxt's own settings that lead its requests here, and to the spot market alone. */
const binanceAt = (url: string, more: object = {}) => ({
  exchange: 'binance',
  settings: {
    enableRateLimit: false,
    urls: { api: { public: `${url}/api/v3`, sapi: `${url}/sapi/v1` } },
    options: { fetchMarkets: { types: ['spot'] } },
  },
  ...more,
})

async function binance(url: string, request: Partial<DataRequest> = {}, more: object = {}, clock = new FastClock(NOW)) {
  const source = await ccxtSource(ccxtOptions.parse(binanceAt(url, more)), { clock, random: new Random(1) })
  return fetchAll(source, { ...REQUEST, ...request })
}

describe('bars of an exchange', () => {
  it('come with the steps of price and amount, without the day that is not over', async () => {
    const { url, asked } = await servers.serve(good)
    const { assets, bars, notices } = await binance(url)
    expect(assets).toEqual([
      {
        kind: 'cryptocurrency',
        sid: 0,
        symbol: 'BTC/USDT',
        name: 'BTC/USDT',
        exchange: 'Binance',
        country: '??',
        currency: 'USDT',
        startDate: '2025-12-20',
        endDate: '2026-01-14',
        tickSize: 0.01,
        lotSize: 0.00001,
        multiplier: 1,
      },
    ])
    expect([instants(bars[0])[0], instants(bars[0]).at(-1), bars[0].times.length]).toEqual([
      '2025-12-20',
      '2026-01-14',
      26,
    ])
    expect([bars[0].open[0], bars[0].high[0], bars[0].low[0], bars[0].close[0], bars[0].volume[0]]).toEqual([
      119, 121, 118, 120, 19.5,
    ])
    expect(notices.map(({ code }) => code)).toEqual(['DATA_UNFINISHED'])
    expect(asked.map(({ path }) => path.split('?')[0])).toEqual(['/api/v3/exchangeInfo', '/api/v3/klines'])
  })

  it('of minutes come page by page, each once, and end where the exchange lets them start', async () => {
    const { url, asked } = await servers.serve(good)
    const { bars } = await binance(url, { frequency: 'minute', start: '2026-01-12', end: '2026-01-13' })
    const { times } = bars[0]
    expect(times).toHaveLength(2880)
    expect(times.every((time, i) => time === Date.UTC(2026, 0, 12) + (i + 1) * 60_000)).toBe(true)
    expect(asked.filter(({ path }) => path.includes('klines'))).toHaveLength(3)
  })

  it('begin where the market was listed, which is said', async () => {
    const { url } = await servers.serve(good)
    const { bars, assets, notices } = await binance(url, { start: '2025-06-01', end: '2025-12-05' })
    expect([assets[0].startDate, bars[0].times.length]).toEqual(['2025-12-01', 5])
    expect(notices[0]).toMatchObject({
      code: 'DATA_STARTS_LATE',
      message: 'BTC/USDT: bars were asked for from 2025-06-01 on, binance has them from 2025-12-01 on',
    })
  })

  it('go on after windows in which there is nothing', async () => {
    const empty = Date.UTC(2025, 11, 31)
    const { url } = await servers.serve(
      binanceAnswers((asked) =>
        Number(asked.query.get('startTime')) < empty ? { body: [] } : klines(asked, LISTED, NOW),
      ),
    )
    const { bars } = await binance(url, { frequency: 'minute', start: '2025-12-30', end: '2025-12-31' })
    expect(instants(bars[0], 16)[0] >= '2025-12-31T00:01').toBe(true)
  })

  it('are written into a bundle by rustybt ingest, and found by a symbol with a slash', async () => {
    const root = mkdtempSync(join(tmpdir(), 'ccxt-'))
    servers.add(() => rmSync(root, { recursive: true }))
    const { url } = await servers.serve(good)
    const options = ['-o', 'exchange=binance', '-o', `settings=${JSON.stringify(binanceAt(url).settings)}`]
    const range = [
      '--symbols',
      'BTC/USDT,ETH/BTC',
      '--start',
      '2025-12-20',
      '--end',
      '2026-01-05',
      '--calendar',
      '24/7',
    ]
    const answer = await rustybt(
      ['ingest', '--source', 'ccxt', ...options, ...range, '-b', 'coins', '--json'],
      [calendars, ccxtPlugin],
      { RUSTYBT_ROOT: root },
    )
    expect([answer.code, answer.stderr]).toEqual([0, ''])
    expect(JSON.parse(answer.stdout)).toMatchObject({ calendar: '24/7', rows: { assets: 2, bars: 34 } })
  })
})

describe('an exchange that is ill or unwilling', () => {
  it('is asked again until it answers', async () => {
    const clock = new FastClock(NOW)
    const replies: Reply[] = [
      { status: 429, headers: { 'retry-after': '4' }, body: { code: -1003, msg: 'Too many requests queued.' } },
      { status: 500, body: '<html><title>500</title></html>', headers: { 'content-type': 'text/html' } },
      { body: [[1, '2']], cutAt: 4 },
      { body: '[[17665' },
      { body: '<html><title>Cloudflare</title></html>', headers: { 'content-type': 'text/html' } },
    ]
    const { url, asked } = await servers.serve(binanceAnswers((one) => replies.shift() ?? klines(one, LISTED, NOW)))
    expect((await binance(url, {}, {}, clock)).bars[0].times).toHaveLength(26)
    expect(asked).toHaveLength(7)
    expect(clock.waits.some((wait) => wait >= 4000 && wait <= 4400)).toBe(true)
  })

  it.each<readonly [string, Reply]>([
    ['REMOTE_LIMITED', { status: 429, body: { code: -1003, msg: 'Too many requests queued.' } }],
    ['REMOTE_LIMITED', { status: 418, body: { code: -1003, msg: 'Way too much request weight used; IP banned.' } }],
    ['REMOTE_FAILED', { status: 503, body: 'Service Unavailable' }],
    ['REMOTE_TRUNCATED', { body: [[1, '2']], cutAt: 4 }],
    ['REMOTE_NOT_JSON', { body: '<html></html>', headers: { 'content-type': 'text/html' } }],
    ['REMOTE_TIMEOUT', { drip: 5 }],
    ['REMOTE_DENIED', { status: 403, body: '<html><title>403 Forbidden</title></html>' }],
    ['SYMBOL_NOT_FOUND', { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } }],
    [
      'REMOTE_REFUSED',
      { status: 400, body: { code: -1127, msg: 'More than 24 hours between startTime and endTime.' } },
    ],
  ])('%s', async (code, reply) => {
    const { url } = await servers.serve(binanceAnswers(() => reply))
    const error = await refusal(binance(url, {}, { retries: 1 }))
    expect([error.code, error.hint]).toEqual([code, expect.any(String)])
    expect(error.message).toMatch(/^binance[: ]/)
  })

  it('tells a limit in a list of errors under status 200, and is asked again as well', async () => {
    const limits = [{ body: { error: ['EGeneral:Too many requests'] } }, { body: { error: ['EService:Unavailable'] } }]
    const { url } = await servers.serve(({ path }) => {
      if (path.startsWith('/0/public/Assets')) return { body: KRAKEN_ASSETS }
      if (path.startsWith('/0/public/AssetPairs')) return limits.shift() ?? { body: KRAKEN_PAIRS }
      return {
        body: krakenOhlc([
          ['2026-01-01T00:00Z', 90_000],
          ['2026-01-02T00:00Z', 91_000.1],
        ]),
      }
    })
    const settings = { enableRateLimit: false, urls: { api: { public: url } } }
    const options = ccxtOptions.parse({ exchange: 'kraken', settings })
    const source = await ccxtSource(options, { clock: new FastClock(NOW), random: new Random(1) })
    const request = { ...REQUEST, symbols: ['BTC/USD'], start: '2025-12-31', end: '2026-01-02' }
    const { assets, bars, notices } = await fetchAll(source, request)
    expect([...bars[0].close]).toEqual([90_000, 91_000.1])
    expect(assets[0]).toMatchObject({ symbol: 'BTC/USD', tickSize: 0.1, lotSize: 1e-8, currency: 'USD' })
    expect(notices.map(({ code }) => code)).toEqual(['DATA_STARTS_LATE'])
  })

  it('is left when the request is aborted', async () => {
    const abort = new AbortController()
    const { url } = await servers.serve([{ drip: 5, onDrip: () => abort.abort() }])
    expect((await refusal(binance(url, { signal: abort.signal }))).name).toBe('AbortError')
  })

  it('never shows the keys that it is given', async () => {
    const secret = 'Ab3/xyz+SECRET=='
    const said = { code: -2015, msg: `Invalid API-key ${secret}, IP, or permissions for action.` }
    const { url } = await servers.serve(binanceAnswers(() => ({ status: 401, body: said })))
    const error = await refusal(binance(url, {}, { key: 'the-key', secret, retries: 0 }))
    expect(error.code).toBe('REMOTE_DENIED')
    expect([error.message, error.hint, error.stack, String(error.cause)].join()).not.toMatch(/SECRET|the-key/)
  })
})

describe('what is asked for wrongly', () => {
  it('names the market that may be meant', async () => {
    const { url } = await servers.serve(good)
    const error = await refusal(binance(url, { symbols: ['BTC/USDR'] }))
    expect([error.code, error.message]).toEqual([
      'SYMBOL_NOT_FOUND',
      "binance knows no symbol 'BTC/USDR' (2 markets are known; did you mean 'BTC/USDT'?)",
    ])
    const { assets, notices } = await binance(url, { symbols: ['BTC/USDR', 'ETH/BTC'] }, { missing: 'skip' })
    expect(assets.map(({ sid, symbol, tickSize, lotSize }) => [sid, symbol, tickSize, lotSize])).toEqual([
      [1, 'ETH/BTC', 0.000001, 0.001],
    ])
    expect(notices[0].code).toBe('SYMBOL_NOT_FOUND')
  })

  it('names the exchange that may be meant', async () => {
    const error = await refusal(ccxtSource(ccxtOptions.parse({ exchange: 'binanze' })))
    expect([error.code, error.message]).toEqual([
      'EXCHANGE_UNKNOWN',
      expect.stringContaining("Did you mean 'binance'?"),
    ])
  })

  it('says that it needs a start', async () => {
    const { url } = await servers.serve(good)
    expect((await refusal(binance(url, { start: undefined }))).code).toBe('START_MISSING')
  })
})

describe('a fetch that was cut off', () => {
  itResumes({
    servers,
    request: REQUEST,
    good,
    now: NOW,
    source: (url, outside) => ccxtSource(ccxtOptions.parse(binanceAt(url)), outside),
  })
})
