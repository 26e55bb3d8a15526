import { join } from 'node:path'
import { afterAll, describe } from '@jest/globals'
import { dataSourceContract, type SourceRequest } from '../../core/testing/contracts/source.js'
import alpaca from '../../plugins/alpaca/plugin.js'
import { alwaysOpen } from '../../plugins/calendars/always-open.js'
import ccxt from '../../plugins/ccxt/plugin.js'
import fred from '../../plugins/fred/plugin.js'
import polygon from '../../plugins/polygon/plugin.js'
import tables from '../../plugins/tables/plugin.js'
import yahoo from '../../plugins/yahoo/plugin.js'
import zipline from '../../plugins/zipline/plugin.js'
import { type Asked, loopback, type Reply } from '../core/data/remote/loopback.js'
import { xnys as exchange } from '../core/time/xnys.js'
import { EXCHANGE_INFO, klines } from './ccxt/wire.js'
import { xnys } from './sessions.js'
import { chartBody, chartError } from './yahoo/chart.js'
import { removeFolders, unpack } from './zipline/unpack.js'

/*
 * Every vendor's source keeps the one contract, through the door that config comes by, against a server of this machine in the vendor's
 * format. What each answers is documented beside its own tests; here it answers the days and the symbols that it is asked for.
 */

const KEY = 'a-key-of-nobody'
const DAYS = ['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08']
const SYMBOLS = ['AAPL', 'MSFT']
const REQUEST: SourceRequest = { calendar: xnys, symbols: SYMBOLS, start: DAYS[0], end: DAYS[4] }
const NONE: Reply = { status: 404, body: { status: 'NOT_FOUND', message: 'Ticker not found.' } }

/** A day's close; a day's open in New York. */
const closeOf = (symbol: string, day: string): number => 100 * (1 + SYMBOLS.indexOf(symbol)) + DAYS.indexOf(day)
const opening = (day: string): string => `${day}T14:30:00Z`
const daysFrom = (from: number, to: number): string[] =>
  DAYS.filter((day) => Date.parse(day) >= from && Date.parse(day) <= to)

const servers: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const server of servers) await server.close()
  removeFolders()
})

async function serving(answer: (asked: Asked) => Reply): Promise<string> {
  const server = await loopback(answer)
  servers.push(server)
  return server.url
}

const polygonUrl = await serving(({ path, query }) => {
  const [, kind, symbol, from, to] =
    /^\/v\d\/(?:reference\/)?(\w+)(?:\/ticker)?\/?([\w.-]*)(?:\/range\/1\/day\/([\d-]+)\/([\d-]+))?/.exec(path)!
  const ok = (results: unknown): Reply => ({ body: { status: 'OK', request_id: 'x', results } })
  if (kind === 'tickers') return SYMBOLS.includes(symbol) ? ok({ ticker: symbol, name: symbol, locale: 'us' }) : NONE
  if (kind === 'splits') {
    const [first, last] = ['gte', 'lte'].map((end) => Date.parse(query.get(`execution_date.${end}`)!))
    const isSplit = query.get('ticker') === SYMBOLS[0] && daysFrom(first, last).includes(DAYS[2])
    return ok(isSplit ? [{ execution_date: DAYS[2], split_from: 1, split_to: 2, ticker: SYMBOLS[0] }] : [])
  }
  if (kind === 'dividends') return ok([])
  const bars = daysFrom(Date.parse(from), Date.parse(to)).map((day) => {
    const close = closeOf(symbol, day)
    return {
      v: 1000,
      vw: close,
      o: close - 1,
      c: close,
      h: close + 1,
      l: close - 2,
      t: Date.parse(`${day}T05:00Z`),
      n: 1,
    }
  })
  return { body: { status: 'OK', request_id: 'x', adjusted: false, results: bars } }
})

const alpacaUrl = await serving(({ path, query }) => {
  const symbol = query.get('symbols')!
  if (!SYMBOLS.includes(symbol)) return { status: 400, body: { message: `invalid symbol: ${symbol}` } }
  if (path.startsWith('/v1/')) return { body: { corporate_actions: {}, next_page_token: null } }
  const bars = daysFrom(Date.parse(query.get('start')!), Date.parse(query.get('end')!)).map((day) => {
    const c = closeOf(symbol, day)
    return { t: `${day}T05:00:00Z`, o: c - 1, h: c + 1, l: c - 2, c, v: 1000, n: 1, vw: c }
  })
  return { body: { bars: { [symbol]: bars }, next_page_token: null } }
})

const fredUrl = await serving(({ path, query }) => {
  const symbol = query.get('series_id')!
  if (!SYMBOLS.includes(symbol))
    return { status: 400, body: { error_code: 400, error_message: 'Bad Request.  The series does not exist.' } }
  if (!path.startsWith('/fred/series/observations')) return { body: { seriess: [{ id: symbol, title: symbol }] } }
  const observations = DAYS.map((day) => ({
    realtime_start: day,
    realtime_end: '9999-12-31',
    date: '2023-12-01',
    value: String(closeOf(symbol, day)),
  }))
  return { body: { count: observations.length, offset: 0, limit: 100_000, observations } }
})

const yahooUrl = await serving(({ path, query }) => {
  const symbol = path.split('?')[0].split('/').at(-1)!
  if (!SYMBOLS.includes(symbol))
    return { status: 404, body: chartError('Not Found', 'No data found, symbol may be delisted') }
  const [from, to] = ['period1', 'period2'].map((name) => Number(query.get(name)) * 1000)
  const rows = daysFrom(from, to).map((day) => {
    const close = closeOf(symbol, day)
    return { at: opening(day), values: [close - 1, close + 1, close - 2, close, 1000] }
  })
  const events = symbol === SYMBOLS[0] ? { splits: [[opening(DAYS[2]), 2, 1] as const] } : {}
  return { body: chartBody(symbol, rows, events) }
})

const LISTED = Date.UTC(2023, 11, 1)
const binanceUrl = await serving((asked) =>
  asked.path.startsWith('/api/v3/exchangeInfo') ? { body: EXCHANGE_INFO } : klines(asked, LISTED, Date.UTC(2024, 1, 1)),
)

describe('behind an API', () => {
  const quick = { requestsPerMinute: 1e6 }
  dataSourceContract({
    plugin: polygon,
    use: { use: 'polygon', url: polygonUrl, key: KEY, ...quick },
    request: REQUEST,
  })
  dataSourceContract({
    plugin: alpaca,
    use: { use: 'alpaca', url: alpacaUrl, key: KEY, secret: KEY, ...quick },
    request: REQUEST,
  })
  dataSourceContract({ plugin: fred, use: { use: 'fred', url: fredUrl, key: KEY, ...quick }, request: REQUEST })
  dataSourceContract({ plugin: yahoo, use: { use: 'yahoo', url: yahooUrl, ...quick }, request: REQUEST })
  const settings = {
    enableRateLimit: false,
    urls: { api: { public: `${binanceUrl}/api/v3`, sapi: `${binanceUrl}/sapi/v1` } },
    options: { fetchMarkets: { types: ['spot'] } },
  }
  dataSourceContract({
    plugin: ccxt,
    use: { use: 'ccxt', exchange: 'binance', settings },
    request: { calendar: alwaysOpen, symbols: ['BTC/USDT', 'ETH/BTC'], start: DAYS[0], end: DAYS[4] },
  })
})

describe('of files', () => {
  const file = (name: string) => join(import.meta.dirname, 'tables/files', name)
  dataSourceContract({ plugin: tables, use: { use: 'parquet', path: file('folder') }, request: { calendar: xnys } })
  dataSourceContract({
    plugin: tables,
    use: { use: 'parquet', path: file('long.parquet') },
    request: { calendar: xnys },
  })
  dataSourceContract({ plugin: tables, use: { use: 'arrow', path: file('zstd.feather') }, request: { calendar: xnys } })
  const symbols = ['FOXT', 'GOLF']
  dataSourceContract({
    plugin: zipline,
    use: { use: 'zipline-bundle', path: unpack('daily') },
    request: { calendar: exchange, symbols, start: '2020-07-01', end: '2021-06-30' },
  })
})
