import { systemClock, type WallClock } from './clock.js'

export interface Rate {
  /** So many requests … */
  readonly requests: number
  /** … in so many ms. */
  readonly per: number
}

/** A rate limit: full at first, it gives out a token a request and fills up again at the rate. Who finds it empty waits in line. */
export class TokenBucket {
  readonly #perMs: number
  #tokens: number
  #at: number

  constructor(
    readonly rate: Rate,
    private readonly clock: WallClock = systemClock,
  ) {
    this.#perMs = rate.requests / rate.per
    this.#tokens = Math.max(1, rate.requests)
    this.#at = clock.now()
  }

  /** Resolves when a request may go out. One that is aborted while it waits gives its token back. */
  async take(signal?: AbortSignal): Promise<void> {
    const now = this.clock.now()
    // A clock that is set back must not take tokens away.
    const filled = this.#tokens + Math.max(0, now - this.#at) * this.#perMs
    this.#tokens = Math.min(Math.max(1, this.rate.requests), filled) - 1
    this.#at = now
    if (this.#tokens >= 0) return
    try {
      await this.clock.wait(Math.ceil(-this.#tokens / this.#perMs), signal)
    } catch (reason) {
      this.#tokens++
      throw reason
    }
  }
}
