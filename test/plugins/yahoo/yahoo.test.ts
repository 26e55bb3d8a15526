// The wire format and its sources are in chart.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { DataBatch, DataRequest } from '../../../core/data/source.js'
import type { RustybtError } from '../../../core/kernel/errors.js'
import { Random } from '../../../core/kernel/random.js'
import { alwaysOpen } from '../../../plugins/calendars/always-open.js'
import calendars from '../../../plugins/calendars/plugin.js'
import { yahooOptions } from '../../../plugins/yahoo/options.js'
import yahoo from '../../../plugins/yahoo/plugin.js'
import { rawAmount, rawPrice } from '../../../plugins/yahoo/raw-prices.js'
import { yahooSource } from '../../../plugins/yahoo/source.js'
import { rustybt } from '../../core/cli/world.js'
import { type Asked, FastClock, loopback, type Reply } from '../../core/data/remote/loopback.js'
import { itResumes } from '../resumes.js'
import { xnys } from '../sessions.js'
import { Servers } from '../source-run.js'
import { chartBody, chartError } from './chart.js'

/** Three days around the split of 2020-08-31, as Yahoo shows them since: 499.23 has become 124.8075. */
const APPLE = chartBody(
  'AAPL',
  [
    {
      at: '2020-08-27T13:30Z',
      values: [127.14250183105469, 127.48500061035156, 123.8324966430664, 125.01000213623047, 155552400],
    },
    {
      at: '2020-08-28T13:30Z',
      values: [126.01249694824219, 126.44249725341797, 124.57749938964844, 124.80750274658203, 187630000],
    },
    { at: '2020-08-31T13:30Z', values: [127.58000183105469, 131, 126, 129.0399932861328, 225702700] },
  ],
  { dividends: [['2020-08-07T13:30Z', 0.205]], splits: [['2020-08-31T13:30Z', 4, 1]] },
)
const REQUEST: DataRequest = {
  frequency: 'daily',
  calendar: xnys,
  symbols: ['AAPL'],
  start: '2020-08-01',
  end: '2020-08-31',
}

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function serve(answer: readonly Reply[] | ((asked: Asked) => Reply)) {
  const server = await loopback(answer)
  opened.push(server)
  return server
}

async function fetchAll(
  url: string,
  request: Partial<DataRequest> = {},
  options: object = {},
  clock = new FastClock(),
) {
  const source = yahooSource(yahooOptions.parse({ url, ...options }), { clock, random: new Random(1) })
  const batches: DataBatch[] = []
  for await (const batch of source.fetch({ ...REQUEST, ...request })) batches.push(batch)
  const all = <K extends DataBatch['kind']>(kind: K) =>
    batches.filter((batch): batch is Extract<DataBatch, { kind: K }> => batch.kind === kind)
  return {
    assets: all('assets').flatMap(({ assets }) => assets),
    bars: all('bars').map(({ bars }) => bars),
    splits: all('adjustments').flatMap(({ splits }) => splits),
    dividends: all('adjustments').flatMap(({ dividends }) => dividends),
    notices: all('notice').map(({ notice }) => notice),
  }
}

async function refusal(work: Promise<unknown>): Promise<RustybtError> {
  return work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error as RustybtError,
  )
}

describe('bars of Yahoo', () => {
  it('are what was traded: its adjustment for the split is undone, and the split is listed', async () => {
    const { url, asked } = await serve([{ body: APPLE }])
    const { assets, bars, splits, dividends } = await fetchAll(url)
    expect([...bars[0].close]).toEqual([500.04, 499.23, 129.04])
    expect([...bars[0].open]).toEqual([508.57, 504.05, 127.58])
    expect([...bars[0].volume]).toEqual([38_888_100, 46_907_500, 225_702_700])
    expect([...bars[0].times].map((time) => new Date(time).toISOString())).toEqual([
      '2020-08-27T00:00:00.000Z',
      '2020-08-28T00:00:00.000Z',
      '2020-08-31T00:00:00.000Z',
    ])
    expect(splits).toEqual([{ sid: 0, effectiveDate: '2020-08-31', ratio: 0.25 }])
    expect(dividends).toEqual([{ sid: 0, exDate: '2020-08-07', amount: 0.82 }])
    expect(assets[0]).toMatchObject({
      kind: 'equity',
      sid: 0,
      symbol: 'AAPL',
      name: 'Apple Inc.',
      exchange: 'NasdaqGS',
      currency: 'USD',
      startDate: '2020-08-27',
      endDate: '2020-08-31',
      autoCloseDate: '2020-09-01',
      tickSize: 0.01,
    })
    expect(asked).toHaveLength(1)
    expect(asked[0].path).toMatch(/^\/v8\/finance\/chart\/AAPL\?/)
    expect(Object.fromEntries(asked[0].query)).toMatchObject({
      interval: '1d',
      events: 'div|split',
      includePrePost: 'false',
    })
  })

  it('are turned back by splits after the end too, which are not listed', async () => {
    const { url, asked } = await serve([{ body: APPLE }])
    const { bars, splits, assets } = await fetchAll(url, { end: '2020-08-28' })
    expect([...bars[0].close]).toEqual([500.04, 499.23])
    expect([splits, assets[0].endDate]).toEqual([[], '2020-08-28'])
    expect(Number(asked[0].query.get('period2')) * 1000).toBe(Date.UTC(2026, 0, 17))
  })

  it('leave out days without trades, and the day that is not over', async () => {
    const row = (at: string, close: number | null) => ({
      at,
      values: [close, close, close, close, close === null ? null : 5],
    })
    const body = chartBody('AAPL', [
      row('2026-01-13T14:30Z', 5),
      row('2026-01-14T14:30Z', null),
      row('2026-01-15T17:20Z', 6),
    ])
    const { url } = await serve([{ body }])
    const { bars, notices } = await fetchAll(
      url,
      { start: '2026-01-01', end: undefined },
      {},
      new FastClock(Date.UTC(2026, 0, 15, 17, 30)),
    )
    expect([...bars[0].close]).toEqual([5])
    expect(notices.map(({ code }) => code)).toEqual(['DATA_UNFINISHED', 'DATA_SPLITS_RESTORED'])
  })

  it('of currencies and coins lie on their own calendar', async () => {
    const meta = { exchangeTimezoneName: 'UTC', instrumentType: 'CRYPTOCURRENCY', fullExchangeName: 'CCC' }
    const row = { at: '2020-01-04T00:00Z', values: [7345.37, 7427.39, 7309.51, 7410.65, 18444271274] }
    const { url } = await serve([{ body: chartBody('BTC-USD', [row], {}, meta) }])
    const { bars, assets } = await fetchAll(url, {
      calendar: alwaysOpen,
      symbols: ['BTC-USD'],
      start: '2020-01-01',
      end: '2020-01-05',
    })
    expect([[...bars[0].close], [...bars[0].volume]]).toEqual([[7410.65], [18444271274]])
    expect(assets[0].kind).toBe('cryptocurrency')
  })

  it('of minutes are asked for a week at a time, and end where Yahoo lets them start', async () => {
    const minute = (at: string) => ({ at, values: [10, 11, 9, 10.5, 100] })
    const { url, asked } = await serve(({ query }) => {
      if (query.get('interval') === '1d') return { body: chartBody('AAPL', [minute('2026-01-02T14:30Z')]) }
      const from = new Date(Number(query.get('period1')) * 1000).toISOString().slice(0, 10)
      const rows =
        from === '2026-01-02'
          ? [minute('2026-01-02T14:30Z'), minute('2026-01-02T20:59Z')]
          : [minute('2026-01-09T14:30Z')]
      return { body: chartBody('AAPL', rows) }
    })
    const { bars, assets } = await fetchAll(url, { frequency: 'minute', start: '2026-01-02', end: '2026-01-12' })
    expect([...bars[0].times].map((time) => new Date(time).toISOString().slice(0, 16))).toEqual([
      '2026-01-02T14:31',
      '2026-01-02T21:00',
      '2026-01-09T14:31',
    ])
    expect([assets[0].startDate, assets[0].endDate]).toEqual(['2026-01-02', '2026-01-09'])
    expect(asked.map(({ query }) => query.get('interval'))).toEqual(['1d', '1m', '1m'])
  })
})

describe('what Yahoo does not have', () => {
  const unknown: Reply = { status: 404, body: chartError('Not Found', 'No data found, symbol may be delisted') }

  it('ends the ingest with the symbol, or is left out with a word', async () => {
    const { url } = await serve(({ path }) => (path.includes('APPL') ? unknown : { body: APPLE }))
    const symbols = ['APPL', 'AAPL']
    const error = await refusal(fetchAll(url, { symbols }))
    expect([error.code, error.message]).toEqual([
      'SYMBOL_NOT_FOUND',
      "yahoo knows no symbol 'APPL' (No data found, symbol may be delisted)",
    ])
    const { assets, notices } = await fetchAll(url, { symbols }, { missing: 'skip' })
    expect(assets.map(({ sid, symbol }) => [sid, symbol])).toEqual([[1, 'AAPL']])
    expect(notices[0]).toMatchObject({ code: 'SYMBOL_NOT_FOUND', message: expect.stringContaining('APPL') })
  })

  it('in the range is told as such', async () => {
    const description = "Data doesn't exist for startDate = 1104537600, endDate = 1104624000"
    const { url } = await serve([{ status: 400, body: chartError('Bad Request', description) }])
    expect((await fetchAll(url)).notices[0].code).toBe('DATA_NO_BARS')
    const empty = await serve([{ body: chartBody('AAPL', []) }])
    expect((await fetchAll(empty.url)).notices[0].code).toBe('DATA_NO_BARS')
  })

  it('of minutes long ago is refused with what to do', async () => {
    const description =
      '1m data not available for startTime=1577836800 and endTime=1578441600. The requested range must be within the last 30 days.'
    const { url } = await serve(({ query }) =>
      query.get('interval') === '1d'
        ? { body: APPLE }
        : { status: 422, body: chartError('Unprocessable Entity', description) },
    )
    const error = await refusal(fetchAll(url, { frequency: 'minute' }))
    expect([error.code, error.hint]).toEqual(['REMOTE_REFUSED', expect.stringContaining('30 days')])
  })

  it('is asked for by name', async () => {
    const error = await refusal(fetchAll('http://127.0.0.1:9', { symbols: undefined }))
    expect(error.code).toBe('SYMBOLS_MISSING')
  })
})

describe('a service that is ill', () => {
  const LIMITED: Reply = {
    status: 429,
    headers: { 'content-type': 'text/html', 'retry-after': '3' },
    body: 'Edge: Too Many Requests',
  }

  it('is asked again until it answers, as late as it says', async () => {
    const clock = new FastClock()
    const { url, asked } = await serve([
      LIMITED,
      { status: 500, body: '<html><title>500</title></html>', headers: { 'content-type': 'text/html' } },
      { body: APPLE, cutAt: 300 },
      { body: JSON.stringify(APPLE).slice(0, 500) },
      { body: '<!doctype html><title>Yahoo</title>', headers: { 'content-type': 'text/html' } },
      { body: APPLE },
    ])
    expect((await fetchAll(url, {}, {}, clock)).bars[0].close).toHaveLength(3)
    expect(asked).toHaveLength(6)
    expect(clock.waits.some((wait) => wait >= 3000 && wait <= 3300)).toBe(true)
  })

  it.each<readonly [string, Reply]>([
    ['REMOTE_LIMITED', LIMITED],
    ['REMOTE_FAILED', { status: 502, body: '<html><title>Bad Gateway</title></html>' }],
    ['REMOTE_TRUNCATED', { body: APPLE, cutAt: 300 }],
    [
      'REMOTE_NOT_JSON',
      { body: '<html><title>consent.yahoo.com</title></html>', headers: { 'content-type': 'text/html' } },
    ],
    ['REMOTE_TIMEOUT', { drip: 5 }],
    ['REMOTE_DENIED', { status: 401, body: 'Unauthorized' }],
    ['REMOTE_SHAPE', { body: { chart: { result: [{ meta: { currency: 5 } }], error: null } } }],
    ['REMOTE_SHAPE', { body: { finance: { result: [] } } }],
  ])('%s', async (code, reply) => {
    const { url } = await serve([reply])
    const error = await refusal(fetchAll(url, {}, { retries: 1 }))
    expect([error.code, error.hint]).toEqual([code, expect.any(String)])
  })

  it('is left when the request is aborted', async () => {
    const abort = new AbortController()
    const { url } = await serve([{ drip: 5, onDrip: () => abort.abort() }])
    expect((await refusal(fetchAll(url, { signal: abort.signal }))).name).toBe('AbortError')
  })
})

describe('the price that was traded', () => {
  it('is found again from the float that its division gives', () => {
    const price = fc.integer({ min: 1, max: 999_999 }).map((cents) => cents / 100)
    const shares = fc.constantFrom(1, 2, 3, 4, 7, 28, 1 / 8, 1 / 10, 1.05, 56)
    fc.assert(
      fc.property(price, shares, (traded, split) => {
        expect(rawPrice(Math.fround(traded / split), split)).toBe(traded)
      }),
    )
  })

  it('is as given where it is no such float', () => {
    expect(rawPrice(0.1, 1)).toBe(0.1)
    expect(rawPrice(0.1, 4)).toBe(0.4)
  })

  it('has a dividend that was paid on it', () => {
    expect([rawAmount(0.205, 4), rawAmount(0.116429, 28), rawAmount(0.205, 1)]).toEqual([0.82, 3.26, 0.205])
  })
})

describe('rustybt ingest --source yahoo', () => {
  it('writes a bundle of the symbols, on which the split agrees with the prices', async () => {
    const root = mkdtempSync(join(tmpdir(), 'yahoo-'))
    opened.push({ close: async () => rmSync(root, { recursive: true }) })
    const { url } = await serve(({ path }) => ({
      body: path.includes('/AAPL')
        ? APPLE
        : chartBody('MSFT', [
            { at: '2020-08-27T13:30Z', values: [222.89, 231.15, 219.4, 226.58, 57602200] },
            { at: '2020-08-28T13:30Z', values: [228.18, 230.64, 226.58, 228.91, 26292900] },
            { at: '2020-08-31T13:30Z', values: [227, 228.7, 224.31, 225.53, 28774200] },
          ]),
    }))
    const args = [
      'ingest',
      '--source',
      'yahoo',
      '-o',
      `url=${url}`,
      '--symbols',
      'AAPL,MSFT',
      '--start',
      '2020-08-01',
      '--end',
      '2020-08-31',
    ]
    const answer = await rustybt([...args, '-b', 'two', '--json'], [calendars, yahoo], { RUSTYBT_ROOT: root })
    expect([answer.code, answer.stderr]).toEqual([0, ''])
    expect(JSON.parse(answer.stdout)).toMatchObject({
      bundle: 'two',
      rows: { assets: 2, bars: 6, splits: 1, dividends: 1 },
      source: { use: 'yahoo' },
    })
  })
})

describe('a fetch that was cut off', () => {
  const servers = new Servers()
  afterEach(() => servers.closeAll())
  const good = ({ path }: Asked): Reply => ({
    body: path.includes('/MSFT') ? JSON.parse(JSON.stringify(APPLE).replaceAll('AAPL', 'MSFT')) : APPLE,
  })
  itResumes({
    servers,
    request: { ...REQUEST, symbols: ['AAPL', 'MSFT'] },
    good,
    source: (url, outside) => yahooSource(yahooOptions.parse({ url }), outside),
  })
})
