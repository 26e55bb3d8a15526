import { below, readBytes, sha256, writeAtomic } from '../disk.js'
import { systemClock, type WallClock } from './clock.js'

/** Answers kept in a folder, so that an ingest that was cut off goes on where it was, and a repeated one asks nothing again. */
export class ResponseCache {
  /** `maxAge` in ms: older answers are asked for anew. */
  constructor(
    private readonly folder: string,
    private readonly maxAge: number,
    private readonly clock: WallClock = systemClock,
  ) {}

  /** The body kept for a request; undefined where there is none, it is too old, or its file is damaged. */
  read(request: string): string | undefined {
    const bytes = readBytes(this.#path(request))
    if (bytes === undefined) return undefined
    const end = bytes.indexOf(10)
    const head = /^(\d+) ([0-9a-f]{64})$/.exec(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))))
    const body = bytes.subarray(end + 1)
    if (head === null || head[2] !== sha256(body)) return undefined
    const age = this.clock.now() - Number(head[1])
    return age >= 0 && age <= this.maxAge ? new TextDecoder().decode(body) : undefined
  }

  write(request: string, text: string): void {
    const body = new TextEncoder().encode(text)
    const head = new TextEncoder().encode(`${this.clock.now()} ${sha256(body)}\n`)
    const bytes = new Uint8Array(head.length + body.length)
    bytes.set(head)
    bytes.set(body, head.length)
    writeAtomic(this.#path(request), bytes)
  }

  #path(request: string): string {
    const name = sha256(new TextEncoder().encode(request))
    return below(this.folder, name.slice(0, 2), name)
  }
}
