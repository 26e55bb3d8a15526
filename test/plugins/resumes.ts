import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { readCounts } from '../../core/data/cache-counts.js'
import type { Outside } from '../../core/data/remote/options.js'
import type { DataRequest, DataSource } from '../../core/data/source.js'
import { Random } from '../../core/kernel/random.js'
import { type Asked, FastClock, type Reply } from '../core/data/remote/loopback.js'
import { fetchAll, type Servers } from './source-run.js'

export interface Resuming {
  readonly servers: Servers
  readonly request: DataRequest
  readonly good: (asked: Asked) => Reply
  readonly source: (url: string, outside: Outside) => DataSource | Promise<DataSource>
  /** Epoch ms of the first try; the second is half an hour later. */
  readonly now?: number
}

/** Whichever request a fetch is cut off at, the next one asks for that and those after it alone, and gives what an unbroken one gives. */
export function itResumes({ servers, request, good, source, now = Date.UTC(2026, 0, 15, 12) }: Resuming): void {
  const at = (minutes: number) => ({ clock: new FastClock(now + minutes * 60_000), random: new Random(1) })

  it('goes on where it was cut off, asking for what is missing alone', async () => {
    const whole = await servers.serve(good)
    const expected = await fetchAll(await source(whole.url, at(0)), request)
    const total = whole.asked.length
    expect(total).toBeGreaterThan(1)
    for (let cut = 0; cut < total; cut++) {
      const answers = mkdtempSync(join(tmpdir(), 'answers-'))
      servers.add(() => rmSync(answers, { recursive: true }))
      const abort = new AbortController()
      let left = cut
      const { url, asked } = await servers.serve((one) => {
        if (left-- > 0) return good(one)
        abort.abort()
        return { drip: 5 }
      })
      const broken = fetchAll(await source(url, at(0)), { ...request, answers, signal: abort.signal })
      await expect(broken).rejects.toThrow()
      left = Number.POSITIVE_INFINITY
      const before = asked.length
      expect(await fetchAll(await source(url, at(30)), { ...request, answers })).toEqual(expected)
      expect([cut, asked.length - before]).toEqual([cut, total - cut])
      expect(readCounts(answers)).toMatchObject({ hits: cut, misses: total + 1 })
    }
  })
}
