import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Timer, WallClock } from '../../../../core/data/remote/clock.js'

/** A request as it came over the wire. */
export interface Asked {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
}

export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** What is no text is sent as JSON. */
  readonly body?: unknown
  /** The connection is cut after so many bytes of the body. */
  readonly cutAt?: number
  /** A byte each so many ms, without end in sight. */
  readonly drip?: number
  /** Called when the first byte has been sent; where left out, whatever timeout runs on a `FastClock` has passed then. */
  readonly onDrip?: () => void
}

export interface Loopback {
  readonly url: string
  readonly asked: Asked[]
  close(): Promise<void>
}

/** A server of this machine that answers as told; replies given as a list are used up one request after the other, the last one stays. */
export async function loopback(answer: readonly Reply[] | ((asked: Asked) => Reply)): Promise<Loopback> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://loopback')
    const one = { method: request.method!, path: request.url!, query: url.searchParams, headers: request.headers }
    asked.push(one)
    send(response, typeof answer === 'function' ? answer(one) : answer[Math.min(asked.length, answer.length) - 1])
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const { status = 200, headers, body = '', cutAt, drip, onDrip = passTimeouts } = reply
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  const length = drip === undefined ? { 'content-length': String(bytes.length) } : undefined
  response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers })
  if (cutAt !== undefined) {
    response.write(bytes.subarray(0, cutAt), () => response.socket?.destroy())
  } else if (drip !== undefined) {
    const timer = setInterval(() => response.write(' '), drip)
    response.on('close', () => clearInterval(timer))
    response.write(' ', onDrip)
  } else response.end(bytes)
}

/** What runs out when it has been waited for long enough, on all clocks of a test: only an answer that does not end takes so long. */
const timeouts = new Set<() => void>()

function passTimeouts(): void {
  for (const act of [...timeouts]) act()
}

/** A clock that nobody waits for: `wait` writes down how long it would have been, and time is later by that. */
export class FastClock implements WallClock {
  readonly waits: number[] = []
  constructor(private at = Date.UTC(2026, 0, 15, 12)) {}

  now(): number {
    return this.at
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.waits.push(ms)
    this.at += ms
  }

  readonly timer: Timer = (_ms, act) => {
    timeouts.add(act)
    return () => timeouts.delete(act)
  }
}
