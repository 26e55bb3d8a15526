import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RustybtError } from '../../core/kernel/errors.js'

const MAX_BYTES = 100 * 1024 * 1024
/** Kinds of documents that are no CSV, whatever stands in them: most often a login or an error page. */
const OTHER_KINDS = /^(text\/html|application\/(json|xml|pdf|xhtml\+xml)|image\/|audio\/|video\/)/i

export interface Request {
  /** Added to the URL's query. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  /** User and password. */
  readonly auth?: readonly [string, string]
  /** Seconds without a byte after which the server is given up. */
  readonly timeout?: number
  readonly encoding?: string
}

/** Whether it is fetched over the network; all else is the path, or the `file:` URL, of a file. */
export const isRemote = (url: string): boolean => /^https?:\/\//i.test(url)

/** The URL for people: without user and password, and without the values of its query, where keys stand. */
export function shownUrl(url: string): string {
  if (!isRemote(url) || !URL.canParse(url)) return url.replace(/\/\/[^/@]*@/, '//')
  const { origin, pathname, searchParams } = new URL(url)
  const names = [...searchParams.keys()]
  return `${origin}${pathname}${names.length > 0 ? `?${names.map((name) => `${name}=…`).join('&')}` : ''}`
}

/** The text of a file. Throws `FETCH_CSV_FILE`. */
export function readFile(url: string, { encoding }: Request): string {
  try {
    const bytes = readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url)
    return decoded(bytes, encoding, url)
  } catch (cause) {
    if (cause instanceof RustybtError) throw cause
    throw new RustybtError('FETCH_CSV_FILE', `fetch_csv could not read ${url}: ${(cause as Error).message}`, { cause })
  }
}

/**
 * The text behind a URL. Throws, with the URL but no credentials: `FETCH_CSV_UNREACHABLE`, `FETCH_CSV_STATUS`, `FETCH_CSV_REDIRECTED`,
 * `FETCH_CSV_CONTENT_TYPE`, `FETCH_CSV_TRUNCATED`, `FETCH_CSV_TIMEOUT`, `FETCH_CSV_TOO_LARGE`.
 */
export async function download(url: string, request: Request): Promise<string> {
  const shown = shownUrl(url)
  const seconds = request.timeout ?? 30
  const abort = new AbortController()
  let timer = setTimeout(() => abort.abort(), seconds * 1000)
  const alive = () => {
    clearTimeout(timer)
    timer = setTimeout(() => abort.abort(), seconds * 1000)
  }
  try {
    const response = await fetch(addressOf(url, request), {
      headers: headersOf(url, request),
      redirect: 'manual',
      signal: abort.signal,
    }).catch((cause) => {
      if (abort.signal.aborted) throw cause
      throw new RustybtError('FETCH_CSV_UNREACHABLE', `could not connect to ${shown}: ${reasonOf(cause)}`, { cause })
    })
    check(response, shown)
    const bytes = await bodyOf(response, shown, alive, abort.signal)
    return decoded(bytes, request.encoding ?? charsetOf(response), shown)
  } catch (cause) {
    if (!abort.signal.aborted || cause instanceof RustybtError) throw cause
    throw new RustybtError('FETCH_CSV_TIMEOUT', `${shown} sent nothing for ${seconds} s`, {
      hint: 'fetch_csv(url, { timeout: 120 }) waits longer',
      cause,
    })
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

function check(response: Response, shown: string): void {
  const { status, statusText, headers } = response
  if (status >= 300 && status < 400) {
    const to = headers.get('location') ?? ''
    throw new RustybtError(
      'FETCH_CSV_REDIRECTED',
      `Attempt to fetch_csv from a redirected url. ${shown} must be changed to ${shownUrl(to)}`,
    )
  }
  if (!response.ok) throw new RustybtError('FETCH_CSV_STATUS', `${shown} answered ${`${status} ${statusText}`.trim()}`)
  const type = headers.get('content-type') ?? ''
  if (OTHER_KINDS.test(type)) {
    throw new RustybtError('FETCH_CSV_CONTENT_TYPE', `${shown} is no CSV: it says that it is ${type}`, {
      hint: 'is it a page about the file, or one that asks to log in?',
    })
  }
}

async function bodyOf(response: Response, shown: string, alive: () => void, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of response.body ?? []) {
      alive()
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_BYTES)
        throw new RustybtError('FETCH_CSV_TOO_LARGE', `${shown} is larger than ${MAX_BYTES / 1024 / 1024} MiB`)
    }
  } catch (cause) {
    if (signal.aborted || cause instanceof RustybtError) throw cause
    const message = `${shown} broke off after ${length} bytes: ${reasonOf(cause)}`
    throw new RustybtError('FETCH_CSV_TRUNCATED', message, { hint: 'try again', cause })
  }
  return Buffer.concat(chunks)
}

function addressOf(url: string, { params = {} }: Request): URL {
  const address = new URL(url)
  address.username = ''
  address.password = ''
  for (const [name, value] of Object.entries(params)) address.searchParams.append(name, String(value))
  return address
}

function headersOf(url: string, { headers, auth }: Request): Record<string, string> {
  const { username, password } = new URL(url)
  const [user, secret] = auth ?? [decodeURIComponent(username), decodeURIComponent(password)]
  const login = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
  return { accept: 'text/csv, text/plain, */*', ...(user || secret ? { authorization: login } : {}), ...headers }
}

const charsetOf = ({ headers }: Response) => /charset="?([\w-]+)/i.exec(headers.get('content-type') ?? '')?.[1]

function decoded(bytes: Uint8Array, encoding = 'utf-8', shown: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new RustybtError('FETCH_CSV_ENCODING', `${shown} is not text in ${encoding}`, {
      hint: "fetch_csv(url, { encoding: 'latin1' }) names another encoding",
      cause,
    })
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.message || cause?.code || message
}
