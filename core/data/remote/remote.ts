import type { ZodType } from 'zod'
import { RustybtError } from '../../kernel/errors.js'
import { Random } from '../../kernel/random.js'
import { Redactor, type SecretText } from '../../kernel/secret.js'
import type { ResponseCache } from './cache.js'
import { systemClock, systemTimer, type WallClock } from './clock.js'
import { excerpt, isHtml, RemoteErrors } from './errors.js'
import { askedWait, backoffWait, DEFAULT_RETRY, isPassing, type RetryPolicy } from './retry.js'
import { type Rate, TokenBucket } from './token-bucket.js'

/** As the platform's `fetch` is called here. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

export interface RemoteOptions extends Partial<RetryPolicy> {
  /** Who is asked, for messages. */
  readonly name: string
  /** ms for one try, its body included: a slow drip is cut off too. */
  readonly timeout?: number
  readonly rate?: Rate
  readonly signal?: AbortSignal
  /** Never shown, whatever a server says back. With secrets, redirects are not followed: they would take the keys along. */
  readonly secrets?: readonly SecretText[]
  readonly cache?: ResponseCache
  readonly fetch?: Fetch
  readonly clock?: WallClock
  readonly random?: Random
}

/** An answer whose body has come whole and is JSON, unless its status says that it failed. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

const DEFAULT_TIMEOUT = 30_000

/**
 * A JSON API over HTTP, asked patiently: within its rate limit, again after what may pass (no connection, timeouts, 429, 5xx, truncated
 * bodies, web pages in place of JSON), as late as `Retry-After` says. What remains is a `REMOTE_…` error that names the URL without
 * secrets. An aborted signal ends all waiting with its reason.
 */
export class Remote {
  readonly #options: RemoteOptions
  readonly #policy: RetryPolicy
  readonly #clock: WallClock
  readonly #random: Random
  readonly #bucket?: TokenBucket
  readonly #redactor = new Redactor()
  readonly #errors: RemoteErrors

  constructor(options: RemoteOptions) {
    const { retries, backoff, longestWait } = { ...DEFAULT_RETRY, ...defined(options) }
    this.#options = options
    this.#policy = { retries, backoff, longestWait }
    this.#clock = options.clock ?? systemClock
    // Its purpose is that two processes wait differently, so the clock seeds it.
    this.#random = options.random ?? new Random(`${options.name} ${this.#clock.now()}`)
    this.#bucket = options.rate && new TokenBucket(options.rate, this.#clock)
    for (const secret of options.secrets ?? []) this.#redactor.hide(secret.reveal())
    this.#errors = new RemoteErrors(options.name, this.#redactor)
  }

  /** Throws the signal's reason where it has aborted: a library may have made an error of its own of it. */
  throwIfAborted(): void {
    this.#options.signal?.throwIfAborted()
  }

  /** When the oldest answer used so far was given (epoch ms): what was not over then is not over in it. `now`, where none was kept. */
  asOf(now: number): number {
    return Math.min(now, this.#oldest)
  }
  #oldest = Number.POSITIVE_INFINITY

  /** What the URL answers, checked against the schema. Statuses other than 2xx are errors. */
  async json<T>(url: string, schema: ZodType<T>, init: RequestInit = {}): Promise<T> {
    const method = init.method ?? 'GET'
    const { status, text, json } = await this.#ask(url, init)
    if (status < 200 || status > 299) throw this.#errors.status(method, url, status, text, '')
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    const [{ path, message }] = parsed.error.issues
    const what = `answered what is not expected: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`
    throw this.#errors.of('REMOTE_SHAPE', method, url, what, 'has the service changed? see if a newer rustybt knows it')
  }

  /** `fetch` for a vendor's own library: an error that trying again does not change is left to it to explain, if it is told in JSON. */
  readonly fetch: Fetch = async (url, init = {}) => {
    const { status, headers, text } = await this.#ask(String(url), init)
    if (status >= 300 && !isJson(text)) throw this.#errors.status(init.method ?? 'GET', String(url), status, text, '')
    // The body is decoded already.
    const kept = new Headers(headers)
    kept.delete('content-encoding')
    kept.delete('content-length')
    return new Response(status === 204 || status === 304 ? null : text, { status, headers: kept })
  }

  /** Does work that sends requests by a library, again where it fails by what the library says may pass. */
  async patiently<T>(work: () => Promise<T>, mayPass: (error: unknown) => boolean): Promise<T> {
    for (let retry = 0; ; retry++) {
      try {
        return await work()
      } catch (error) {
        this.throwIfAborted()
        if (error instanceof RustybtError || retry >= this.#policy.retries || !mayPass(error)) throw error
        await this.#clock.wait(backoffWait(this.#policy, retry, this.#random), this.#options.signal)
      }
    }
  }

  /** An error of this API, without its secrets. */
  refusal(code: string, what: string, hint?: string, cause?: unknown): RustybtError {
    return this.#errors.told(code, what, hint, cause)
  }

  async #ask(url: string, init: RequestInit): Promise<Answer> {
    const method = init.method ?? 'GET'
    const { cache } = this.#options
    const request = this.#redactor.redact(`${this.#options.name} ${method} ${url}`)
    const kept = method === 'GET' ? cache?.read(request) : undefined
    if (kept !== undefined) {
      this.#oldest = Math.min(this.#oldest, kept.at)
      return answerOf(kept.text)
    }
    const answer = await this.#askAgain(method, url, init)
    if (method === 'GET' && answer.status === 200) cache?.write(request, answer.text)
    return answer
  }

  async #askAgain(method: string, url: string, init: RequestInit): Promise<Answer> {
    const { signal } = this.#options
    const started = this.#clock.now()
    for (let retry = 0; ; retry++) {
      await this.#bucket?.take(signal)
      const failure = await this.#try(method, url, init)
      if ('answer' in failure) return failure.answer
      const tried = retry === 0 ? '' : ` (${retry + 1} tries in ${seconds(this.#clock.now() - started)})`
      if (retry >= this.#policy.retries) throw failure.error(tried)
      const asked = failure.asked
      if (asked !== undefined && asked > this.#policy.longestWait) {
        throw failure.error(`${tried}, and asks to be left alone for ${seconds(asked)}`)
      }
      const wait = backoffWait(this.#policy, retry, this.#random)
      await this.#clock.wait(asked === undefined ? wait : asked + Math.min(wait, 0.1 * asked), signal)
    }
  }

  async #try(method: string, url: string, init: RequestInit): Promise<{ answer: Answer } | Failure> {
    const { signal, timeout = DEFAULT_TIMEOUT, fetch = globalThis.fetch as Fetch, secrets = [] } = this.#options
    signal?.throwIfAborted()
    const late = new AbortController()
    const { timer = systemTimer } = this.#clock
    const stopTimer = timer(timeout, () => late.abort())
    let response: Response | undefined
    try {
      const signals = [signal, init.signal, late.signal].filter((one) => one !== undefined && one !== null)
      const redirect = secrets.length > 0 ? { redirect: 'manual' as const } : undefined
      response = await fetch(url, { ...init, ...redirect, signal: AbortSignal.any(signals) })
      const text = await response.text()
      return this.#judge(method, url, response, text)
    } catch (cause) {
      if (signal?.aborted) throw signal.reason
      if (init.signal?.aborted) throw init.signal.reason
      const [code, what, hint] = late.signal.aborted
        ? ['REMOTE_TIMEOUT', `did not answer whole within ${seconds(timeout)}`, 'try again later, or raise timeout']
        : response !== undefined
          ? ['REMOTE_TRUNCATED', 'broke off in the middle of its answer', 'try again later']
          : ['REMOTE_UNREACHABLE', `got no answer (${reasonOf(cause)})`, 'check the network and the address']
      return { error: (tried) => this.#errors.of(code, method, url, `${what}${tried}`, hint, cause) }
    } finally {
      stopTimer()
    }
  }

  #judge(method: string, url: string, { status, headers }: Response, text: string): { answer: Answer } | Failure {
    if (isPassing(status)) {
      const error = (tried: string) => this.#errors.status(method, url, status, text, tried)
      return { error, asked: askedWait(headers, this.#clock.now()) }
    }
    if (status < 200 || status > 299) return { answer: { status, headers, text, json: undefined } }
    try {
      return { answer: { ...answerOf(text), status, headers } }
    } catch (cause) {
      const what = `answered ${isHtml(text) ? '' : 'no whole JSON: '}${excerpt(text)} (${headers.get('content-type') ?? 'no content type'})`
      const hint = 'is something between here and the service, a proxy or a login page? Else try again later'
      return { error: (tried) => this.#errors.of('REMOTE_NOT_JSON', method, url, `${what}${tried}`, hint, cause) }
    }
  }
}

/** One try that came to nothing, and how long the server asks to be left alone, in ms. */
interface Failure {
  readonly error: (tried: string) => Error
  readonly asked?: number
}

function answerOf(text: string): Answer {
  return { status: 200, headers: new Headers({ 'content-type': 'application/json' }), text, json: JSON.parse(text) }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function reasonOf(cause: unknown): string {
  const inner = (cause as Error | undefined)?.cause
  return (
    (inner as { code?: string } | undefined)?.code ??
    (inner as Error | undefined)?.message ??
    String((cause as Error)?.message)
  )
}

const seconds = (ms: number): string => `${Number((ms / 1000).toPrecision(3))} s`

/** Without the keys whose value is undefined, which would hide a default. */
function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>
}
