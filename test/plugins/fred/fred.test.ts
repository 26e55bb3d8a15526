/*
 * The wire format, after FRED's own documents:
 * https://fred.stlouisfed.org/docs/api/fred/series_observations.html (JSON, output_type 4, '.' for no value, limit and offset)
 * https://fred.stlouisfed.org/docs/api/fred/series.html
 * as they are also written down in https://raw.githubusercontent.com/api-evangelist/fred/refs/heads/main/openapi/fred-openapi.yml.
 * Error bodies: https://github.com/pastorsj/node-fred/issues/106 ({ error_code, error_message }),
 * https://github.com/mortada/fredapi/issues/45 (a key that is not registered), …/issues/35 (a series that does not exist).
 */
import { afterEach, describe, expect, it } from '@jest/globals'
import type { Outside } from '../../../core/data/remote/options.js'
import type { DataRequest } from '../../../core/data/source.js'
import { Random } from '../../../core/kernel/random.js'
import { fredOptions } from '../../../plugins/fred/options.js'
import { fredSource } from '../../../plugins/fred/source.js'
import { type Asked, FastClock, type Reply } from '../../core/data/remote/loopback.js'
import { itIsPatient } from '../ill-service.js'
import { itResumes } from '../resumes.js'
import { xnys } from '../sessions.js'
import { fetchAll, instants, refusal, Servers } from '../source-run.js'

const KEY = 'abcdefghijklmnopqrstuvwxyz123456'
const REQUEST: DataRequest = {
  frequency: 'daily',
  calendar: xnys,
  symbols: ['CPIAUCSL'],
  start: '2024-01-01',
  end: '2024-12-31',
}
const servers = new Servers()
afterEach(() => servers.closeAll())

const SERIES = {
  realtime_start: '2026-01-15',
  realtime_end: '2026-01-15',
  seriess: [
    {
      id: 'CPIAUCSL',
      title: 'Consumer Price Index for All Urban Consumers: All Items in U.S. City Average',
      observation_start: '1947-01-01',
      observation_end: '2025-12-01',
      frequency: 'Monthly',
      units: 'Index 1982-1984=100',
    },
  ],
}

const page = (rows: readonly (readonly [date: string, value: string, released: string])[], count = rows.length) => ({
  realtime_start: '1776-07-04',
  realtime_end: '9999-12-31',
  observation_start: '1600-01-01',
  observation_end: '9999-12-31',
  units: 'lin',
  output_type: 4,
  file_type: 'json',
  order_by: 'observation_date',
  sort_order: 'asc',
  count,
  offset: 0,
  limit: 100000,
  observations: rows.map(([date, value, realtime_start]) => ({
    realtime_start,
    realtime_end: '9999-12-31',
    date,
    value,
  })),
})

const CPI = page([
  ['2023-12-01', '308.850', '2024-01-11'],
  ['2024-01-01', '309.685', '2024-02-13'],
  ['2024-02-01', '.', '2024-03-12'],
])
const good = ({ path }: Asked): Reply => ({ body: path.startsWith('/fred/series/observations') ? CPI : SERIES })

const source = (options: object, outside: Outside) => fredSource(fredOptions.parse({ key: KEY, ...options }), outside)
const read = (url: string, request: Partial<DataRequest> = {}, options: object = {}) =>
  fetchAll(source({ url, ...options }, { clock: new FastClock(), random: new Random(1) }), { ...REQUEST, ...request })

describe('series of FRED', () => {
  it('stand on the day of their first release, not of the month that they are of', async () => {
    const { url, asked } = await servers.serve(good)
    const { assets, bars } = await read(url)
    expect([instants(bars[0]), [...bars[0].close], [...bars[0].open], [...bars[0].volume]]).toEqual([
      ['2024-01-11', '2024-02-13'],
      [308.85, 309.685],
      [308.85, 309.685],
      [0, 0],
    ])
    expect(assets[0]).toMatchObject({
      symbol: 'CPIAUCSL',
      name: 'Consumer Price Index for All Urban Consumers: All Items in U.S. City Average (Index 1982-1984=100)',
      exchange: 'FRED',
    })
    expect(Object.fromEntries(asked[1].query)).toMatchObject({
      output_type: '4',
      realtime_start: '1776-07-04',
      file_type: 'json',
    })
  })

  it('stand on their own days where that is wanted, on the next session where these are none', async () => {
    const { url, asked } = await servers.serve(({ path }) => ({
      body: path.startsWith('/fred/series/observations')
        ? page([
            ['2024-01-06', '1.5', '2026-01-15'],
            ['2024-01-07', '1.6', '2026-01-15'],
            ['2024-01-09', '-0.2', '2026-01-15'],
          ])
        : SERIES,
    }))
    const { bars, notices } = await read(url, {}, { dates: 'observation' })
    expect([instants(bars[0]), [...bars[0].close]]).toEqual([
      ['2024-01-08', '2024-01-09'],
      [1.6, -0.2],
    ])
    expect(notices.map(({ code }) => code)).toEqual(['DATA_DATE_DUPLICATE', 'DATA_NEGATIVE'])
    expect(asked[1].query.get('output_type')).toBeNull()
  })

  it('come page by page', async () => {
    const first = [['2024-01-02', '1', '2024-01-02']] as const
    const second = [['2024-01-03', '2', '2024-01-03']] as const
    const { url, asked } = await servers.serve(({ path, query }) => {
      if (!path.startsWith('/fred/series/observations')) return { body: SERIES }
      return { body: query.get('offset') === '0' ? page(first, 100_001) : page(second, 100_001) }
    })
    expect([...(await read(url)).bars[0].close]).toEqual([1, 2])
    expect(asked.slice(1).map(({ query }) => query.get('offset'))).toEqual(['0', '100000'])
  })

  it('that do not exist, keys that are not registered, and minutes are refused', async () => {
    const answer = (error_message: string): Reply => ({ status: 400, body: { error_code: 400, error_message } })
    const unknown = await servers.serve([answer('Bad Request.  The series does not exist.')])
    expect((await refusal(read(unknown.url, { symbols: ['NOPE'] }))).code).toBe('SYMBOL_NOT_FOUND')
    const key =
      'Bad Request.  The value for variable api_key is not registered.  Read https://fred.stlouisfed.org/docs/api/api_key.html'
    const denied = await servers.serve([answer(key)])
    expect((await refusal(read(denied.url))).code).toBe('REMOTE_DENIED')
    expect((await refusal(read(denied.url, { frequency: 'minute' }))).code).toBe('DATA_FREQUENCY_MISSING')
    const strange = await servers.serve(({ path }) => ({
      body: path.startsWith('/fred/series/observations') ? page([['2024-01-02', 'n/a', '2024-01-02']]) : SERIES,
    }))
    expect((await refusal(read(strange.url))).message).toContain("'n/a' of 2024-01-02 is no number")
  })
})

describe('an ill service', () => {
  itIsPatient({ servers, request: REQUEST, secrets: [KEY], good, source })
})

describe('a fetch that was cut off', () => {
  itResumes({ servers, request: REQUEST, good, source: (url, outside) => source({ url }, outside) })
})
