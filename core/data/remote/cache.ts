import { addCounts } from '../cache-counts.js'
import { below, filesBelow, foldersIn, readBytes, removeFile, sha256, writeAtomic } from '../disk.js'
import { removeFolder } from '../disk-draft.js'
import { systemClock, type WallClock } from './clock.js'

/** An answer that was kept, and when it was given; epoch ms. */
export interface KeptAnswer {
  readonly text: string
  readonly at: number
}

const BUDGET = 1 << 30

/**
 * Answers kept in a folder, so that an ingest that was cut off goes on where it was, and a repeated one asks nothing again. Where they
 * take more than `budget` bytes the oldest go. Hits and misses are counted beside them.
 */
export class ResponseCache {
  #bytes: number | undefined

  /** `maxAge` in ms: older answers are asked for anew. */
  constructor(
    private readonly folder: string,
    private readonly maxAge: number,
    private readonly clock: WallClock = systemClock,
    private readonly budget = BUDGET,
  ) {}

  /** The body kept for a request; undefined where there is none, it is too old, or its file is damaged. */
  read(request: string): KeptAnswer | undefined {
    const kept = this.#read(request)
    const [hits, misses] = kept === undefined ? [0, 1] : [1, 0]
    addCounts(this.folder, { hits, misses, bytes: this.#held(), budget: this.budget })
    return kept
  }

  #read(request: string): KeptAnswer | undefined {
    const bytes = readBytes(this.#path(request))
    if (bytes === undefined) return undefined
    const end = bytes.indexOf(10)
    const head = /^(\d+) ([0-9a-f]{64})$/.exec(new TextDecoder().decode(bytes.subarray(0, Math.max(0, end))))
    const body = bytes.subarray(end + 1)
    if (head === null || head[2] !== sha256(body)) return undefined
    const at = Number(head[1])
    const age = this.clock.now() - at
    return age >= 0 && age <= this.maxAge ? { text: new TextDecoder().decode(body), at } : undefined
  }

  write(request: string, text: string): void {
    const body = new TextEncoder().encode(text)
    const head = new TextEncoder().encode(`${this.clock.now()} ${sha256(body)}\n`)
    const bytes = new Uint8Array(head.length + body.length)
    bytes.set(head)
    bytes.set(body, head.length)
    if (bytes.length > this.budget) return
    const path = this.#path(request)
    this.#bytes = this.#held() + bytes.length - (readBytes(path)?.length ?? 0)
    writeAtomic(path, bytes)
    if (this.#bytes > this.budget) this.#evict()
    addCounts(this.folder, { hits: 0, misses: 0, bytes: this.#bytes, budget: this.budget })
  }

  /** Lets all answers go; what was counted stays. */
  clear(): void {
    for (const name of foldersIn(this.folder)) removeFolder(below(this.folder, name))
    this.#bytes = 0
    addCounts(this.folder, { hits: 0, misses: 0, bytes: 0, budget: this.budget })
  }

  #held(): number {
    this.#bytes ??= filesBelow(this.folder).reduce((sum, { size }) => sum + size, 0)
    return this.#bytes
  }

  /** The oldest first, until a tenth of the budget is free. */
  #evict(): void {
    const files = filesBelow(this.folder).sort((a, b) => a.changed - b.changed)
    let bytes = files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size } of files) {
      if (bytes <= 0.9 * this.budget) break
      removeFile(path)
      bytes -= size
    }
    this.#bytes = bytes
  }

  #path(request: string): string {
    const name = sha256(new TextEncoder().encode(request))
    return below(this.folder, name.slice(0, 2), name)
  }
}
