import { z } from 'zod'
import type { DataRequest } from '../source.js'
import { ResponseCache } from './cache.js'
import type { RemoteOptions } from './remote.js'
import type { Rate } from './token-bucket.js'

/** Options that every source behind an API has; `requestsPerMinute` is what the vendor allows where none is given. */
export const remoteShape = (requestsPerMinute: number) => ({
  /** How often a request is tried again after a failure that may pass. */
  retries: z.int().min(0).max(20).default(5),
  /** ms for one try, its body included. */
  timeout: z.number().positive().default(30_000),
  requestsPerMinute: z.number().positive().default(requestsPerMinute),
  /** A folder that keeps answers, also those of an ingest that came to its end. */
  cache: z.string().min(1).optional(),
  /** How much such a folder may hold. */
  cacheMegabytes: z.number().positive().default(1024),
  /** Kept answers older than this are asked for anew. */
  cacheHours: z.number().positive().default(12),
})

export interface RemoteChoices {
  readonly retries: number
  readonly timeout: number
  /** Left out where the vendor's own library keeps to its limits. */
  readonly requestsPerMinute?: number
  readonly cache?: string
  readonly cacheHours: number
  readonly cacheMegabytes: number
}

/** What is outside of a source and can be replaced: the network, the clock, chance. */
export type Outside = Pick<RemoteOptions, 'fetch' | 'clock' | 'random' | 'backoff' | 'longestWait'>

/** The options of a `Remote`, from those of a source and what is asked of it. */
export function remoteOptions(
  choices: RemoteChoices,
  outside: Outside,
  { signal, answers }: Pick<DataRequest, 'signal' | 'answers'> = {},
): Omit<RemoteOptions, 'name'> {
  const { retries, timeout, requestsPerMinute, cache = answers, cacheHours, cacheMegabytes } = choices
  const rate = requestsPerMinute === undefined ? undefined : rateOf(requestsPerMinute)
  const kept =
    cache === undefined
      ? undefined
      : new ResponseCache(cache, cacheHours * 3_600_000, outside.clock, cacheMegabytes * 1e6)
  return { ...outside, retries, timeout, rate, signal, cache: kept }
}

/** A burst of a second's worth at most: services count in windows shorter than a minute as well. */
function rateOf(requestsPerMinute: number): Rate {
  return { requests: Math.max(1, requestsPerMinute / 60), per: Math.max(1000, 60_000 / requestsPerMinute) }
}
