import { RustybtError } from '../../kernel/errors.js'
import type { Redactor } from '../../kernel/secret.js'

const SECRETIVE = /key|secret|token|password|passphrase|signature|credential|auth/i
const EXCERPT = 200

/** A URL as it may be shown: no user, no fragment, and `[secret]` for parameters that are named like secrets. */
export function shownUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined) return url.split('?')[0]
  const shown = [...parsed.searchParams].map(([name, value]) => `${name}=${SECRETIVE.test(name) ? '[secret]' : value}`)
  return `${parsed.origin}${parsed.pathname}${shown.length > 0 ? `?${shown.join('&')}` : ''}`
}

/** What a body says, in a line: the title of an HTML page, the message of a JSON error, else how it begins. */
export function excerpt(text: string): string {
  if (text.trim() === '') return 'an empty body'
  if (isHtml(text)) {
    const title = /<title[^>]*>([^<]*)/i.exec(text)?.[1]?.trim().replace(/\s+/g, ' ')
    return title ? `a web page titled '${title.slice(0, EXCERPT)}'` : 'a web page'
  }
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > EXCERPT ? `${line.slice(0, EXCERPT)}…` : line
}

export const isHtml = (text: string): boolean => /^\s*(<!doctype html|<html|<head|<body)/i.test(text)

/** Makes the errors of one vendor's API: each names it, the request without secrets, and what to do. */
export class RemoteErrors {
  constructor(
    readonly name: string,
    private readonly redactor: Redactor,
  ) {}

  /** `vendor: GET https://… <what>` */
  of(code: string, method: string, url: string, what: string, hint?: string, cause?: unknown): RustybtError {
    return this.told(code, `${method} ${shownUrl(url)} ${what}`, hint, cause)
  }

  told(code: string, what: string, hint?: string, cause?: unknown): RustybtError {
    return new RustybtError(code, this.redactor.redact(`${this.name}: ${what}`), { hint, cause: this.#clean(cause) })
  }

  /** What an answer other than 2xx means. */
  status(method: string, url: string, status: number, body: string, tried: string): RustybtError {
    const [code, hint] = STATUS[status] ?? (status >= 500 ? FAILED : status >= 300 && status < 400 ? MOVED : REFUSED)
    return this.of(code, method, url, `answered ${status}${tried}: ${excerpt(body)}`, hint)
  }

  /** An error of the platform keeps its message, but not what it may hold of the request. */
  #clean(cause: unknown): unknown {
    if (!(cause instanceof Error)) return undefined
    const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : ''
    return new Error(this.redactor.redact(`${cause.message}${inner}`))
  }
}

const DENIED = [
  'REMOTE_DENIED',
  'check the key: that it is whole, not expired, and allowed to read these data',
] as const
const FAILED = ['REMOTE_FAILED', 'the service is ill at the moment: try again later'] as const
const REFUSED = ['REMOTE_REFUSED', 'the service does not take this request: check symbols and dates'] as const
const MOVED = ['REMOTE_MOVED', 'it points elsewhere, where requests are not sent: check the option url'] as const
const STATUS: Readonly<Record<number, readonly [string, string]>> = {
  401: DENIED,
  402: DENIED,
  403: DENIED,
  404: ['REMOTE_NOT_FOUND', 'check the symbols'],
  408: ['REMOTE_TIMEOUT', 'try again later'],
  429: ['REMOTE_LIMITED', 'more requests than the service allows: try again later, or lower requestsPerMinute'],
}
