import { expect, it } from '@jest/globals'
import type { Outside } from '../../core/data/remote/options.js'
import type { DataRequest, DataSource } from '../../core/data/source.js'
import { Random } from '../../core/kernel/random.js'
import { type Asked, FastClock, type Reply } from '../core/data/remote/loopback.js'
import { fetchAll, refusal, type Servers } from './source-run.js'

export interface IllService {
  readonly servers: Servers
  readonly request: DataRequest
  readonly secrets: readonly string[]
  /** What it answers when it is well. */
  readonly good: (asked: Asked) => Reply
  readonly source: (options: object, outside: Outside) => DataSource
}

/** What every REST source does when its service is ill: the vendor's own answers are tested beside. */
export function itIsPatient({ servers, request, secrets, good, source }: IllService): void {
  const read = (url: string, more: object = {}, clock = new FastClock(), signal?: AbortSignal) =>
    fetchAll(source({ url, ...more }, { clock, random: new Random(1) }), { ...request, signal })

  it('asks again until it is answered, as late as it is told', async () => {
    const clock = new FastClock()
    const wellReplies = (await readWell()).asked
    const first: Reply[] = [
      { status: 429, headers: { 'retry-after': '5' }, body: { message: 'too many requests.' } },
      { status: 500, body: 'Internal Server Error', headers: { 'content-type': 'text/plain' } },
      { body: { results: [] }, cutAt: 4 },
      { body: '{"results": [{' },
      { body: '<html><head><title>502 Bad Gateway</title></head></html>', headers: { 'content-type': 'text/html' } },
      { drip: 5 },
    ]
    const replies = [...first]
    const { url, asked } = await servers.serve((one) => replies.shift() ?? good(one))
    const { bars } = await read(url, { retries: 6 }, clock)
    expect(bars).toEqual((await readWell()).bars)
    expect(asked).toHaveLength(wellReplies + first.length)
    expect(clock.waits.some((wait) => wait >= 5000 && wait <= 5500)).toBe(true)
  })

  it.each<readonly [string, Reply]>([
    ['REMOTE_LIMITED', { status: 429, body: { message: 'too many requests.' } }],
    ['REMOTE_FAILED', { status: 500, body: 'Internal Server Error' }],
    ['REMOTE_TRUNCATED', { body: { results: [] }, cutAt: 4 }],
    ['REMOTE_NOT_JSON', { body: '<html><title>Login</title></html>', headers: { 'content-type': 'text/html' } }],
    ['REMOTE_TIMEOUT', { drip: 5 }],
    ['REMOTE_SHAPE', { body: [] }],
    ['REMOTE_MOVED', { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' }],
  ])('gives up with %s', async (code, reply) => {
    const { url } = await servers.serve([reply])
    const error = await refusal(read(url, { retries: 1 }))
    expect([error.code, error.hint]).toEqual([code, expect.any(String)])
    expect(error.message).toContain(url)
  })

  it('stops when the request is aborted', async () => {
    const abort = new AbortController()
    const { url } = await servers.serve([{ drip: 5, onDrip: () => abort.abort() }])
    expect((await refusal(read(url, {}, new FastClock(), abort.signal))).name).toBe('AbortError')
  })

  it('shows its keys to nobody, though the service says them back', async () => {
    for (const status of [400, 401, 403, 404, 500]) {
      const { url } = await servers.serve([{ status, body: { message: `no such key: ${secrets.join(' ')}` } }])
      const error = await refusal(read(url, { retries: 0 }))
      const told = [error.message, error.hint, error.stack, String(error.cause), JSON.stringify(error)].join('\n')
      for (const secret of secrets) expect(told).not.toContain(secret)
    }
  })

  async function readWell() {
    const { url, asked } = await servers.serve(good)
    const { bars } = await read(url)
    return { bars, asked: asked.length }
  }
}
