import { mkdtempSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  type Context,
  type FetchCsvOptions,
  fetch_csv,
  type RunAlgorithmOptions,
  run_algorithm,
  symbol,
} from '../../compat/index.js'
import { DATA } from './answers.js'
import { sendCsv, serve } from './csv-server.js'

const run = { start: '2020-03-02', end: '2020-03-05', capital_base: 1e5, csv: DATA.daily }
const GOOD = 'date,symbol,a\n2020-03-02,ALFA,1\n'

async function failure(answer: RequestListener, options: FetchCsvOptions = {}, path = '/a.csv') {
  const server = await serve(answer)
  try {
    const url = server.url.replace('//', '//me:secret@')
    const failing = run_algorithm({ ...run, initialize: () => void fetch_csv(`${url}${path}`, options) })
    const error = (await failing.then(
      () => ({ code: 'none', message: '' }),
      (thrown: unknown) => thrown,
    )) as { code: string; message: string }
    expect(error.message).not.toMatch(/secret|me:/)
    return [error.code, error.message.replace(server.url, 'HOST')]
  } finally {
    await server.close()
  }
}

const withType =
  (type: string, text = GOOD): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type }).end(text)

describe('fetch_csv over HTTP fails with the URL, but without what is secret in it', () => {
  it('where there is no such page', async () => {
    const answer: RequestListener = (_request, response) => void response.writeHead(404).end('no')
    expect(await failure(answer, {}, '/a.csv?api_key=secret')).toEqual([
      'FETCH_CSV_STATUS',
      'HOST/a.csv?api_key=… answered 404 Not Found',
    ])
  })

  it('where the server breaks off', async () => {
    const answer: RequestListener = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '5000' })
      response.write(GOOD, () => response.destroy())
    }
    const [code, message] = await failure(answer)
    expect([code, message]).toEqual([
      'FETCH_CSV_TRUNCATED',
      expect.stringMatching(/^HOST\/a\.csv broke off after \d+ bytes/),
    ])
  })

  it('where the server is silent before the first byte, or in the middle', async () => {
    const silent: RequestListener = () => {}
    const half: RequestListener = (_request, response) => void response.write(GOOD)
    for (const answer of [silent, half]) {
      expect(await failure(answer, { timeout: 0.2 })).toEqual([
        'FETCH_CSV_TIMEOUT',
        'HOST/a.csv sent nothing for 0.2 s',
      ])
    }
  })

  it('where it is a page, or another document', async () => {
    expect(await failure(withType('text/html; charset=utf-8', '<p>log in</p>'))).toEqual([
      'FETCH_CSV_CONTENT_TYPE',
      'HOST/a.csv is no CSV: it says that it is text/html; charset=utf-8',
    ])
    expect((await failure(withType('application/json')))[0]).toBe('FETCH_CSV_CONTENT_TYPE')
    for (const type of ['text/plain', 'application/csv', 'application/octet-stream'])
      expect((await failure(withType(type)))[0]).toBe('none')
  })

  it('where it is elsewhere', async () => {
    const answer: RequestListener = (_request, response) =>
      void response.writeHead(302, { location: 'http://other.example/b.csv?token=secret' }).end()
    expect(await failure(answer)).toEqual([
      'FETCH_CSV_REDIRECTED',
      'Attempt to fetch_csv from a redirected url. HOST/a.csv must be changed to http://other.example/b.csv?token=…',
    ])
  })

  it('where nobody answers', async () => {
    const server = await serve(() => {})
    await server.close()
    const failing = run_algorithm({ ...run, initialize: () => void fetch_csv(`${server.url}/a.csv`) })
    await expect(failing).rejects.toMatchObject({ code: 'FETCH_CSV_UNREACHABLE' })
  })

  it('where a row has too many fields, or a quote stays open: with the line', async () => {
    expect(await failure(sendCsv(`${GOOD}2020-03-03,ALFA,1,2\n`))).toEqual([
      'FETCH_CSV_ROW',
      'HOST/a.csv, line 3: expected 3 fields, saw 4',
    ])
    const [code, message] = await failure(sendCsv(`${GOOD}2020-03-03,"ALFA,1\n`))
    expect([code, message]).toEqual(['FETCH_CSV_ROW', expect.stringMatching(/^HOST\/a\.csv, line \d/)])
  })

  it('where the text is in another encoding', async () => {
    const bytes = Buffer.from('date,symbol,a\n2020-03-02,ALFA,gr\xfcn\n', 'latin1')
    const answer: RequestListener = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/csv' }).end(bytes)
    expect((await failure(answer))[0]).toBe('FETCH_CSV_ENCODING')
    expect((await failure(answer, { encoding: 'latin1' }))[0]).toBe('none')
  })

  it('where a column is not there', async () => {
    expect(await failure(sendCsv(GOOD), { date_column: 'day' })).toEqual([
      'FETCH_CSV_COLUMN',
      "HOST/a.csv has no column 'day'",
    ])
    expect((await failure(sendCsv(GOOD), { symbol_column: 'ticker' }))[0]).toBe('FETCH_CSV_COLUMN')
  })

  it('where an option is none', async () => {
    const server = await serve(sendCsv(GOOD))
    const options = { low_memory: true } as FetchCsvOptions
    const failing = run_algorithm({ ...run, initialize: () => void fetch_csv(server.url, options) })
    await expect(failing).rejects.toMatchObject({ code: 'FETCH_CSV_OPTION' })
    await server.close()
  })

  it('and the failure belongs to who awaits it', async () => {
    const server = await serve((_request, response) => void response.writeHead(500).end())
    const codes: string[] = []
    const initialize = async () => {
      try {
        await fetch_csv(server.url)
      } catch (error) {
        codes.push((error as { code: string }).code)
      }
    }
    const perf = await run_algorithm({ ...run, initialize })
    expect([codes, perf.result.performance.length]).toEqual([['FETCH_CSV_STATUS'], 4])
    await server.close()
  })
})

describe('fetch_csv asks', () => {
  async function asked(options: FetchCsvOptions, path: string, login = ''): Promise<IncomingMessage> {
    const requests: IncomingMessage[] = []
    const server = await serve((request, response) => {
      requests.push(request)
      sendCsv(GOOD)(request, response)
    })
    const url = `${server.url.replace('//', `//${login}`)}${path}`
    await run_algorithm({ ...run, initialize: () => void fetch_csv(url, options) })
    await server.close()
    return requests[0]
  }
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

  it('with a query and headers, and who one is', async () => {
    const options = { params: { page: 2 }, headers: { 'x-team': 'quants' }, auth: ['me', 'hush'] as const }
    const { url, headers } = await asked(options, '/a.csv?from=2020')
    expect([url, headers['x-team'], headers.authorization]).toEqual([
      '/a.csv?from=2020&page=2',
      'quants',
      basic('me:hush'),
    ])
    expect((await asked({}, '/a.csv', 'you:p%40ss@')).headers.authorization).toBe(basic('you:p@ss'))
  })

  it('what special_params_checker says', async () => {
    const special_params_checker = (url: string) => [`${url}/b.csv`, { key: 'k' }] as const
    expect((await asked({ special_params_checker }, '')).url).toBe('/b.csv?key=k')
  })
})

describe('fetch_csv outside of initialize', () => {
  const during = (handle_data: RunAlgorithmOptions['handle_data']) =>
    run_algorithm({ ...run, initialize: () => {}, handle_data })

  it('reads files, and fetches nothing', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'fetch-')), 'a.csv')
    writeFileSync(file, GOOD)
    const seen: unknown[] = []
    await during((context: Context, data) => {
      if (!context.done) fetch_csv(file)
      context.done = true
      seen.push(data.current(symbol('ALFA'), 'a'))
    })
    expect(seen).toEqual([1, 1, 1, 1])
    const failing = during(() => void fetch_csv('http://127.0.0.1:1/a.csv?key=secret'))
    await expect(failing).rejects.toMatchObject({
      code: 'FETCH_CSV_OUTSIDE_INITIALIZE',
      message: expect.stringContaining('http://127.0.0.1:1/a.csv?key=… in initialize only'),
    })
    await expect(during(() => void fetch_csv('/nowhere/a.csv'))).rejects.toMatchObject({ code: 'FETCH_CSV_FILE' })
  })
})

describe('fetch_csv in both profiles', () => {
  async function seen(
    profile: 'zipline' | 'strict',
    csv: string,
    options: FetchCsvOptions,
    who: string,
  ): Promise<unknown[]> {
    const file = join(mkdtempSync(join(tmpdir(), 'fetch-')), 'a.csv')
    writeFileSync(file, csv)
    const values: unknown[] = []
    await run_algorithm({
      ...run,
      profile,
      initialize: () => void fetch_csv(file, options),
      handle_data: (_context, data) => void values.push(data.current(who === 'ALFA' ? symbol('ALFA') : who, 'a')),
    })
    return values
  }

  it.each([
    ['zipline', [Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    ['strict', [Number.NaN, Number.NaN, 1, 1]],
  ] as const)('fetchIgnoresDateFormat: %s', async (profile, expected) => {
    const csv = GOOD.replace('2020-03-02', '04/03/2020')
    expect(await seen(profile, csv, { date_format: '%d/%m/%Y' }, 'ALFA')).toEqual(expected)
  })

  it.each([
    ['zipline', [Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    ['strict', [1, 1, 1, 1]],
  ] as const)('fetchIgnoresMask: %s', async (profile, expected) => {
    expect(await seen(profile, GOOD.replace('ALFA', 'GOLD'), { mask: false }, 'GOLD')).toEqual(expected)
  })

  it.each([
    ['zipline', ['1', '', '', '']],
    ['strict', [1, Number.NaN, Number.NaN, Number.NaN]],
  ] as const)('fetchBlanksAreText: %s', async (profile, expected) => {
    expect(await seen(profile, `${GOOD}2020-03-03,ALFA,\n`, {}, 'ALFA')).toEqual(expected)
  })
})
