import type { CacheCounts } from './cache-counts.js'

/** What was used last, by key, up to so many bytes; the very last is held whatever its size. `onDrop` is told what is let go. */
export class ByteBudget<T> {
  readonly #held = new Map<string, { readonly value: T; readonly size: number }>()
  #size = 0
  #hits = 0
  #misses = 0

  constructor(
    private readonly budget: number,
    private readonly sizeOf: (value: T) => number,
    private readonly onDrop: (value: T) => void = () => {},
  ) {}

  get(key: string): T | undefined {
    const found = this.#held.get(key)
    if (found === undefined) {
      this.#misses++
      return undefined
    }
    this.#hits++
    this.#held.delete(key)
    this.#held.set(key, found)
    return found.value
  }

  get counts(): CacheCounts {
    return { hits: this.#hits, misses: this.#misses, bytes: this.#size, budget: this.budget }
  }

  set(key: string, value: T): void {
    const size = this.sizeOf(value)
    this.#drop(key)
    this.#held.set(key, { value, size })
    this.#size += size
    for (const oldest of this.#held.keys()) {
      if (this.#size <= this.budget || oldest === key) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    const found = this.#held.get(key)
    if (found === undefined) return
    this.#held.delete(key)
    this.#size -= found.size
    this.onDrop(found.value)
  }
}
