import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { readCounts } from '../../../../core/data/cache-counts.js'
import { ResponseCache } from '../../../../core/data/remote/cache.js'
import { Remote, type RemoteOptions } from '../../../../core/data/remote/remote.js'
import type { RustybtError } from '../../../../core/kernel/errors.js'
import { Random } from '../../../../core/kernel/random.js'
import { SecretText } from '../../../../core/kernel/secret.js'
import { FastClock, type Loopback, loopback, type Reply } from './loopback.js'

const schema = z.object({ price: z.number() })
const GOOD: Reply = { body: { price: 1.5 } }
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function serve(answer: Parameters<typeof loopback>[0]): Promise<Loopback> {
  const server = await loopback(answer)
  opened.push(server)
  return server
}

const remote = (clock: FastClock, options: Partial<RemoteOptions> = {}) =>
  new Remote({ name: 'vendor', clock, random: new Random(1), ...options })

async function refusal(work: Promise<unknown>): Promise<RustybtError> {
  try {
    await work
  } catch (error) {
    return error as RustybtError
  }
  throw new Error('it did not fail')
}

describe('what may pass is asked again', () => {
  it('waits as many seconds as Retry-After says, and somewhat more', async () => {
    const clock = new FastClock()
    const { url, asked } = await serve([{ status: 429, headers: { 'retry-after': '7' } }, GOOD])
    expect(await remote(clock).json(url, schema)).toEqual({ price: 1.5 })
    expect(asked).toHaveLength(2)
    expect(clock.waits).toHaveLength(1)
    expect(clock.waits[0]).toBeGreaterThanOrEqual(7000)
    expect(clock.waits[0]).toBeLessThanOrEqual(7700)
  })

  it('waits until the date that Retry-After names', async () => {
    const clock = new FastClock(Date.UTC(2026, 0, 15, 12))
    const { url } = await serve([{ status: 503, headers: { 'retry-after': 'Thu, 15 Jan 2026 12:00:30 GMT' } }, GOOD])
    await remote(clock).json(url, schema)
    expect(clock.waits[0]).toBeGreaterThanOrEqual(30_000)
    expect(clock.waits[0]).toBeLessThanOrEqual(33_000)
  })

  it('waits until the second that X-RateLimit-Reset names, where there is no Retry-After', async () => {
    const clock = new FastClock(Date.UTC(2026, 0, 15, 12))
    const reset = String(Date.UTC(2026, 0, 15, 12, 0, 20) / 1000)
    const { url } = await serve([{ status: 429, headers: { 'x-ratelimit-reset': reset } }, GOOD])
    await remote(clock).json(url, schema)
    expect(clock.waits[0]).toBeGreaterThanOrEqual(20_000)
  })

  it('doubles its wait where it is not told how long', async () => {
    const clock = new FastClock()
    const { url } = await serve([{ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 }, GOOD])
    await remote(clock).json(url, schema)
    const full = [1000, 2000, 4000, 8000]
    expect(clock.waits).toHaveLength(4)
    clock.waits.forEach((wait, i) => {
      expect(wait).toBeGreaterThanOrEqual(full[i] / 2)
      expect(wait).toBeLessThanOrEqual(full[i])
    })
  })

  it('asks again after a body that broke off, one that is cut JSON, and a web page', async () => {
    const { url, asked } = await serve([
      { body: { price: 1.5 }, cutAt: 5 },
      { body: '{"price": 1' },
      { body: '<!DOCTYPE html><title>Gate</title>', headers: { 'content-type': 'text/html' } },
      GOOD,
    ])
    expect(await remote(new FastClock()).json(url, schema)).toEqual({ price: 1.5 })
    expect(asked).toHaveLength(4)
  })

  it('asks again where a slow drip takes longer than the timeout', async () => {
    const { url, asked } = await serve([{ drip: 5 }, GOOD])
    expect(await remote(new FastClock()).json(url, schema)).toEqual({ price: 1.5 })
    expect(asked).toHaveLength(2)
  })

  it('counts the time by the system, where it is given no other clock', async () => {
    const { url } = await serve([{ drip: 5 }])
    const asking = new Remote({ name: 'vendor', timeout: 20, retries: 0 }).json(url, schema)
    expect((await refusal(asking)).message).toMatch(/did not answer whole within 0\.02 s/)
  })

  it('takes JSON for what it is, whatever its content type says', async () => {
    const { url } = await serve([{ ...GOOD, headers: { 'content-type': 'text/plain' } }])
    expect(await remote(new FastClock()).json(url, schema)).toEqual({ price: 1.5 })
  })
})

describe('what does not pass is an error that says where and what', () => {
  const cases: readonly (readonly [string, Reply, string, RegExp])[] = [
    ['a limit', { status: 429, body: { error: 'too many' } }, 'REMOTE_LIMITED', /answered 429 \(3 tries in .*too many/],
    ['a failure', { status: 500, body: 'oops' }, 'REMOTE_FAILED', /answered 500 \(3 tries in .*: oops/],
    ['a denial', { status: 403, body: { message: 'forbidden.' } }, 'REMOTE_DENIED', /answered 403: .*forbidden/],
    ['nothing there', { status: 404, body: '{}' }, 'REMOTE_NOT_FOUND', /answered 404/],
    ['a refusal', { status: 400, body: { error: 'bad range' } }, 'REMOTE_REFUSED', /answered 400: .*bad range/],
    ['a truncated body', { body: { price: 1 }, cutAt: 3 }, 'REMOTE_TRUNCATED', /broke off in the middle.*3 tries/],
    ['cut JSON', { body: '{"price": ' }, 'REMOTE_NOT_JSON', /no whole JSON/],
    ['nothing at all', { body: '' }, 'REMOTE_NOT_JSON', /no whole JSON: an empty body/],
    [
      'a web page',
      { body: '<html><head><title>Just a\n moment...</title>', headers: { 'content-type': 'text/html' } },
      'REMOTE_NOT_JSON',
      /a web page titled 'Just a moment\.\.\.' \(text\/html\)/,
    ],
    ['another shape', { body: { price: 'high' } }, 'REMOTE_SHAPE', /price: .*expected number/i],
    ['a drip', { drip: 5 }, 'REMOTE_TIMEOUT', /did not answer whole within 30 s \(3 tries/],
  ]

  it.each(cases)('%s', async (_, reply, code, message) => {
    const { url } = await serve([reply])
    const error = await refusal(remote(new FastClock(), { retries: 2 }).json(`${url}/v1/bars?symbol=A`, schema))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`vendor: GET ${url}/v1/bars?symbol=A`)
    expect(error.hint).not.toBe('')
  })

  it('nobody there', async () => {
    const server = await loopback([GOOD])
    await server.close()
    const error = await refusal(remote(new FastClock(), { retries: 1 }).json(server.url, schema))
    expect(error.code).toBe('REMOTE_UNREACHABLE')
    expect(error.message).toContain('ECONNREFUSED')
  })

  it('a server that asks for a longer wait than is waited', async () => {
    const clock = new FastClock()
    const { url, asked } = await serve([{ status: 429, headers: { 'retry-after': '3600' } }])
    const error = await refusal(remote(clock).json(url, schema))
    expect(error.code).toBe('REMOTE_LIMITED')
    expect(error.message).toContain('asks to be left alone for 3600 s')
    expect([asked.length, clock.waits]).toEqual([1, []])
  })
})

describe('stopping', () => {
  it('ends a wait with the reason of the abort', async () => {
    const { url, asked } = await serve([{ status: 429, headers: { 'retry-after': '60' } }])
    const abort = new AbortController()
    const asking = refusal(new Remote({ name: 'vendor', signal: abort.signal }).json(url, schema))
    while (asked.length === 0) await new Promise((done) => setTimeout(done, 5))
    setTimeout(() => abort.abort(), 20)
    expect((await asking).name).toBe('AbortError')
    expect(asked).toHaveLength(1)
  })

  it('ends an answer that does not end', async () => {
    const abort = new AbortController()
    const { url } = await serve([{ drip: 5, onDrip: () => abort.abort() }])
    expect((await refusal(new Remote({ name: 'vendor', signal: abort.signal }).json(url, schema))).name).toBe(
      'AbortError',
    )
  })
})

describe('secrets', () => {
  const key = new SecretText('k3y/with+odd=signs')

  it('are in no message, cause or hint, though the server says them back and the URL holds them', async () => {
    const said = `unknown key ${key.reveal()} (${encodeURIComponent(key.reveal())})`
    for (const reply of [{ status: 403, body: said }, { status: 500, body: said }, { body: said }] as Reply[]) {
      const { url } = await serve([reply])
      const asking = remote(new FastClock(), { retries: 1, secrets: [key] })
      const error = await refusal(asking.json(`${url}/a?api_key=${encodeURIComponent(key.reveal())}&b=1`, schema))
      const told = [error.message, error.hint, error.stack, String(error.cause)].join('\n')
      expect(told).not.toContain(key.reveal())
      expect(told).not.toContain(encodeURIComponent(key.reveal()))
      expect(error.message).toContain('api_key=[secret]&b=1')
    }
  })

  it('are not taken along to where a server redirects', async () => {
    const other = await serve([GOOD])
    const { url } = await serve([{ status: 302, headers: { location: other.url } }])
    const asking = remote(new FastClock(), { secrets: [key] })
    const error = await refusal(asking.json(url, schema, { headers: { 'x-key': key.reveal() } }))
    expect(error.code).toBe('REMOTE_MOVED')
    expect(other.asked).toEqual([])
  })
})

describe('the rate limit', () => {
  it('lets through a burst, then one request after the other at its rate', async () => {
    const clock = new FastClock()
    const { url } = await serve([GOOD])
    const asking = remote(clock, { rate: { requests: 2, per: 1000 } })
    for (let i = 0; i < 5; i++) await asking.json(url, schema)
    expect(clock.waits).toEqual([500, 500, 500])
  })

  it('counts tries, not requests', async () => {
    const clock = new FastClock()
    const { url } = await serve([{ status: 500 }, GOOD])
    await remote(clock, { rate: { requests: 1, per: 60_000 }, backoff: 1 }).json(url, schema)
    expect(clock.waits[1]).toBeGreaterThan(59_000)
  })
})

describe('kept answers', () => {
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'cache-'))
    opened.push({ close: async () => rmSync(path, { recursive: true }) })
    return path
  }

  it('are used until they are too old, and hold no secret', async () => {
    const clock = new FastClock()
    const path = folder()
    const { url, asked } = await serve((one) => ({ body: { price: Number(one.query.get('page')) } }))
    const secrets = [new SecretText('s3cret')]
    const asking = () => remote(clock, { secrets, cache: new ResponseCache(path, 60_000, clock) })
    const page = (n: number) => asking().json(`${url}/?page=${n}&page_token=t${n}&api_key=s3cret`, schema)
    expect([await page(1), await page(2), await page(1), await page(2)].map(({ price }) => price)).toEqual([1, 2, 1, 2])
    expect(asked).toHaveLength(2)
    await clock.wait(61_000)
    await page(1)
    expect(asked).toHaveLength(3)
    for (const file of filesIn(path)) expect(readFileSync(file, 'utf8')).not.toContain('s3cret')
  })

  it('are not used where the file is damaged, and failures are not kept', async () => {
    const clock = new FastClock()
    const path = folder()
    const { url, asked } = await serve([{ status: 404 }, GOOD, GOOD])
    const asking = remote(clock, { cache: new ResponseCache(path, 60_000, clock) })
    await refusal(asking.json(url, schema))
    await asking.json(url, schema)
    const file = filesIn(path).find((each) => !each.endsWith('counts.json'))!
    writeFileSync(file, readFileSync(file, 'utf8').replace('1.5', '9.5'))
    expect(await asking.json(url, schema)).toEqual({ price: 1.5 })
    expect(asked).toHaveLength(3)
  })
})

describe('the cache of answers', () => {
  it('counts hits and misses, and holds no more than its budget: the oldest go', () => {
    const path = mkdtempSync(join(tmpdir(), 'cache-'))
    opened.push({ close: async () => rmSync(path, { recursive: true }) })
    const clock = new FastClock()
    const body = 'x'.repeat(1000)
    const cache = new ResponseCache(path, 60_000, clock, 5000)
    const held = () => filesIn(path).filter((each) => !each.endsWith('counts.json'))
    for (let i = 0; i < 9; i++) {
      expect(cache.read(`${i}`)).toBe(undefined)
      cache.write(`${i}`, body)
      for (const file of held())
        utimesSync(file, 1000, statSync(file).mtimeMs > 2e6 ? 1000 + i : statSync(file).mtimeMs / 1000)
    }
    expect(held().reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(5000)
    expect(['0', '4', '8'].map((name) => cache.read(name)?.text)).toEqual([undefined, undefined, body])
    expect(cache.read('7')).toEqual({ text: body, at: clock.now() })
    // Another process counts on.
    expect(new ResponseCache(path, 60_000, clock, 5000).read('8')?.text).toBe(body)
    expect(readCounts(path)).toMatchObject({ hits: 3, misses: 11, budget: 5000 })
    cache.write('huge', 'x'.repeat(6000))
    expect([cache.read('huge'), cache.read('8')?.text]).toEqual([undefined, body])
    cache.clear()
    expect([held(), readCounts(path)]).toEqual([[], { hits: 4, misses: 12, bytes: 0, budget: 5000 }])
  })

  it('says how old the oldest answer is that was used', async () => {
    const path = mkdtempSync(join(tmpdir(), 'cache-'))
    opened.push({ close: async () => rmSync(path, { recursive: true }) })
    const { url } = await serve([GOOD])
    const clock = new FastClock()
    const first = clock.now()
    const asking = () => remote(clock, { cache: new ResponseCache(path, 60_000, clock) })
    await asking().json(url, schema)
    await clock.wait(30_000)
    const later = asking()
    expect(later.asOf(clock.now())).toBe(clock.now())
    await later.json(url, schema)
    expect(later.asOf(clock.now())).toBe(first)
  })
})

describe('as the fetch of a library', () => {
  it('hands statuses that stay to the library, and tries again what may pass', async () => {
    const { url, asked } = await serve([{ status: 500 }, { status: 404, body: { code: 'unknown' } }])
    const response = await remote(new FastClock()).fetch(url)
    expect([response.status, await response.json(), asked.length]).toEqual([404, { code: 'unknown' }, 2])
  })

  it('does not hand it a web page', async () => {
    const { url } = await serve([{ status: 403, body: '<html><title>Sorry, you have been blocked</title>' }])
    const error = await refusal(remote(new FastClock()).fetch(url))
    expect([error.code, error.message]).toEqual(['REMOTE_DENIED', expect.stringContaining('you have been blocked')])
  })
})

const filesIn = (path: string): string[] =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
