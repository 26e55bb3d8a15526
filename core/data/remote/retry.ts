import type { Random } from '../../kernel/random.js'

export interface RetryPolicy {
  /** How often a request is tried again after its first failure. */
  readonly retries: number
  /** ms before the first of them; doubled each time. */
  readonly backoff: number
  /** ms; a server that asks for a longer wait than this is not waited for. */
  readonly longestWait: number
}

export const DEFAULT_RETRY: RetryPolicy = { retries: 5, backoff: 1000, longestWait: 120_000 }

/** Answers that a later try may turn into good ones. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530])

export const isPassing = (status: number): boolean => PASSING.has(status)

/** ms before try `retry` (from 0): doubling, of which between a half and all is taken, so that clients do not come back together. */
export function backoffWait({ backoff, longestWait }: RetryPolicy, retry: number, random: Random): number {
  const full = Math.min(backoff * 2 ** retry, longestWait)
  return Math.round(full * (0.5 + random.next() / 2))
}

/**
 * ms that a server asks to be left alone: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), else `X-RateLimit-Reset` where it is
 * a point in time (epoch seconds). Undefined where it does not say, or not so that it can be understood.
 */
export function askedWait(headers: Headers, now: number): number | undefined {
  const after = headers.get('retry-after')?.trim()
  if (after !== undefined && after !== '') {
    if (/^\d+(\.\d+)?$/.test(after)) return Math.ceil(Number(after) * 1000)
    const at = Date.parse(after)
    if (!Number.isNaN(at)) return Math.max(0, at - now)
  }
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  return reset > 1e9 && reset < 1e10 ? Math.max(0, Math.ceil(reset * 1000 - now)) : undefined
}
