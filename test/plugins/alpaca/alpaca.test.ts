/*
 * The wire format, after the tests and sources of the vendor's client:
 * https://github.com/alpacahq/alpaca-py/blob/bd1fa9ea2fc3194914be9d47f7f5822a18a05b5f/tests/data/test_historical_stock_data.py
 * https://github.com/alpacahq/alpaca-py/blob/bd1fa9ea2fc3194914be9d47f7f5822a18a05b5f/tests/data/test_corporate_actions.py
 * https://github.com/alpacahq/alpaca-py/blob/bd1fa9ea2fc3194914be9d47f7f5822a18a05b5f/alpaca/common/rest.py (the keys' headers)
 * The reference of bars (order, pages): https://alpaca.markets/docs/broker/market-data/historical/
 */
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Outside } from '../../../core/data/remote/options.js'
import type { DataRequest } from '../../../core/data/source.js'
import { Random } from '../../../core/kernel/random.js'
import { alpacaOptions } from '../../../plugins/alpaca/options.js'
import { alpacaSource } from '../../../plugins/alpaca/source.js'
import { type Asked, FastClock, type Reply } from '../../core/data/remote/loopback.js'
import { itIsPatient } from '../ill-service.js'
import { itResumes } from '../resumes.js'
import { xnys } from '../sessions.js'
import { fetchAll, instants, refusal, Servers } from '../source-run.js'

const [KEY, SECRET] = ['AKXY12', 's/ecret+of=alpaca']
const REQUEST: DataRequest = {
  frequency: 'daily',
  calendar: xnys,
  symbols: ['AAPL'],
  start: '2022-02-01',
  end: '2022-02-03',
}
const servers = new Servers()
afterEach(() => servers.closeAll())

const bar = (t: string, c: number) => ({ t, o: c - 1, h: c + 1, l: c - 2, c, v: 85998033, n: 732412, vw: c })
const PAGES: Readonly<Record<string, unknown>> = {
  '': {
    bars: { AAPL: [bar('2022-02-01T05:00:00Z', 174.61), bar('2022-02-02T05:00:00Z', 175.84)] },
    next_page_token: 'QUFQTHxEfDIwMjItMDItMDJUMDU6MDA6MDAuMDAwMDAwMDAwWg==',
  },
  'QUFQTHxEfDIwMjItMDItMDJUMDU6MDA6MDAuMDAwMDAwMDAwWg==': {
    bars: { AAPL: [bar('2022-02-03T05:00:00Z', 172.9)] },
    next_page_token: null,
  },
}
const ACTIONS = {
  corporate_actions: {
    forward_splits: [
      {
        cusip: 'CUSIP1',
        id: 'a7932b15-f816-4f83-921e-998b524487b1',
        ex_date: '2022-02-03',
        new_rate: 2,
        old_rate: 1,
        payable_date: '2022-02-02',
        process_date: '2022-02-03',
        record_date: '2022-01-14',
        symbol: 'AAPL',
      },
    ],
    reverse_splits: [
      { id: 'b0', ex_date: '2022-02-02', new_rate: 1, old_rate: 50, process_date: '2022-02-02', symbol: 'AAPL' },
    ],
    cash_dividends: [
      {
        cusip: 'CUSIP1',
        id: 'b4',
        ex_date: '2022-02-02',
        foreign: false,
        payable_date: '2022-02-19',
        process_date: '2022-02-19',
        rate: 0.125,
        record_date: '2022-02-05',
        special: false,
        symbol: 'AAPL',
      },
    ],
    stock_dividends: [
      { cusip: 'CUSIP1', id: 'b3', ex_date: '2022-02-02', process_date: '2022-02-02', rate: 0.05, symbol: 'AAPL' },
    ],
  },
  next_page_token: null,
}

function good({ path, query }: Asked): Reply {
  return path.startsWith('/v1/corporate-actions') ? { body: ACTIONS } : { body: PAGES[query.get('page_token') ?? ''] }
}

const source = (options: object, outside: Outside) =>
  alpacaSource(alpacaOptions.parse({ key: KEY, secret: SECRET, ...options }), outside)
const read = (url: string, request: Partial<DataRequest> = {}, options: object = {}, clock = new FastClock()) =>
  fetchAll(source({ url, ...options }, { clock, random: new Random(1) }), { ...REQUEST, ...request })

describe('bars of Alpaca', () => {
  it('come raw, page by page, with splits and dividends', async () => {
    const { url, asked } = await servers.serve(good)
    const { assets, bars, splits, dividends } = await read(url)
    expect([instants(bars[0]), [...bars[0].close]]).toEqual([
      ['2022-02-01', '2022-02-02', '2022-02-03'],
      [174.61, 175.84, 172.9],
    ])
    expect(splits).toEqual([
      { sid: 0, effectiveDate: '2022-02-03', ratio: 0.5 },
      { sid: 0, effectiveDate: '2022-02-02', ratio: 50 },
    ])
    expect(dividends).toEqual([
      { sid: 0, exDate: '2022-02-02', amount: 0.125, recordDate: '2022-02-05', payDate: '2022-02-19' },
    ])
    expect(assets[0]).toMatchObject({ symbol: 'AAPL', startDate: '2022-02-01', endDate: '2022-02-03', currency: 'USD' })
    expect(Object.fromEntries(asked[0].query)).toEqual({
      symbols: 'AAPL',
      timeframe: '1Day',
      start: '2022-02-01T00:00:00Z',
      end: '2022-02-05T00:00:00Z',
      adjustment: 'raw',
      feed: 'sip',
      limit: '10000',
      sort: 'asc',
    })
  })

  it('are asked for with the keys in headers, in no URL', async () => {
    const { url, asked } = await servers.serve(good)
    await read(url)
    expect(asked).toHaveLength(3)
    for (const { headers, path } of asked) {
      expect([headers['apca-api-key-id'], headers['apca-api-secret-key']]).toEqual([KEY, SECRET])
      expect(path).not.toMatch(/AKXY12|ecret/)
    }
  })

  it('of minutes end where Alpaca lets them start, and are not asked for before the free plan has them', async () => {
    const { url, asked } = await servers.serve(({ path }) =>
      path.startsWith('/v1/')
        ? { body: { corporate_actions: {}, next_page_token: null } }
        : { body: { bars: { AAPL: [bar('2026-01-15T14:30:00Z', 10)] }, next_page_token: null } },
    )
    const clock = new FastClock(Date.UTC(2026, 0, 15, 15))
    const { bars } = await read(url, { frequency: 'minute', start: '2026-01-15', end: undefined }, {}, clock)
    expect(instants(bars[0], 16)).toEqual(['2026-01-15T14:31'])
    expect([asked[0].query.get('timeframe'), asked[0].query.get('end')]).toEqual(['1Min', '2026-01-15T14:44:00Z'])
  })

  it('that are not there are told of', async () => {
    const { url } = await servers.serve(({ path }) =>
      path.startsWith('/v1/')
        ? { body: { corporate_actions: {}, next_page_token: null } }
        : { body: { bars: {}, next_page_token: null } },
    )
    expect((await read(url)).notices[0].code).toBe('DATA_NO_BARS')
    const invalid = await servers.serve([{ status: 400, body: { message: 'invalid symbol: AA_PL' } }])
    expect((await refusal(read(invalid.url, { symbols: ['AA_PL'] }))).code).toBe('SYMBOL_NOT_FOUND')
  })

  it('that the plan does not allow say so', async () => {
    const body = { message: 'subscription does not permit querying recent SIP data' }
    const { url } = await servers.serve([{ status: 403, body }])
    const error = await refusal(read(url))
    expect([error.code, error.message]).toEqual(['REMOTE_DENIED', expect.stringContaining('recent SIP data')])
  })
})

describe('bars up to now', () => {
  it('are asked for up to yesterday in the same words all day, and of today by themselves', async () => {
    const { url, asked } = await servers.serve(good)
    const { end: _, ...open } = REQUEST
    for (const minute of [0, 30]) {
      const clock = new FastClock(Date.UTC(2022, 1, 4, 15, minute))
      await fetchAll(source({ url }, { clock, random: new Random(1) }), open)
    }
    const ranges = asked
      .filter(({ path, query }) => path.startsWith('/v2/stocks/bars') && !query.has('page_token'))
      .map(({ query }) => [query.get('start'), query.get('end')])
    expect(ranges).toEqual([
      ['2022-02-01T00:00:00Z', '2022-02-03T23:59:59Z'],
      ['2022-02-04T00:00:00Z', '2022-02-04T14:44:00Z'],
      ['2022-02-01T00:00:00Z', '2022-02-03T23:59:59Z'],
      ['2022-02-04T00:00:00Z', '2022-02-04T15:14:00Z'],
    ])
  })
})

describe('an ill service', () => {
  itIsPatient({ servers, request: REQUEST, secrets: [KEY, SECRET], good, source })
})

describe('a fetch that was cut off', () => {
  itResumes({ servers, request: REQUEST, good, source: (url, outside) => source({ url }, outside) })
})
